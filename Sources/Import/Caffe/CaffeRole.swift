/// What a type of layer is there for, beside those that compute.
enum CaffeRole {
  /// Reads images and labels from elsewhere.
  case data
  /// Several names for one blob, or none.
  case split, silence
  /// Compares a prediction with labels in training; its activation, where it has one, is part of the network.
  case loss(activation: CaffeActivation?)
  /// Measures a prediction, or writes it to a file.
  case measure
  case compute

  enum CaffeActivation {
    case softmax, sigmoid
  }

  init(type: String) {
    switch type {
    case "Data", "ImageData", "HDF5Data", "MemoryData", "WindowData", "DummyData", "Input", "AnnotatedData",
      "VideoData", "ImageSegData":
      self = .data
    case "Split": self = .split
    case "Silence": self = .silence
    case "SoftmaxWithLoss": self = .loss(activation: .softmax)
    case "SigmoidCrossEntropyLoss": self = .loss(activation: .sigmoid)
    case "Accuracy", "HDF5Output": self = .measure
    case _ where type.hasSuffix("Loss"): self = .loss(activation: nil)
    default: self = .compute
    }
  }

  /// Whether it is no part of the network that is run.
  var isLeftOut: Bool {
    switch self {
    case .loss, .measure, .silence: true
    case .data, .split, .compute: false
    }
  }

  /// Which of what a layer reads is the network's prediction, and not what it is compared with.
  static func predictions(of type: String) -> Range<Int> { type == "ContrastiveLoss" ? 0..<2 : 0..<1 }
}
