import Architecture
import Weights

/// What is known of where weights come from, which says how they want pictures.
struct WeightOrigin {
  /// Who writes such files.
  let format: WeightFormat
  /// Which of the network's published weights they are, by the name of the file, which has digits of its SHA-256 in
  /// torchvision's; nil for others.
  let published: PublishedWeights?

  init(of file: WeightFile, for model: Model) {
    format = file.format
    let name = file.path.split(separator: "/").last.map(String.init) ?? ""
    published = model.weights.first { $0.file?.name == name }
  }
}
