import TensorFiles

/// A state_dict written by `torch.save`.
enum TorchDialect {
  static func read(_ file: TorchFile) -> Reading {
    var reading = PyTorchDialect.read(.torch, file.tensors)
    if let key = file.key { reading.remarks.append("a checkpoint, of which the weights under '\(key)' were taken") }
    reading.remarks += file.leftOut.map { "'\($0.name)' was left out: \($0.reason)" }
    return reading
  }
}
