import Architecture
import OneDNN

extension Lowering {
  static let transposedConvolution = Lowering(
    TransposedConvolution.self, followers: { _ in [.channels, .activation] }
  ) { kind, context in
    let (planner, layer) = (context.planner, context.layer)
    let (sizes, output) = (context.inputSizes, context.outputSizes)
    let window = SlidingWindow(kind.windows(on: layer.inputShapes[0]))
    let folded = try planner.foldedTransform(context.group)
    let hasBias = kind.hasBias || folded != nil
    let kernel = [output[1] / kind.groups, sizes[1] / kind.groups] + window.kernel
    let descriptor = try PrimitiveDescriptor.transposedConvolution(
      context.engine, source: try TensorLayout(sizes, .any),
      weights: try TensorLayout((kind.groups > 1 ? [kind.groups] : []) + kernel, .any), hasBias: hasBias,
      destination: try TensorLayout(output, .any), window, activation: context.group.activation)
    let weight = try planner.weights.transposedWeight(
      layer, descriptor.weights(), groups: kind.groups, scale: folded?.scale, planner.constants)
    var constants = [(Primitive.Argument.weights, weight)]
    if hasBias {
      constants.append((.bias, try planner.constant(try planner.bias(layer, folded), descriptor.weights(1))))
    }
    return planner.step(
      .primitive(descriptor, reads: [(.source, descriptor.source())], constants: constants),
      [try planner.arranged(context.input, descriptor.source())], writing: descriptor.destination)
  }
}
