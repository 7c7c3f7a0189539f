import Architecture

extension PyTorchOperations {
  static let normalization: [String: Operation] = [
    "batch_norm": batch, "_native_batch_norm_legit_no_training": batch, "native_batch_norm": batch,
    "cudnn_batch_norm": batch, "layer_norm": layer, "native_layer_norm": layer, "group_norm": group,
    "native_group_norm": group, "instance_norm": instance,
  ]

  private static let batch: Operation = { call, torch in
    guard let input = torch.input(call), !call.boolean("training"),
      let isAffine = torch.hasParameter(call, "weight"), torch.hasParameter(call, "bias") == isAffine,
      torch.hasParameter(call, "running_mean") == true, torch.hasParameter(call, "running_var") == true
    else { return torch.unknown(call) }
    let epsilon = call.number("eps") ?? call.number("epsilon") ?? 1e-5
    let mean = torch.parameter(call, "running_mean")
    guard
      let layer = torch.add(
        BatchNormalization(epsilon: epsilon, isAffine: isAffine), of: torch.parameter(call, "weight") ?? mean,
        reading: [input])
    else { return [] }
    torch.fillAffine(layer, call)
    torch.fill(layer, with: mean, as: .runningMean)
    torch.fill(layer, with: torch.parameter(call, "running_var"), as: .runningVariance)
    return [layer] + call.node.outputs.dropFirst().map { _ in nil }
  }

  /// Over the last axes, which are all of an image or the features of each position.
  private static let layer: Operation = { call, torch in
    guard let input = torch.input(call), let isAffine = torch.hasParameter(call, "weight"),
      torch.hasParameter(call, "bias") == isAffine
    else { return torch.unknown(call) }
    let (own, normalized) = (torch.dimensions(of: input), call.integers("normalized_shape"))
    let span: LayerNormalization.Span
    if torch.normalizesChannels, normalized == [own[0]] {
      span = .channels
    } else if normalized == own, own.count > 1 {
      span = .all
    } else if normalized.count == 1, normalized[0] == own[own.count - 1] {
      span = .last
    } else {
      return torch.unknown(call)
    }
    let kind = LayerNormalization(over: span, epsilon: call.number("eps") ?? 1e-5, isAffine: isAffine)
    guard let layer = torch.add(kind, of: torch.parameter(call, "weight"), reading: [input]) else { return [] }
    torch.fillAffine(layer, call)
    return [layer] + call.node.outputs.dropFirst().map { _ in nil }
  }

  private static let group: Operation = { call, torch in
    guard let input = torch.input(call), let isAffine = torch.hasParameter(call, "weight"),
      torch.hasParameter(call, "bias") == isAffine, let groups = call.integer("num_groups") ?? call.integer("group")
    else { return torch.unknown(call) }
    let kind = GroupNormalization(groups: groups, epsilon: call.number("eps") ?? 1e-5, isAffine: isAffine)
    guard let layer = torch.add(kind, of: torch.parameter(call, "weight"), reading: [input]) else { return [] }
    torch.fillAffine(layer, call)
    return [layer] + call.node.outputs.dropFirst().map { _ in nil }
  }

  private static let instance: Operation = { call, torch in
    guard let input = torch.input(call), let isAffine = torch.hasParameter(call, "weight"),
      torch.hasParameter(call, "bias") == isAffine, torch.hasParameter(call, "running_mean") == false
    else { return torch.unknown(call) }
    let kind = InstanceNormalization(epsilon: call.number("eps") ?? 1e-5, isAffine: isAffine)
    guard let layer = torch.add(kind, of: torch.parameter(call, "weight"), reading: [input]) else { return [] }
    torch.fillAffine(layer, call)
    return [layer]
  }
}

extension PyTorchAssembly {
  /// The learned scale and shift of a normalization.
  fileprivate mutating func fillAffine(_ layer: Int, _ call: PyTorchCall) {
    fill(layer, with: parameter(call, "weight"), as: .weight)
    fill(layer, with: parameter(call, "bias"), as: .bias)
  }
}
