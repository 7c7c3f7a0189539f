import Analysis
import Architecture

/// A convolutional layer in double precision, for networks that are small enough to be followed number by number.
struct SmallLayer: Sendable {
  /// For each output map a kernel for each input map.
  let kernels: [[Correlation.Plane]]
  /// One for each output map.
  let biases: [Double]
  /// Rows and columns of zeros around the input.
  var padding = (rows: 0, columns: 0)

  /// The maps before an activation: out = bias + Σ over input maps of the kernel's inner products.
  ///
  /// - Throws: `SizeError` where a kernel is larger than the padded input.
  func maps(of inputs: [Correlation.Plane]) throws(SizeError) -> [Correlation.Plane] {
    var outputs: [Correlation.Plane] = []
    for (kernels, bias) in zip(kernels, biases) {
      var sum: Correlation.Plane?
      for (input, kernel) in zip(inputs, kernels) {
        let plane = try Correlation.of(
          input, with: kernel,
          windows: (
            Window(kernel: kernel.height, before: padding.rows, after: padding.rows),
            Window(kernel: kernel.width, before: padding.columns, after: padding.columns)
          ))
        sum = Planes.plane(like: plane, sum.map { zip($0.values, plane.values).map { $0 + $1 } } ?? plane.values)
      }
      if let sum { outputs.append(Planes.plane(like: sum, sum.values.map { $0 + bias })) }
    }
    return outputs
  }
}

extension Planes {
  /// Other numbers in the same rows and columns.
  static func plane(like plane: Plane, _ values: [Double]) -> Plane {
    Plane(height: plane.height, width: plane.width, values: values)
  }
}
