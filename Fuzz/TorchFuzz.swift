/// A file of torch from any bytes, both kinds. Bytes that are neither are taken for the pickle in a zip file, so that
/// the interpreter is reached without a checksum in the way. What is accepted lies inside the file.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let source = MemorySource(TorchFile.recognizes(MemorySource(bytes)) ? bytes : archive(bytes))
  guard let file = try? TorchFile(reading: source) else { return 0 }
  for tensor in file.tensors {
    precondition(tensor.offset >= 0 && tensor.byteCount >= 0 && tensor.offset + tensor.byteCount <= source.size)
    var last = 0
    for (size, stride) in zip(tensor.shape, tensor.strides ?? []) where size > 0 { last += (size - 1) * stride }
    precondition(tensor.byteCount == 0 || (last + 1) * tensor.type.bytes <= tensor.byteCount)
  }
  accept()
  return 0
}

/// A zip file with a pickle and one storage of 24 bytes, without checksums.
private func archive(_ pickle: [UInt8]) -> [UInt8] {
  var bytes: [UInt8] = []
  var directory: [UInt8] = []
  for (name, data) in [("a/data.pkl", pickle), ("a/data/0", [UInt8](repeating: 1, count: 24))] {
    let sizes = little(data.count, 4) + little(data.count, 4) + little(name.utf8.count, 2)
    directory +=
      little(0x0201_4B50, 4) + little(0, 16) + sizes + little(0, 12) + little(bytes.count, 4) + Array(name.utf8)
    bytes += little(0x0403_4B50, 4) + little(0, 14) + sizes + little(0, 2) + Array(name.utf8) + data
  }
  let places = little(directory.count, 4) + little(bytes.count, 4)
  return bytes + directory + little(0x0605_4B50, 4) + little(0, 4) + little(2, 2) + little(2, 2) + places + little(0, 2)
}

private func little(_ value: Int, _ width: Int) -> [UInt8] {
  (0..<width).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> (8 * $0)) : 0 }
}
