import TensorFiles

/// A state_dict written by `torch.save`.
enum TorchFormat: FormatDescription {
  static let title = "PyTorch state_dict (torch.save)"
  static let layout = Layout.channelsFirst
  static let keepsOrder = true
  static let implementations = PyTorchFormat.implementations

  static func read(_ file: TorchFile) -> Reading {
    var reading = PyTorchFormat.read(.torch, file.tensors)
    if let key = file.key { reading.remarks.append("a checkpoint, of which the weights under '\(key)' were taken") }
    reading.remarks += file.leftOut.map { "'\($0.name)' was left out: \($0.reason)" }
    return reading
  }
}
