internal import COneDNN

extension Engine {
  /// Does a piece of work for each number below `count`, on the threads that oneDNN itself computes with: others would
  /// compete with them for the processors, since OpenMP's threads wait for work without sleeping.
  ///
  /// Each thread gets neighbouring numbers. Without OpenMP, all are the caller's. The work is not `@Sendable`, which would
  /// check nothing here: kernels work on pointers, and each piece writes a part of the tensor that is its own.
  public func parallel(_ count: Int, _ work: (Int) -> Void) {
    guard threads > 1, count > 1, let start = functions.GOMP_parallel, let threadCount = functions.omp_get_num_threads,
      let threadNumber = functions.omp_get_thread_num
    else {
      for index in 0..<count { work(index) }
      return
    }
    withoutActuallyEscaping(work) { work in
      var share = Share(count: count, work: work, threadCount: threadCount, threadNumber: threadNumber)
      withUnsafeMutablePointer(to: &share) { share in
        conednn_hand_over(share)
        start(
          { given in
            guard let given else { return }
            conednn_take_over(given)
            given.assumingMemoryBound(to: Share.self).pointee.run()
            conednn_hand_over(given)
          }, share, UInt32(clamping: threads), 0)
        conednn_take_over(share)
      }
    }
  }

  /// What each thread is told.
  private struct Share {
    let count: Int
    let work: (Int) -> Void
    let threadCount: @convention(c) () -> Int32
    let threadNumber: @convention(c) () -> Int32

    /// The part of the thread that calls.
    func run() {
      let threads = Int(threadCount())
      let thread = Int(threadNumber())
      for index in (count * thread / threads)..<(count * (thread + 1) / threads) { work(index) }
    }
  }
}
