#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Work in blocks, done by several threads at a time.
enum Threads {
  /// Threads: as many as there are processors, at most two. More would only wait for the memory and the disk, and each
  /// needs a block's room.
  static let count = max(1, min(2, sysconf(Int32(_SC_NPROCESSORS_ONLN))))

  /// Does the work of every block, several at a time, and a second step of each, one at a time.
  ///
  /// A single block is done by the calling thread.
  ///
  /// - Parameters:
  ///   - threads: at most so many.
  ///   - isOrdered: the second steps follow each other in the order of the blocks.
  ///   - room: makes what one thread needs for its blocks.
  ///   - work: what can be done at any time.
  ///   - then: what follows; no two of these run at once, so that it may change what the caller holds.
  /// - Throws: the error of the first block that has one, once no thread is at work any more.
  static func forEach<Room>(
    _ blocks: Int, threads: Int = count, isOrdered: Bool, room: @Sendable () -> Room,
    _ work: @Sendable (Int, Room) throws(WeightError) -> Void,
    then: (Int, Room) throws(WeightError) -> Void
  ) throws(WeightError) {
    let turns = Turns(blocks, isOrdered: isOrdered)
    withoutActuallyEscaping(then) { then in
      // Threads call it in turns, between `begin` and `end` of `Turns`, whose mutex orders one turn before the next.
      nonisolated(unsafe) let then = then
      let run: @Sendable () -> Void = {
        let room = room()
        while let block = turns.take() {
          do throws(WeightError) {
            try work(block, room)
          } catch {
            return turns.fail(block, error)
          }
          guard turns.begin(block) else { return }
          do throws(WeightError) {
            try then(block, room)
          } catch {
            turns.fail(block, error)
          }
          turns.end()
        }
      }
      withoutActuallyEscaping(run) { run in
        let threads = (1..<max(1, min(threads, blocks))).compactMap { _ in Thread(run) }
        run()
        for thread in threads { thread.join() }
      }
    }
    if let error = turns.error { throw error }
  }
}

/// A thread of the system.
private struct Thread {
  private let id: pthread_t

  private final class Work {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Nil where the system has no thread to give: the others do its work.
  init?(_ run: @escaping @Sendable () -> Void) {
    let work = Unmanaged.passRetained(Work(run))
    #if canImport(Glibc)
      var id = pthread_t()
      let result = pthread_create(&id, nil, { Thread.start($0) }, work.toOpaque())
    #else
      var thread: pthread_t?
      let result = pthread_create(&thread, nil, { Thread.start($0) }, work.toOpaque())
      guard let id = thread else { return nil }
    #endif
    guard result == 0 else {
      work.release()
      return nil
    }
    self.id = id
  }

  private static func start(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    argument.map { Unmanaged<Work>.fromOpaque($0).takeRetainedValue().run() }
    return nil
  }

  func join() { pthread_join(id, nil) }
}

/// Who does which block, and whose turn it is.
///
/// Unchecked: what changes is read and written with the mutex alone (`locked`), which the compiler does not see; a `Mutex`
/// of Synchronization has no condition to wait for.
private final class Turns: @unchecked Sendable {
  private let blocks: Int
  private let isOrdered: Bool
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var next = 0
  private var turn = 0
  private var isTaken = false
  private var failure: (block: Int, error: WeightError)?

  init(_ blocks: Int, isOrdered: Bool) {
    self.blocks = blocks
    self.isOrdered = isOrdered
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(changed, nil)
  }

  deinit {
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(mutex)
    changed.deallocate()
    mutex.deallocate()
  }

  private func locked<Result>(_ work: () -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return work()
  }

  var error: WeightError? { locked { failure?.error } }

  /// A block that nobody does yet; nil where none is left, or something failed.
  func take() -> Int? {
    locked {
      guard next < blocks, failure == nil else { return nil }
      next += 1
      return next - 1
    }
  }

  /// Waits for the block's turn; false where one before it failed.
  func begin(_ block: Int) -> Bool {
    locked {
      while isTaken || isOrdered && turn < block {
        if let failure, failure.block < block { return false }
        pthread_cond_wait(changed, mutex)
      }
      if let failure, failure.block < block { return false }
      isTaken = true
      return true
    }
  }

  /// The block whose turn it was is done.
  func end() {
    locked {
      isTaken = false
      turn += 1
      pthread_cond_broadcast(changed)
    }
  }

  func fail(_ block: Int, _ error: WeightError) {
    locked {
      if failure.map({ block < $0.block }) ?? true { failure = (block, error) }
      pthread_cond_broadcast(changed)
    }
  }
}
