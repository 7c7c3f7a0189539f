import Architecture
import TensorFiles
import Weights

/// A configuration of Keras from any bytes, read to a network, with weights of whatever shapes the bytes behind it say. What
/// is accepted has layers that read what comes before them, and tensors that lie inside their source.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  guard let model = try? KerasModel(bytes) else { return 0 }
  for (weights, isKeras3) in [(nil, true), (FuzzedWeights(bytes), false)] as [(FuzzedWeights?, Bool)] {
    let graph = GraphAssembly(
      Model(name: "fuzz"), format: .kerasConfiguration, path: "fuzz", file: MemorySource([]))
    var options = ImportOptions()
    if isKeras3 { options.input = [3, 8, 8] }
    var walk = KerasGraph(model, weights: weights, graph: graph, options: options, isKeras3: isKeras3)
    walk.run()
    guard let read = try? walk.graph.finished(.kerasModel) else { continue }
    for (index, layer) in read.network.layers.enumerated() { precondition(layer.inputs.allSatisfy { $0 < index }) }
    for tensor in read.weights?.tensors ?? [] {
      guard case .file(let offset, _) = tensor.place else { continue }
      let strides = tensor.strides ?? tensor.shape
      precondition(strides.count == tensor.shape.count && offset >= 0 && tensor.byteCount >= 0)
    }
    accept()
  }
  return 0
}

/// For each layer the tensors that a convolution, a dense layer or a normalization of few channels has.
private struct FuzzedWeights: KerasWeights {
  private let seed: Int

  init(_ bytes: [UInt8]) { seed = Int(bytes.last ?? 0) }

  func tensors(of path: KerasWeightPath) throws(KerasProblem) -> [KerasTensor] {
    let shapes: [[Int]] =
      switch (seed + path.steps.count) % 4 {
      case 0: [[3, 3, 3, 4], [4]]
      case 1: [[4], [4], [4], [4]]
      case 2: [[16, 4], [4]]
      default: [[1, 1, 4]]
      }
    return shapes.map { shape in
      KerasTensor(
        name: "0", numbers: ParameterNumbers(name: "0", shape: shape, type: .float32, source: 0, offset: 0))
    }
  }
}
