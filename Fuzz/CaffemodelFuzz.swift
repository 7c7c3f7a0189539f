import Architecture
import Import
import TensorFiles
import Weights

/// A `.caffemodel` from any bytes: its description and blobs, and the network and weights that they make.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let source = MemorySource(bytes)
  _ = CaffemodelFile.recognizes(source)
  guard let model = try? CaffemodelFile(reading: source) else { return 0 }
  for blob in model.layers.flatMap(\.blobs) {
    for part in blob.parts {
      precondition(part.offset >= 0 && part.offset + (part.count - 1) * part.stride + blob.type.bytes <= count)
    }
    let numbers = CaffemodelNumbers(of: blob, in: source)
    precondition((try? numbers.bytes(at: 0, count: numbers.size))?.count == numbers.size)
  }
  let imported = importing(bytes, as: "fuzz.caffemodel")
  if let imported { check(imported) }
  if imported != nil { accept() }
  return 0
}
