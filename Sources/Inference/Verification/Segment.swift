import Architecture
import Weights

/// The layers that lead to one layer from what a reference recorded before it: small enough to be run again with a change.
struct Segment {
  /// Names and kinds, each reading the one before it.
  var layers: [(name: String, kind: any LayerKind)]
  /// What arrives at the first, for the whole batch; of a joint, branch after branch.
  var input: [Float]
  /// The sizes of what arrives for one image, one for each branch of a joint.
  var shapes: [Shape]
  /// The size of what arrives where it is one.
  var shape: Shape { shapes[0] }
  let batch: Int
  /// Numbers by the parameter's name, row-major in PyTorch's order.
  var weights: [String: [Float]]
  /// Sizes of the tensors, out, in, then spatial: a fully connected layer that reads feature maps has those of the maps.
  let axes: [String: [Int]]
  /// Whether the first layer reads the network's own input.
  let startsAtInput: Bool
  let model: Model
  let threads: Int?

  /// The outputs of all layers; nil where with the change nothing fits together.
  func run() throws(InferenceError) -> Activations? {
    let network: Network
    do {
      network = try NetworkBuilder.chain(layers, on: shapes, of: model)
    } catch { return nil }
    guard NetworkParameter.all(of: network).allSatisfy({ weights[$0.name]?.count == $0.count }) else { return nil }
    let executor = try Executor(
      network, weights: .numbers(weights), options: Executor.Options(batch: batch, threads: threads, keeps: .all))
    return try executor.run(input)
  }

  /// The branches of a joint in another order.
  mutating func reorder(_ order: [Int]) {
    var starts = [0]
    for shape in shapes { starts.append(starts[starts.count - 1] + batch * shape.count) }
    input = order.flatMap { input[starts[$0]..<starts[$0 + 1]] }
    shapes = order.map { shapes[$0] }
  }

  /// The output of the last layer; nil where with the change nothing fits together.
  func output() throws(InferenceError) -> [Float]? { layers.isEmpty ? input : try run()?.all.last?.values }

  /// What arrives at a layer when the segment runs as it is.
  func arriving(at position: Int, _ outputs: Activations) -> (values: [Float], shape: Shape) {
    guard position > 0, let before = outputs[layers[position - 1].name] else { return (input, shape) }
    return (before.values, before.shape)
  }
}
