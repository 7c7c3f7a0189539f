import Architecture

extension PyTorchOperations {
  static let activation: [String: Operation] = plain.merging(functions) { $1 }

  /// Functions of a number alone.
  private static let functions = Dictionary(
    uniqueKeysWithValues: ElementwiseFunction.Function.allCases.map { function in
      (function.rawValue, kind { _ in ElementwiseFunction(function) })
    })

  private static let plain: [String: Operation] = [
    "neg": kind { _ in Affine(scale: [-1]) }, "rsqrt": kind { _ in Power(exponent: -0.5) },
    "log_softmax": logSoftmax, "_log_softmax": logSoftmax,
    "relu": kind { _ in ReLU() }, "relu6": kind { _ in ReLU6() },
    "hardtanh": kind { call in clip(call.number("min_val") ?? -1, call.number("max_val") ?? 1) },
    "clamp": kind { call in clip(call.number("min"), call.number("max")) },
    "clamp_min": kind { call in clip(call.number("min"), nil) },
    "leaky_relu": kind { LeakyReLU(slope: $0.number("negative_slope") ?? 0.01) },
    "elu": elu, "gelu": kind { GELU(approximation: $0.text("approximate") == "tanh" ? .tanh : .none) },
    "silu": kind { _ in SiLU() }, "hardswish": kind { _ in HardSwish() }, "hardsigmoid": kind { _ in HardSigmoid() },
    "mish": kind { _ in Mish() }, "sigmoid": kind { _ in Sigmoid() },
    "tanh": kind { _ in Tanh(amplitude: 1, slope: 1) }, "softplus": kind { Softplus(beta: $0.number("beta") ?? 1) },
    "softmax": softmax, "_softmax": softmax, "prelu": prelu, "_prelu_kernel": prelu,
    "dropout": kind { Dropout(rate: $0.number("p") ?? 0.5) },
    "feature_dropout": kind { Dropout(rate: $0.number("p") ?? 0.5) },
    "alias": same, "clone": same, "contiguous": same, "detach": same, "lift_fresh_copy": same, "_to_copy": same,
    "to": same, "positive": same,
  ]

  private static func clip(_ minimum: Double?, _ maximum: Double?) -> any LayerKind {
    minimum == 0 && maximum == 6 ? ReLU6() : Clip(minimum: minimum, maximum: maximum)
  }

  /// The numbers as they are: no layer.
  private static let same: Operation = { call, torch in
    guard let input = torch.input(call) else { return torch.unknown(call) }
    return [input]
  }

  private static let elu: Operation = { call, torch in
    guard let input = torch.input(call), (call.number("scale") ?? 1) == 1, (call.number("input_scale") ?? 1) == 1 else {
      return torch.unknown(call)
    }
    return [torch.add(ELU(alpha: call.number("alpha") ?? 1), reading: [input])]
  }

  private static let softmax = along { Softmax(axis: $0) }
  private static let logSoftmax = along { LogSoftmax(axis: $0) }

  /// A kind that works along an axis.
  private static func along(_ kind: @escaping @Sendable (Int) -> any LayerKind) -> Operation {
    { call, torch in
      guard let input = torch.input(call), let axis = torch.axis(call, "dim", of: input) else {
        return torch.unknown(call)
      }
      return [torch.add(kind(axis), reading: [input])]
    }
  }

  private static let prelu: Operation = { call, torch in
    guard let input = torch.input(call), torch.hasParameter(call, "weight") == true else { return torch.unknown(call) }
    let weight = torch.parameter(call, "weight")
    let isShared = torch.sizes(call, "weight").reduce(1, *) == 1
    guard let layer = torch.add(PReLU(isShared: isShared), of: weight, reading: [input]) else { return [] }
    torch.fill(layer, with: weight, as: .weight)
    return [layer]
  }
}
