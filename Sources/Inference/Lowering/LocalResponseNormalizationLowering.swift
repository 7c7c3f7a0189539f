import Architecture
import OneDNN

extension Lowering {
  /// oneDNN's for an odd number of channels, ours for an even one.
  static let localResponseNormalization = Lowering(LocalResponseNormalization.self) { kind, context in
    let planner = context.planner
    // oneDNN's takes images alone.
    let input = try planner.maps(context.input, axes: 4)
    let sizes = planner.layout(input).dimensions
    if kind.size % 2 == 0 {
      let source = try planner.plain(input)
      let kernel = ChannelWindowNormalization(
        kind, batch: planner.batch, channels: sizes[1], area: sizes[2...].reduce(1, *))
      let value = planner.step(.kernel(kernel), [source], writing: planner.layout(source))
      return try planner.plain(value, ifNeeded: context.outputSizes)
    }
    let layout = planner.layout(input)
    let descriptor = try PrimitiveDescriptor.localResponseNormalization(
      context.engine, layout, size: kind.size, alpha: Float(kind.alpha), beta: Float(kind.beta), k: Float(kind.k))
    let value = planner.step(
      .primitive(descriptor, reads: [(.source, layout)], constants: []), [input], writing: layout)
    return try planner.plain(value, ifNeeded: context.outputSizes)
  }
}
