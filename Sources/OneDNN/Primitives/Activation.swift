internal import COneDNN
import PlainText

/// What happens to each number, by itself or before a result is written.
public enum Elementwise: Hashable, Sendable {
  case relu
  case logistic
  /// x, times a slope below 0.
  case leakyReLU(slope: Float)
  /// x, and α·(exp(x) − 1) below 0.
  case elu(alpha: Float)
  /// x·logistic(x).
  case swish
  /// x·tanh(ln(1 + exp(x))).
  case mish
  /// x·min(max(x + 3, 0), 6)/6.
  case hardSwish
  /// x·Φ(x), with the error function.
  case gelu
  /// The same by tanh: x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³))).
  case geluByTanh
  /// ln(1 + exp(x)).
  case softplus
  /// min(max(x, lower), upper).
  case clip(lower: Float, upper: Float)
  /// scale·x + shift.
  case linear(scale: Float, shift: Float)

  /// oneDNN's function and its two parameters.
  var function: (algorithm: conednn_algorithm, alpha: Float, beta: Float) {
    switch self {
    case .relu: (conednn_eltwise_relu, 0, 0)
    case .logistic: (conednn_eltwise_logistic, 0, 0)
    case .leakyReLU(let slope): (conednn_eltwise_relu, slope, 0)
    case .elu(let alpha): (conednn_eltwise_elu, alpha, 0)
    case .swish: (conednn_eltwise_swish, 1, 0)
    case .mish: (conednn_eltwise_mish, 0, 0)
    // x·min(max(α·x + β, 0), 1)
    case .hardSwish: (conednn_eltwise_hardswish, 1 / 6, 1 / 2)
    case .gelu: (conednn_eltwise_gelu_erf, 0, 0)
    case .geluByTanh: (conednn_eltwise_gelu_tanh, 0, 0)
    // ln(1 + exp(α·x))/α
    case .softplus: (conednn_eltwise_soft_relu, 1, 0)
    case .clip(let lower, let upper): (conednn_eltwise_clip, lower, upper)
    case .linear(let scale, let shift): (conednn_eltwise_linear, scale, shift)
    }
  }
}

extension PrimitiveDescriptor {
  /// An activation by itself.
  public static func activation(
    _ engine: Engine, _ activation: Elementwise, _ layout: TensorLayout
  ) throws(OneDNNError) -> PrimitiveDescriptor {
    let function = activation.function
    return try PrimitiveDescriptor("an activation of \(text(layout))", engine) { made, attributes in
      engine.functions.eltwise_forward_primitive_desc_create(
        made, engine.pointer, conednn_forward_inference, function.algorithm, layout.description, layout.description,
        function.alpha, function.beta, attributes)
    }
  }

  /// x, times a slope of its channel below 0.
  ///
  /// - Parameter weights: 1×C×1×1, as many axes as the layout has.
  public static func channelReLU(
    _ engine: Engine, _ layout: TensorLayout, weights: TensorLayout
  ) throws(OneDNNError) -> PrimitiveDescriptor {
    try PrimitiveDescriptor("a ReLU with slopes of \(text(layout))", engine) { made, attributes in
      engine.functions.prelu_forward_primitive_desc_create(
        made, engine.pointer, conednn_forward_inference, layout.description, weights.description, layout.description,
        attributes)
    }
  }
}
