#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Work in pieces, done by several threads at a time.
enum Workers {
  /// Threads: as many as there are processors, at most two. More would only wait for the memory and the disk, and each
  /// needs a piece's room.
  static let count = max(1, min(2, sysconf(Int32(_SC_NPROCESSORS_ONLN))))

  /// Does the work of every piece, several at a time, and a second step of each, one at a time.
  ///
  /// A single piece is done by the calling thread.
  ///
  /// - Parameters:
  ///   - threads: at most so many.
  ///   - isOrdered: the second steps follow each other in the order of the pieces.
  ///   - room: makes what one thread needs for its pieces.
  ///   - work: what can be done at any time.
  ///   - then: what follows; no two of these run at once.
  /// - Throws: the error of the first piece that has one, once no thread is at work any more.
  static func forEach<Room>(
    _ pieces: Int, threads: Int = count, isOrdered: Bool, room: () -> Room,
    _ work: (Int, Room) throws(WeightError) -> Void,
    then: (Int, Room) throws(WeightError) -> Void
  ) throws(WeightError) {
    let turns = Turns(pieces, isOrdered: isOrdered)
    let run = {
      let room = room()
      while let piece = turns.take() {
        do throws(WeightError) {
          try work(piece, room)
        } catch {
          return turns.fail(piece, error)
        }
        guard turns.begin(piece) else { return }
        do throws(WeightError) {
          try then(piece, room)
        } catch {
          turns.fail(piece, error)
        }
        turns.end()
      }
    }
    withoutActuallyEscaping(run) { run in
      let threads = (1..<max(1, min(threads, pieces))).compactMap { _ in Thread(run) }
      run()
      for thread in threads { thread.join() }
    }
    if let error = turns.error { throw error }
  }
}

/// A thread of the system.
private struct Thread {
  private let id: pthread_t

  private final class Work {
    let run: () -> Void
    init(_ run: @escaping () -> Void) { self.run = run }
  }

  /// Nil where the system has no thread to give: the others do its work.
  init?(_ run: @escaping () -> Void) {
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

/// Who does which piece, and whose turn it is.
private final class Turns {
  private let pieces: Int
  private let isOrdered: Bool
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var next = 0
  private var turn = 0
  private var isTaken = false
  private var failure: (piece: Int, error: WeightError)?

  init(_ pieces: Int, isOrdered: Bool) {
    self.pieces = pieces
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

  /// A piece that nobody does yet; nil where none is left, or something failed.
  func take() -> Int? {
    locked {
      guard next < pieces, failure == nil else { return nil }
      next += 1
      return next - 1
    }
  }

  /// Waits for the piece's turn; false where one before it failed.
  func begin(_ piece: Int) -> Bool {
    locked {
      while isTaken || isOrdered && turn < piece {
        if let failure, failure.piece < piece { return false }
        pthread_cond_wait(changed, mutex)
      }
      if let failure, failure.piece < piece { return false }
      isTaken = true
      return true
    }
  }

  /// The piece whose turn it was is done.
  func end() {
    locked {
      isTaken = false
      turn += 1
      pthread_cond_broadcast(changed)
    }
  }

  func fail(_ piece: Int, _ error: WeightError) {
    locked {
      if failure.map({ piece < $0.piece }) ?? true { failure = (piece, error) }
      pthread_cond_broadcast(changed)
    }
  }
}
