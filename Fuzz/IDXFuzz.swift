/// An IDX file from any bytes, packed by gzip or not; what is accepted has all its numbers in the file.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let plain = MemorySource(Array(UnsafeBufferPointer(start: start, count: count)))
  if InflatedSource.recognizesGzip(plain) {
    guard let source = try? InflatedSource.gzip(plain) else { return 0 }
    read(source)
  } else {
    read(plain)
  }
  return 0
}

private func read(_ source: some ByteSource) {
  guard let array = try? IDXFile.array(in: source) else { return }
  precondition(array.offset + array.count * array.type.bytes == source.size)
  guard let numbers = try? array.floats(in: source) else { return }
  precondition(numbers.count == array.count)
  accept()
}
