import Import

/// An ONNX file from any bytes.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let model = importing(Array(UnsafeBufferPointer(start: start, count: count)), as: "fuzz.onnx") else { return 0 }
  check(model)
  accept()
  return 0
}
