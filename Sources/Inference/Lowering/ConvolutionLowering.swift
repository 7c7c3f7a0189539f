import Architecture
import OneDNN

extension Lowering {
  /// A convolution, with the normalization, the addition and the activation that follow it: Winograd's where that is faster,
  /// else oneDNN's.
  static let convolution = Lowering(Convolution.self, followers: { _ in [.channels, .addition, .activation] }) {
    kind, context in
    try kind.lowered(context)
  }
}

extension Convolution {
  fileprivate func lowered(_ context: LoweringContext) throws -> Int {
    let (planner, layer, group) = (context.planner, context.layer, context.group)
    let (sizes, output) = (context.inputSizes, context.outputSizes)
    let window = SlidingWindow(layer.windows)
    let kernel = [channels / groups, sizes[1] / groups] + window.kernel
    let folded = try planner.foldedTransform(group)
    let hasBias = hasBias || folded != nil
    let change = WeightReader.Change(scale: folded?.scale, connections: connections)
    func described(
      _ sizes: [Int], _ window: SlidingWindow, source: TensorLayout.Order, destination: TensorLayout.Order
    ) throws -> PrimitiveDescriptor {
      try .convolution(
        context.engine, source: try TensorLayout(sizes, source),
        weights: try TensorLayout((groups > 1 ? [groups] : []) + kernel, .any), hasBias: hasBias,
        destination: try TensorLayout(output, destination), window,
        addsToResult: group.addition != nil, activation: group.activation)
    }
    func chosen(_ sizes: [Int], _ window: SlidingWindow) throws -> PrimitiveDescriptor {
      let preferred = try described(sizes, window, source: .any, destination: .any)
      // oneDNN 3 prefers channels last on AVX2: where Winograd's algorithm pays, which works on blocks of channels, a network
      // takes up to twice as long so; elsewhere, as in MobileNet, four fifths.
      guard planner.hasWinogradLayers, preferred.implementation.hasPrefix("brg"),
        preferred.implementation.hasSuffix("avx2"),
        let blocked = try? described(
          sizes, window, source: sizes[1] < 8 ? .plain : .blocks8, destination: .blocks8), blocked.isCompiled
      else { return preferred }
      return blocked
    }
    var descriptor = try chosen(sizes, window)
    if let value = try WinogradLowering(context, folded, change, window, insteadOf: descriptor)?.steps() {
      return value
    }
    var input = context.input
    if let padding = ZeroPadding(sizes, window, context.engine), !descriptor.isCompiled {
      let unpadded = try chosen(padding.padded, window.withoutPadding)
      if unpadded.isCompiled {
        descriptor = unpadded
        let layout = try TensorLayout(padding.padded)
        input = planner.step(.kernel(padding), [try planner.plain(input)], writing: layout, isReordering: true)
      }
    }
    let constants = try planner.weightsAndBias(layer, descriptor, change, folded, hasBias: hasBias)
    let source = try planner.arranged(input, descriptor.source())
    let work = Planner.Work.primitive(descriptor, reads: [(.source, descriptor.source())], constants: constants)
    guard let addition = group.addition, let addend = context.addend else {
      return planner.step(work, [source], writing: descriptor.destination)
    }
    return try planner.accumulating(
      work, source, onto: try planner.arranged(addend, descriptor.destination), addition.layer)
  }
}

extension ZeroPadding {
  /// What a window wants around its input; nil where it wants nothing.
  fileprivate init?(_ sizes: [Int], _ window: SlidingWindow, _ engine: Engine) {
    guard sizes.count == 4, (window.before + window.after).contains(where: { $0 > 0 }) else { return nil }
    self.init(sizes: sizes, before: window.before, after: window.after, engine: engine)
  }
}

extension SlidingWindow {
  fileprivate var withoutPadding: SlidingWindow {
    var window = self
    window.before = kernel.map { _ in 0 }
    window.after = window.before
    return window
  }

  /// Windows of one axis become those of an image of height 1.
  init(_ windows: [Window]) {
    let rows = windows.count == 1 ? [Window(kernel: 1)] + windows : windows
    self.init(
      kernel: rows.map(\.kernel), stride: rows.map(\.stride), before: rows.map(\.before), after: rows.map(\.after),
      dilation: rows.map(\.dilation))
  }
}
