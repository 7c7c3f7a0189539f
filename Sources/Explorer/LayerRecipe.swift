import Analysis
import Architecture
import Report

/// How a layer's numbers come about, for a page's script, which computes them anew for another input or after a change
/// (`Script/arithmetic.js`).
///
/// Few operations stand for many kinds. A kind that is none of them is `fixed`: it is shown as it is, and what follows from
/// another input is said to be unknown. Letters: k kernel, s stride, p padding, d dilation, c channels, g groups, b bias.
struct LayerRecipe {
  let layer: Layer

  var members: [(String, JSON)] {
    var members = operation
    let count = ParameterCount(of: layer)
    if !LayerRecipe.computesParameters(layer.kind), count.total > 0 {
      let channels = layer.inputShapes[0].channels
      if LayerRecipe.isPerChannel(layer.kind), count.total % channels == 0 {
        members.append(("pc", .integer(count.total / channels)))
      } else {
        members.append(("n", .integer(count.total)))
        if let slope = layer.kind as? PReLU, slope.isShared { members.append(("stays", .integer(1))) }
      }
    }
    let place =
      (layer.kind.isView(.inference) ? 1 : 0) + (layer.kind.isInPlace(.inference) ? 2 : 0)
      + (layer.kind.isView(.training) ? 4 : 0) + (layer.kind.isInPlace(.training) ? 8 : 0)
    if place > 0 { members.append(("place", .integer(place))) }
    if layer.kind.kept != .inputs { members.append(("kept", .string("\(layer.kind.kept)"))) }
    if layer.kind is Multiplication { members.append(("isProduct", .integer(1))) }
    return members
  }

  /// Kinds whose number for some tools depends on sizes in a way that a term does not tell.
  var isRigid: Bool {
    layer.kind is TransposedConvolution || layer.kind is Resize || layer.kind is AdaptiveAveragePooling
      || layer.kind is LayerNormalization || layer.windows.count > 2
  }

  private var operation: [(String, JSON)] {
    func named(_ name: String, _ arguments: (String, JSON)...) -> [(String, JSON)] {
      [("op", .string(name))] + arguments
    }
    switch layer.kind {
    case let kind as Convolution:
      var members = named("conv", ("c", .integer(kind.channels)), ("g", .integer(kind.groups)))
      if kind.hasBias { members.append(("b", .integer(1))) }
      if let rows = kind.connections { members.append(("pairs", .integer(rows.reduce(0) { $0 + $1.count }))) }
      return members + window(kind.window)
    case let kind as TransposedConvolution:
      return named(
        "deconv", ("c", .integer(kind.channels)), ("g", .integer(kind.groups)), ("b", .integer(kind.hasBias ? 1 : 0)),
        ("o", .integers(kind.outputPadding))) + window(kind.window)
    case let kind as MaxPooling: return named("pool") + window(kind.window)
    case let kind as AveragePooling: return named("pool") + window(kind.window)
    case let kind as Subsampling: return named("pool") + window(kind.window)
    case let kind as FullyConnected:
      return named(
        "fc", ("c", .integer(kind.outputs)), ("b", .integer(kind.hasBias ? 1 : 0)),
        ("flat", .integer(kind.flattens ? 1 : 0)))
    case let kind as RadialBasis: return named("rbf", ("c", .integer(kind.outputs)))
    case let kind as AdaptiveAveragePooling: return named("adaptive", ("o", .integers(kind.outputs)))
    case is GlobalAveragePooling, is GlobalMaxPooling: return named("global")
    case is Flatten: return named("flatten")
    case is Concatenation: return named("concat")
    case is Addition: return named("add")
    case is Multiplication, is Maximum, is Minimum, is Subtraction, is Division, is Exponentiation:
      return named("broadcast")
    case let kind as Padding:
      return named("pad", ("p", pairs(kind.cells)), ("mode", .string(kind.filling.rawValue)))
    case let kind as Slice:
      return named(
        "slice", ("axis", .integer(kind.axis)), ("start", .integer(kind.start)), ("end", .integer(kind.end)),
        ("step", .integer(kind.step)))
    case let kind as Mean: return named("reduce") + axes(kind.reduction)
    case let kind as Max: return named("reduce") + axes(kind.reduction)
    case let kind as Resize:
      let size: (String, JSON) =
        switch kind.size {
        case .scale(let factors): ("scale", .array(factors.map(JSON.real)))
        case .cells(let cells): ("cells", .integers(cells))
        }
      return named(
        "resize", size, ("mode", .string(kind.interpolation.rawValue)),
        ("coordinates", .string(kind.coordinates.rawValue)))
    case let kind as GroupNormalization: return named("groups", ("g", .integer(kind.groups)), ("all", .integer(1)))
    case let kind as ChannelShuffle: return named("groups", ("g", .integer(kind.groups)))
    case is InstanceNormalization: return named("same", ("all", .integer(1)))
    default:
      guard layer.connectivity == .pointwise, layer.inputs.count == 1, layer.inputShapes[0] == layer.shape,
        !(layer.kind is UnknownOperation)
      else { return fixed }
      return named("same")
    }
  }

  /// What is known at the network's own size alone.
  private var fixed: [(String, JSON)] {
    var members: [(String, JSON)] = [
      ("op", .string("fixed")), ("shape", .integers(layer.shape.dimensions)),
      ("macs", .integer(layer.arithmetic(.inference).multiplyAdds)),
    ]
    switch layer.connectivity {
    case .pointwise: members.append(("reading", .string("pointwise")))
    case .whole: members.append(("reading", .string("whole")))
    case .axes(let readings):
      // An axis that is read as a whole, or cell by cell.
      if readings.allSatisfy({ $0 == .all || $0 == .cells(.identity) }) {
        members.append(("reading", .array(readings.map { $0 == .all ? .string("all") : .string("same") })))
      }
    case .unknown: break
    }
    if layer.family == .unknown { members.append(("isUnknown", .integer(1))) }
    return members
  }

  private func window(_ window: WindowArguments) -> [(String, JSON)] {
    var members: [(String, JSON)] = [("k", .integers(window.kernel)), ("s", .integers(window.stride))]
    switch window.padding {
    case .same: members.append(("p", .string("same")))
    case .cells(let cells):
      if cells.contains(where: { $0.before != 0 || $0.after != 0 }) { members.append(("p", pairs(cells))) }
    }
    if window.dilation.contains(where: { $0 != 1 }) { members.append(("d", .integers(window.dilation))) }
    if window.rounding == .ceil { members.append(("ceil", .integer(1))) }
    return members
  }

  private func pairs(_ cells: [WindowArguments.Padding.Pair]) -> JSON {
    .array(cells.map { .integers([$0.before, $0.after]) })
  }

  private func axes(_ reduction: Reduction) -> [(String, JSON)] {
    [("axes", .integers(reduction.axes)), ("keep", .integer(reduction.keepsAxes ? 1 : 0))]
  }

  private static func computesParameters(_ kind: any LayerKind) -> Bool {
    kind is Convolution || kind is TransposedConvolution || kind is FullyConnected || kind is RadialBasis
  }

  /// As many for each channel, whatever the size.
  private static func isPerChannel(_ kind: any LayerKind) -> Bool {
    switch kind {
    case let norm as LayerNormalization: norm.span == .channels
    case let slope as PReLU: !slope.isShared
    default:
      kind is BatchNormalization || kind is GroupNormalization || kind is InstanceNormalization || kind is Scale
        || kind is Subsampling || kind is L2Normalization
    }
  }
}
