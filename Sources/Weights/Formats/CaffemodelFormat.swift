import Architecture

/// Caffe's `.caffemodel`: a protobuf message with the network and its blobs, laid out as in Caffe's HDF5.
enum CaffemodelFormat: FormatDescription {
  static let title = "Caffe model"
  static let layout = CaffeFormat.layout
  static let implementations = CaffeFormat.implementations

  static func candidates(_ name: String, for layer: Layer, _ part: WeightTensor.Part) -> [String] {
    CaffeFormat.candidates(name, for: layer, part)
  }
}
