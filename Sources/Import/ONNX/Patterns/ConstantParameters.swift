import Architecture
import Weights

/// Constants that are added or multiplied: parameters of the layer before them, or a layer of their own.
extension DraftNetwork {
  /// A product or a sum with a constant that belongs to the layer before it, or is a layer of its own.
  mutating func makeParameters(at index: Int) -> Bool {
    guard let arithmetic = kind(ConstantArithmetic.self, at: index) else { return false }
    let before = input(index)
    guard let axis = arithmetic.axis, let numbers = arithmetic.constant.reshaped([arithmetic.constant.count]) else {
      return joinWhole(arithmetic, at: index)
    }
    let isLast = axis == drafts[index].shape.dimensions.count - 1
    if uses[before] == 1 {
      var kind: (any LayerKind)?
      var part = WeightTensor.Part.bias
      switch (drafts[before].kind, arithmetic.operation) {
      case (let old as FullyConnected, .add) where isLast && !old.hasBias:
        kind = FullyConnected(outputs: old.outputs, hasBias: true, flattens: old.flattens)
      case (let old as Convolution, .add) where axis == 0 && !old.hasBias:
        kind = Convolution(
          channels: old.channels, window: old.window, groups: old.groups, hasBias: true, connections: old.connections)
      case (let old as TransposedConvolution, .add) where axis == 0 && !old.hasBias:
        kind = TransposedConvolution(
          channels: old.channels, window: old.window, outputPadding: old.outputPadding, groups: old.groups,
          hasBias: true)
      case (let old as Scale, .add) where axis == 0 && !old.hasBias: kind = Scale()
      case (let old as LayerNormalization, _)
      where old.normalized(drafts[index].shape) == [numbers.count] && axis == (old.span == .channels ? 0 : axis):
        if arithmetic.operation == .multiply, !old.isAffine {
          kind = LayerNormalization(over: old.span, epsilon: old.epsilon, isAffine: true)
          part = .weight
        } else if arithmetic.operation == .add, isZero(drafts[before].parameters[.bias]) {
          kind = old
        }
      case (let old as InstanceNormalization, _) where axis == 0:
        if arithmetic.operation == .multiply, !old.isAffine {
          kind = InstanceNormalization(epsilon: old.epsilon, isAffine: true)
          part = .weight
        } else if arithmetic.operation == .add, isZero(drafts[before].parameters[.bias]) {
          kind = old
        }
      default: break
      }
      if let kind {
        take(before, at: index, as: kind)
        drafts[index].parameters[part] = numbers
        if part == .weight {
          // Until a term comes along.
          drafts[index].parameters[.bias] = ONNXTensor(
            name: "zero", shape: numbers.shape, type: .float32, .filled(0))
        }
        return true
      }
    }
    guard axis == 0 else { return false }
    if arithmetic.operation == .multiply, !arithmetic.isInverse {
      drafts[index].kind = Scale(hasBias: false)
      drafts[index].parameters = [.weight: numbers]
      return true
    }
    if arithmetic.operation == .add, !arithmetic.isInverse, case .stored = numbers.storage {
      drafts[index].kind = Scale(hasFactor: false)
      drafts[index].parameters = [.bias: numbers]
      return true
    }
    // Numbers that are no parameters: those of the picture's preparation, say.
    guard case .numbers(let list) = numbers.storage else { return false }
    drafts[index].kind = arithmetic.operation == .add ? Affine(shift: list) : Affine(scale: list)
    return true
  }

  /// The factors and terms of a normalization of all of an image.
  private mutating func joinWhole(_ arithmetic: ConstantArithmetic, at index: Int) -> Bool {
    let before = input(index)
    guard uses[before] == 1, let old = kind(LayerNormalization.self, at: before), old.span == .all,
      arithmetic.constant.shape == drafts[index].shape.dimensions
    else { return false }
    if arithmetic.operation == .multiply, !old.isAffine {
      take(before, at: index, as: LayerNormalization(over: .all, epsilon: old.epsilon, isAffine: true))
      drafts[index].parameters[.weight] = arithmetic.constant
      drafts[index].parameters[.bias] = ONNXTensor(
        name: "zero", shape: arithmetic.constant.shape, type: .float32, .filled(0))
      return true
    }
    guard arithmetic.operation == .add, isZero(drafts[before].parameters[.bias]) else { return false }
    take(before, at: index, as: old)
    drafts[index].parameters[.bias] = arithmetic.constant
    return true
  }

  /// Lets a draft be the one before it, of another kind.
  private mutating func take(_ before: Int, at index: Int, as kind: any LayerKind) {
    drafts[index].kind = kind
    drafts[index].inputs = drafts[before].inputs
    drafts[index].parameters = drafts[before].parameters
    drafts[index].node = drafts[before].node
  }

  private func isZero(_ tensor: ONNXTensor?) -> Bool {
    if case .filled(0) = tensor?.storage { true } else { false }
  }
}
