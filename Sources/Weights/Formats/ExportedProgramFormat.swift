/// The parameters of what `torch.export.save` writes, with the names of a state_dict.
enum ExportedProgramFormat: FormatDescription {
  static let title = "PyTorch exported program"
  static let layout = Layout.channelsFirst
  static let keepsOrder = true
  static let implementations = PyTorchFormat.implementations
}
