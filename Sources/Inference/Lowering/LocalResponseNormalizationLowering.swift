import Architecture
import OneDNN

extension Lowering {
  /// oneDNN's for an odd number of channels, ours for an even one.
  static let localResponseNormalization = Lowering(LocalResponseNormalization.self) { kind, context in
    let (planner, input) = (context.planner, context.input)
    let sizes = planner.layout(input).dimensions
    if kind.size % 2 == 0 {
      let source = try planner.plain(input)
      let kernel = ChannelWindowNormalization(
        kind, batch: planner.batch, channels: sizes[1], area: sizes[2...].reduce(1, *))
      return planner.step(.kernel(kernel), [source], writing: planner.layout(source))
    }
    let layout = planner.layout(input)
    let descriptor = try PrimitiveDescriptor.localResponseNormalization(
      context.engine, layout, size: kind.size, alpha: Float(kind.alpha), beta: Float(kind.beta), k: Float(kind.k))
    return planner.step(
      .primitive(descriptor, reads: [(.source, layout)], constants: []), [input], writing: layout)
  }
}
