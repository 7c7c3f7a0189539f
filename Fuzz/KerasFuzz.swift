/// A configuration of Keras from any bytes. What is accepted is a whole network.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let model = importing(Array(UnsafeBufferPointer(start: start, count: count)), as: "model.json") else {
    return 0
  }
  check(model)
  accept()
  return 0
}
