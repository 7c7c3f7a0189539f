/// An archive of numpy's from any bytes. Bytes that are no zip file are taken for a deflated array in one, so that the inflater
/// is reached without sizes in the way. What is accepted has all its numbers.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let source = MemorySource(ZipReader.recognizes(MemorySource(bytes)) ? bytes : archive(bytes))
  guard let archive = try? NumpyArchive(reading: source) else { return 0 }
  for entry in archive.entries {
    guard let numbers = try? entry.array.floats(in: entry.source) else { return 0 }
    precondition(numbers.count == entry.array.count)
  }
  accept()
  return 0
}

/// A zip file with one member that is said to hold 224 bytes, deflated, with the checksum of the seed's.
private func archive(_ packed: [UInt8]) -> [UInt8] {
  let name = Array("a.npy".utf8)
  let checksum = little(0xD613_D273, 4)
  let sizes = little(packed.count, 4) + little(224, 4) + little(name.count, 2)
  let member =
    little(0x0403_4B50, 4) + little(0, 4) + little(8, 2) + little(0, 4) + checksum + sizes + little(0, 2) + name
    + packed
  let directory =
    little(0x0201_4B50, 4) + little(0, 6) + little(8, 2) + little(0, 4) + checksum + sizes + little(0, 12)
    + little(0, 4) + name
  let places = little(directory.count, 4) + little(member.count, 4)
  return member + directory + little(0x0605_4B50, 4) + little(0, 4) + little(1, 2) + little(1, 2) + places
    + little(0, 2)
}

private func little(_ value: Int, _ width: Int) -> [UInt8] {
  (0..<width).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> (8 * $0)) : 0 }
}
