import TensorFiles
import Weights

/// An ONNX file from any bytes; the weights of what is accepted lie inside the file.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let source = MemorySource(Array(UnsafeBufferPointer(start: start, count: count)))
  guard let model = try? ONNXImporter.model(of: source, path: "/nowhere/net.onnx", options: ImportOptions()) else {
    return 0
  }
  precondition(model.network.inputCount > 0)
  for tensor in model.weights?.tensors ?? [] {
    guard case .file(let offset, 0) = tensor.place else { continue }
    var last = tensor.count
    if let strides = tensor.strides {
      last = 1
      for (size, stride) in zip(tensor.shape, strides) { last += (size - 1) * stride }
    }
    precondition(tensor.count == 0 || offset + last * tensor.type.bytes <= count)
  }
  accept()
  return 0
}
