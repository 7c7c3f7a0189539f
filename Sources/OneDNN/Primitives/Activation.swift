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
  var function: (algorithm: dnnl_alg_kind_t, alpha: Float, beta: Float) {
    switch self {
    case .relu: (dnnl_eltwise_relu, 0, 0)
    case .logistic: (dnnl_eltwise_logistic, 0, 0)
    case .leakyReLU(let slope): (dnnl_eltwise_relu, slope, 0)
    case .elu(let alpha): (dnnl_eltwise_elu, alpha, 0)
    case .swish: (dnnl_eltwise_swish, 1, 0)
    case .mish: (dnnl_eltwise_mish, 0, 0)
    case .hardSwish: (dnnl_eltwise_hardswish, 0, 0)
    case .gelu: (dnnl_eltwise_gelu_erf, 0, 0)
    case .geluByTanh: (dnnl_eltwise_gelu_tanh, 0, 0)
    case .softplus: (dnnl_eltwise_soft_relu, 0, 0)
    case .clip(let lower, let upper): (dnnl_eltwise_clip, lower, upper)
    case .linear(let scale, let shift): (dnnl_eltwise_linear, scale, shift)
    }
  }
}

extension PrimitiveDescriptor {
  /// An activation by itself.
  public static func activation(
    _ engine: Engine, _ activation: Elementwise, _ layout: TensorLayout
  ) throws(OneDNNError) -> PrimitiveDescriptor {
    let title: Phrase = "an activation of \(text(layout))"
    var descriptor = dnnl_eltwise_desc_t()
    let function = activation.function
    try check(title) {
      with(layout) {
        engine.functions.eltwise_forward_desc_init(
          &descriptor, dnnl_forward_inference, function.algorithm, $0, function.alpha, function.beta)
      }
    }
    return try PrimitiveDescriptor(title, engine, operation: descriptor)
  }

  /// x, times a slope of its channel below 0.
  ///
  /// - Parameter weights: 1×C×1×1, as many axes as the layout has.
  public static func channelReLU(
    _ engine: Engine, _ layout: TensorLayout, weights: TensorLayout
  ) throws(OneDNNError) -> PrimitiveDescriptor {
    let title: Phrase = "a ReLU with slopes of \(text(layout))"
    var descriptor = dnnl_prelu_desc_t()
    try check(title) {
      with(layout, weights) { layout, weights in
        engine.functions.prelu_forward_desc_init(&descriptor, dnnl_forward_inference, layout, weights)
      }
    }
    return try PrimitiveDescriptor(title, engine, operation: descriptor)
  }
}
