import Architecture

/// How many numbers a layer learns or is given; batch normalization's running statistics are not among them.
public struct ParameterCount: Hashable, Sendable {
  /// What multiplies an input, fixed code words included.
  public var weights = 0
  /// What is added to an output.
  public var biases = 0
  /// Of both, what training changes.
  public var trainable = 0

  public var total: Int { weights + biases }
  public var fixed: Int { total - trainable }

  public init() {}

  public init(of layer: Layer) {
    for parameter in layer.parameters {
      switch parameter.role {
      case .weight, .fixed: weights += parameter.count
      case .bias: biases += parameter.count
      case .statistic: continue
      }
      if parameter.isTrainable { trainable += parameter.count }
    }
  }

  public static func + (a: ParameterCount, b: ParameterCount) -> ParameterCount {
    var sum = a
    sum.weights += b.weights
    sum.biases += b.biases
    sum.trainable += b.trainable
    return sum
  }
}
