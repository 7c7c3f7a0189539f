/// A model file from any bytes.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  let source = SourceText(name: "fuzz.yaml", text: text)
  guard (try? ModelFile.network(source, name: "fuzz")) != nil else { return 0 }
  accept()
  return 0
}
