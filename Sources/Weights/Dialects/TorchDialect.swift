import TensorFiles

/// A state_dict written by `torch.save`.
enum TorchDialect {
  static func read(_ bytes: some ByteSource) throws(FormatError) -> Reading {
    let file = try TorchFile.read(bytes)
    var reading = PyTorchDialect.read(.torch, file.tensors)
    reading.remarks += file.remarks
    return reading
  }
}
