internal import COneDNN

/// A tensor in memory that someone else owns.
public final class TensorMemory {
  public let layout: TensorLayout
  /// Where it lies; nil for nowhere yet.
  public private(set) var address: UnsafeMutableRawPointer?
  let handle: Handle
  private let engine: Engine

  /// - Parameter address: `layout.byteCount` bytes that stay for as long as the memory is used; nil for none yet.
  public init(_ layout: TensorLayout, _ engine: Engine, at address: UnsafeMutableRawPointer?) throws(OneDNNError) {
    self.layout = layout
    self.address = address
    let functions = engine.functions
    self.engine = engine
    handle = try Handle("describe a tensor", destroy: { _ = functions.memory_destroy($0) }) {
      functions.memory_create($0, layout.description, engine.engine.pointer, layout.first(at: address))
    }
  }

  /// Puts the tensor at another place.
  public func move(to address: UnsafeMutableRawPointer?) throws(OneDNNError) {
    try Library.check(
      engine.functions.memory_set_data_handle(handle.pointer, layout.first(at: address)), "move a tensor")
    self.address = address
  }
}
