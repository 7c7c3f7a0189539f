/// A kind of file that holds a network as another program wrote it.
public enum ModelFormat: String, CaseIterable, Sendable {
  /// ONNX, a protobuf message.
  case onnx
  /// A whole model in Keras's HDF5.
  case kerasHDF5 = "keras-h5"
  /// A whole model in Keras 3's archive.
  case kerasArchive = "keras"
  /// The configuration of a Keras model alone.
  case kerasConfiguration = "keras-json"
  /// Caffe's description of a network, a protobuf message as text.
  case prototxt
  /// Caffe's network with its weights, a protobuf message.
  case caffemodel
  /// What `torch.export.save` writes.
  case exportedProgram = "pt2"

  /// Its name for people.
  public var title: String {
    switch self {
    case .onnx: "ONNX"
    case .kerasHDF5: "Keras model (HDF5)"
    case .kerasArchive: "Keras model (.keras)"
    case .kerasConfiguration: "Keras configuration (JSON)"
    case .prototxt: "Caffe prototxt"
    case .caffemodel: "Caffe model"
    case .exportedProgram: "PyTorch exported program (.pt2)"
    }
  }
}
