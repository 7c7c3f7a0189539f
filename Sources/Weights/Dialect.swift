/// How a program lays out the weights that it saves; recognised by a file's content, never by its name.
public enum Dialect: String, CaseIterable, Sendable {
  /// Caffe's `.caffemodel.h5`.
  case caffe
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

  public var title: String {
    switch self {
    case .caffe: "Caffe HDF5"
    case .keras: "Keras HDF5 (legacy)"
    case .keras3: "Keras 3 HDF5"
    case .theano: "Keras 0.x/1.x on Theano, HDF5"
    case .pytorch: "PyTorch state_dict in HDF5"
    case .zoo: "zoo HDF5"
    case .safetensors: "safetensors"
    case .torch: "PyTorch state_dict (torch.save)"
    }
  }

  /// In which order kernels are stored.
  public var layout: Layout {
    switch self {
    case .keras, .keras3: .channelsLast
    case .theano: .theano
    case .caffe, .pytorch, .zoo, .safetensors, .torch: .channelsFirst
    }
  }

  /// Whether its files keep layers in the order of the network, and not by name.
  var keepsOrder: Bool {
    switch self {
    case .keras, .theano, .torch: true
    case .caffe, .keras3, .pytorch, .safetensors, .zoo: false
    }
  }

  /// Which list of names in a model file belongs to it, and which preprocessing.
  public var implementations: [String] {
    switch self {
    case .caffe: ["caffe"]
    case .keras, .keras3, .theano: ["keras"]
    case .pytorch, .safetensors, .torch: ["torchvision", "pytorch"]
    case .zoo: []
    }
  }

  /// Those that zoo writes.
  public static let writable: [Dialect] = [.caffe, .keras, .keras3, .pytorch, .safetensors, .zoo]
}
