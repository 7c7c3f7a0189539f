import Architecture
import OneDNN

/// A layer in its place in a plan, to be turned into steps.
struct LoweringContext {
  let planner: Planner
  /// The layer and what is computed together with it.
  let group: LayerGroup
  /// The values that the layer reads.
  let inputs: [Int]
  /// The value that is added to what the layer computes.
  let addend: Int?

  /// Index of the layer.
  var index: Int { group.head }
  var layer: Layer { planner.network.layers[group.head] }
  /// The value that a layer with one input reads.
  var input: Int { inputs[0] }
  var engine: Engine { planner.engine }

  /// Sizes of the input and of the output, as the planner lays them out.
  var inputSizes: [Int] { planner.dimensions(layer.inputShapes[0]) }
  var outputSizes: [Int] { planner.dimensions(layer.shape) }

  /// The numbers of a small parameter; none where the layer lacks it.
  func numbers(_ parameter: String) throws -> [Float] { try planner.weights.numbers(layer, parameter) ?? [] }
}
