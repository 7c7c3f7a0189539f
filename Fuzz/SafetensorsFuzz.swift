/// A safetensors file from any bytes; what is accepted lies inside the file and can be written anew.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let source = MemorySource(Array(UnsafeBufferPointer(start: start, count: count)))
  guard let file = try? Safetensors(reading: source) else { return 0 }
  var entries: [SafetensorsHeader.Entry] = []
  for tensor in file.tensors {
    precondition(tensor.offset >= 8 && tensor.byteCount == tensor.count * tensor.type.bytes)
    precondition(tensor.offset + tensor.byteCount <= count)
    entries.append(SafetensorsHeader.Entry(name: tensor.name, type: tensor.type, shape: tensor.shape))
  }
  let header = try? SafetensorsHeader(entries)
  precondition(header?.tensors.count == file.tensors.count)
  accept()
  return 0
}
