import Architecture
import Import

/// A prototxt from any bytes, as a network for both modes.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  for mode in Mode.allCases {
    guard let model = importing(bytes, as: "fuzz.prototxt", mode: mode) else { continue }
    check(model)
    accept()
  }
  return 0
}
