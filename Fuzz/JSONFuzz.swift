/// JSON from any bytes.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  _ = try? JSONValue(parsing: Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}
