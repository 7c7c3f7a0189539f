internal import COneDNN

/// The processor as oneDNN sees it, and the order of work on it. Belongs to one thread at a time: it has a stream of its own,
/// and is no `Sendable`, so that the compiler holds each thread to an engine, and a stream, of its own.
public final class Engine {
  let functions: conednn_functions
  // In the order in which they go.
  let stream: Handle
  let engine: Handle
  /// Threads that compute.
  public let threads: Int

  /// - Parameter threads: nil for as many as OpenMP takes by itself: one per processor, or OMP_NUM_THREADS.
  /// - Throws: `OneDNNError` where the library is missing.
  public init(threads: Int? = nil) throws(OneDNNError) {
    let functions = try Library.functions()
    self.functions = functions
    self.threads = threads ?? functions.omp_get_max_threads.map { Int($0()) } ?? 1
    functions.omp_set_num_threads?(Int32(clamping: self.threads))
    engine = try Handle("start oneDNN", destroy: { _ = functions.engine_destroy($0) }) {
      functions.engine_create($0, conednn_cpu, 0)
    }
    let pointer = engine.pointer
    stream = try Handle("start oneDNN", destroy: { _ = functions.stream_destroy($0) }) {
      functions.stream_create($0, pointer, conednn_stream_in_order.rawValue)
    }
  }

  var pointer: OpaquePointer { engine.pointer }

  /// Makes the calling thread compute with this engine's threads: to be said before work that follows another engine's.
  public func select() { functions.omp_set_num_threads?(Int32(clamping: threads)) }

  /// The library's version: `2.6.3`.
  public var version: String {
    guard let version = functions.version()?.pointee else { return "" }
    return "\(version.major).\(version.minor).\(version.patch)"
  }
}
