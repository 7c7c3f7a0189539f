/// JSON from any bytes.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard (try? JSONValue(parsing: Array(UnsafeBufferPointer(start: start, count: count)))) != nil else { return 0 }
  accept()
  return 0
}
