import Architecture
import Report

/// A kind of layer that the page's script computes anew in a way of its own (`LayerRecipe`); any other is pointwise, or fixed.
protocol ScriptedKind: LayerKind {
  /// The operation's name and arguments; nil where the layer is pointwise or fixed.
  var recipe: [(String, JSON)]? { get }
  var parameterRule: ParameterRule { get }
  /// Does a tool's number depend on sizes in a way that a term does not tell?
  var isRigid: Bool { get }
  /// Are its inputs multiplied?
  var isProduct: Bool { get }
}

/// What the number of a layer's parameters follows from after a change.
enum ParameterRule {
  /// From what the operation does.
  case ofOperation
  /// As many for each channel, whatever the size.
  case perChannel
  /// As many as the network's own size gives.
  case constant
  /// As many whatever the size.
  case shared
}

extension ScriptedKind {
  var recipe: [(String, JSON)]? { nil }
  var parameterRule: ParameterRule { .constant }
  var isRigid: Bool { false }
  var isProduct: Bool { false }

  fileprivate func named(_ name: String, _ arguments: (String, JSON)...) -> [(String, JSON)] {
    [("op", .string(name))] + arguments
  }
}

extension Convolution: ScriptedKind {
  var recipe: [(String, JSON)]? {
    var members = named("conv", ("c", .integer(channels)), ("g", .integer(groups)))
    if hasBias { members.append(("b", .integer(1))) }
    if let connections { members.append(("pairs", .integer(connections.reduce(0) { $0 + $1.count }))) }
    return members + window.members
  }
  var parameterRule: ParameterRule { .ofOperation }
}

extension TransposedConvolution: ScriptedKind {
  var recipe: [(String, JSON)]? {
    named(
      "deconv", ("c", .integer(channels)), ("g", .integer(groups)), ("b", .integer(hasBias ? 1 : 0)),
      ("o", .integers(outputPadding))) + window.members
  }
  var parameterRule: ParameterRule { .ofOperation }
  var isRigid: Bool { true }
}

extension MaxPooling: ScriptedKind {
  var recipe: [(String, JSON)]? { named("pool") + window.members }
}

extension AveragePooling: ScriptedKind {
  var recipe: [(String, JSON)]? { named("pool") + window.members }
}

extension Subsampling: ScriptedKind {
  var recipe: [(String, JSON)]? { named("pool") + window.members }
  var parameterRule: ParameterRule { .perChannel }
}

extension FullyConnected: ScriptedKind {
  var recipe: [(String, JSON)]? {
    named(
      "fc", ("c", .integer(outputs)), ("b", .integer(hasBias ? 1 : 0)), ("flat", .integer(flattens ? 1 : 0)))
  }
  var parameterRule: ParameterRule { .ofOperation }
}

extension RadialBasis: ScriptedKind {
  var recipe: [(String, JSON)]? { named("rbf", ("c", .integer(outputs))) }
  var parameterRule: ParameterRule { .ofOperation }
}

extension AdaptiveAveragePooling: ScriptedKind {
  var recipe: [(String, JSON)]? { named("adaptive", ("o", .integers(outputs))) }
  var isRigid: Bool { true }
}

extension GlobalAveragePooling: ScriptedKind {
  var recipe: [(String, JSON)]? { named("global") }
}

extension GlobalMaxPooling: ScriptedKind {
  var recipe: [(String, JSON)]? { named("global") }
}

extension Flatten: ScriptedKind {
  var recipe: [(String, JSON)]? { named("flatten") }
}

extension Concatenation: ScriptedKind {
  var recipe: [(String, JSON)]? { named("concat") }
}

extension Addition: ScriptedKind {
  var recipe: [(String, JSON)]? { named("add") }
}

extension Multiplication: ScriptedKind {
  var recipe: [(String, JSON)]? { named("broadcast") }
  var isProduct: Bool { true }
}

