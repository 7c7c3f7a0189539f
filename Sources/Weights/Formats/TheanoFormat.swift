import PlainText

/// Keras 0.x and 1.x on Theano: root attribute `nb_layers`, datasets `layer_<n>/param_<m>`; kernels are rotated by 180°.
enum TheanoFormat: HDF5Format {
  static let title = "Keras 0.x/1.x on Theano, HDF5"
  static let layout = Layout.theano
  static let keepsOrder = true
  static let implementations = ["keras"]

  static func read(_ contents: HDF5Contents) throws(WeightError) -> Reading? {
    guard case .integers(let counts) = contents.attribute("nb_layers", of: "/"), let count = counts.first else {
      return nil
    }
    guard (0...100_000).contains(count) else { throw WeightError("nb_layers is \(count)") }
    var reading = Reading(.theano)
    for number in 0..<count {
      let layer = "layer_\(number)"
      let parameters = contents.children(of: "/" + layer).filter { $0.hasPrefix("param_") }
      let parts: [WeightTensor.Part] =
        parameters.count == 4 ? [.weight, .bias, .runningMean, .runningVariance] : [.weight, .bias]
      for index in parameters.indices where index < parts.count {
        reading.tensors.append(try contents.tensor("/\(layer)/param_\(index)", layer: layer, parts[index]))
      }
    }
    return reading
  }
}
