/// A model file from any bytes.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  _ = try? ModelFile.network(SourceText(name: "fuzz.yaml", text: text), name: "fuzz")
  return 0
}