extension Maximum: ScriptedKind {
  var recipe: [(String, JSON)]? { named("broadcast") }
}

extension Minimum: ScriptedKind {
  var recipe: [(String, JSON)]? { named("broadcast") }
}

extension Subtraction: ScriptedKind {
  var recipe: [(String, JSON)]? { named("broadcast") }
}

extension Division: ScriptedKind {
  var recipe: [(String, JSON)]? { named("broadcast") }
}

extension Exponentiation: ScriptedKind {
  var recipe: [(String, JSON)]? { named("broadcast") }
}

extension Padding: ScriptedKind {
  var recipe: [(String, JSON)]? { named("pad", ("p", .pairs(cells)), ("mode", .string(filling.rawValue))) }
}

extension Slice: ScriptedKind {
  var recipe: [(String, JSON)]? {
    named(
      "slice", ("axis", .integer(axis)), ("start", .integer(start)), ("end", .integer(end)), ("step", .integer(step)))
  }
}

extension Mean: ScriptedKind {
  var recipe: [(String, JSON)]? { named("reduce") + reduction.members }
}

extension Max: ScriptedKind {
  var recipe: [(String, JSON)]? { named("reduce") + reduction.members }
}

extension Resize: ScriptedKind {
  var recipe: [(String, JSON)]? {
    let size: (String, JSON) =
      switch size {
      case .scale(let factors): ("scale", .array(factors.map(JSON.real)))
      case .cells(let cells): ("cells", .integers(cells))
      }
    return named(
      "resize", size, ("mode", .string(interpolation.rawValue)), ("coordinates", .string(coordinates.rawValue)))
  }
  var isRigid: Bool { true }
}

extension GroupNormalization: ScriptedKind {
  var recipe: [(String, JSON)]? { named("groups", ("g", .integer(groups)), ("all", .integer(1))) }
  var parameterRule: ParameterRule { .perChannel }
}

extension ChannelShuffle: ScriptedKind {
  var recipe: [(String, JSON)]? { named("groups", ("g", .integer(groups))) }
}

extension InstanceNormalization: ScriptedKind {
  var recipe: [(String, JSON)]? { named("same", ("all", .integer(1))) }
  var parameterRule: ParameterRule { .perChannel }
}

extension BatchNormalization: ScriptedKind {
  var parameterRule: ParameterRule { .perChannel }
}

extension Scale: ScriptedKind {
  var parameterRule: ParameterRule { isShared ? .shared : .perChannel }
}

extension L2Normalization: ScriptedKind {
  var parameterRule: ParameterRule { .perChannel }
}

extension LayerNormalization: ScriptedKind {
  var parameterRule: ParameterRule { span == .channels ? .perChannel : .constant }
  var isRigid: Bool { true }
}

extension PReLU: ScriptedKind {
  var parameterRule: ParameterRule { isShared ? .shared : .perChannel }
}

extension WindowArguments {
  /// Kernel, stride, padding, dilation and rounding, as far as they are not the usual ones.
  fileprivate var members: [(String, JSON)] {
    var members: [(String, JSON)] = [("k", .integers(kernel)), ("s", .integers(stride))]
    switch padding {
    case .same: members.append(("p", .string("same")))
    case .cells(let cells):
      if cells.contains(where: { $0.before != 0 || $0.after != 0 }) { members.append(("p", .pairs(cells))) }
    }
    if dilation.contains(where: { $0 != 1 }) { members.append(("d", .integers(dilation))) }
    if rounding == .ceil { members.append(("ceil", .integer(1))) }
    return members
  }
}

extension Reduction {
  fileprivate var members: [(String, JSON)] {
    [("axes", .integers(axes)), ("keep", .integer(keepsAxes ? 1 : 0))]
  }
}

extension JSON {
  fileprivate static func pairs(_ cells: [WindowArguments.Padding.Pair]) -> JSON {
    .array(cells.map { .integers([$0.before, $0.after]) })
  }
}
