/// How a program lays out the weights that it saves; recognised by a file's content, never by its name.
public enum WeightFormat: String, CaseIterable, Sendable {
  /// Caffe's `.caffemodel.h5`.
  case caffe
  /// Caffe's `.caffemodel`.
  case caffemodel
  /// Keras 2, and Keras 3 in its legacy format: `.h5` of weights or of a whole model.
  case keras
  /// Keras 3: `.weights.h5`.
  case keras3
  /// Keras 0.x and 1.x on Theano.
  case theano
  /// A PyTorch state_dict saved through h5py.
  case pytorch
  /// zoo's own.
  case zoo
  /// safetensors.
  case safetensors
  /// What `torch.save` writes: `.pth`, `.pt`.
  case torch
  /// The initializers of an ONNX graph.
  case onnx
  /// The weights of a whole model of Keras, under the names of the network made of it.
  case kerasModel = "keras-model"
  /// What `torch.export.save` writes.
  case exportedProgram = "pt2"

  /// What is known of it, in a file of its own.
  var description: any FormatDescription.Type {
    switch self {
    case .caffe: CaffeFormat.self
    case .caffemodel: CaffemodelFormat.self
    case .keras: KerasFormat.self
    case .keras3: Keras3Format.self
    case .theano: TheanoFormat.self
    case .pytorch: PyTorchFormat.self
    case .zoo: ZooFormat.self
    case .safetensors: SafetensorsFormat.self
    case .torch: TorchFormat.self
    case .onnx: ONNXFormat.self
    case .kerasModel: KerasModelFormat.self
    case .exportedProgram: ExportedProgramFormat.self
    }
  }

  /// Its name for people.
  public var title: String { description.title }
  /// In which order kernels are stored.
  public var layout: Layout { description.layout }
  /// Which list of names in a model file belongs to it, and which preprocessing.
  public var implementations: [String] { description.implementations }

  /// Those that zoo writes.
  public static let writable = allCases.filter { $0.description is any WritableFormat.Type }
}
