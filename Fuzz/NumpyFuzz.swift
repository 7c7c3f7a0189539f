/// An array of numpy from any bytes; what is accepted has all its numbers in the file.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let source = MemorySource(Array(UnsafeBufferPointer(start: start, count: count)))
  guard let array = try? NumpyArray.array(in: source), let numbers = try? array.floats(in: source) else { return 0 }
  precondition(numbers.count == array.count && array.offset + array.count * array.type.bytes == count)
  accept()
  return 0
}
