/// Numbers in an ONNX file or beside it. Importing the file names them after the layers of its network.
enum ONNXFormat: FormatDescription {
  static let title = "ONNX"
  static let layout = Layout.channelsFirst
  static let implementations = ["onnx"]
}
