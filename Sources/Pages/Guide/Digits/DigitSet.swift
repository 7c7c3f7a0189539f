import Analysis

/// Handwritten digits that were held out when the guide's LeNet was trained, with what each is.
///
/// The last 597 of the "Optical Recognition of Handwritten Digits" of E. Alpaydin and C. Kaynak (UCI Machine Learning
/// Repository, CC BY 4.0) as scikit-learn ships them: 8×8 pixels from 0, paper, to 16, ink.
struct DigitSet: Sendable {
  let images: [Correlation.Plane]
  /// 0 to 9, for each image.
  let classes: [Int]
  /// C1's kernels as they were before the training.
  let kernelsBefore: [Correlation.Plane]

  static let heldOut = DigitSet(EmbeddedTensors(PackageResources.digits_safetensors))

  private init(_ tensors: EmbeddedTensors) {
    images = Correlation.Plane.planes(tensors.numbers("images"), height: 8, width: 8)
    classes = tensors.numbers("classes").map { Int($0) }
    kernelsBefore = Correlation.Plane.planes(tensors.numbers("before"), height: 5, width: 5)
  }

  /// An image as LeNet reads it: from 0 to 1, enlarged to 28×28, with two rows and columns of zeros on each side.
  ///
  /// Bilinear, with the centres of the pixels as the points between which it goes: PyTorch's `align_corners=False`.
  static func input(_ image: Correlation.Plane) -> Correlation.Plane {
    let (size, padding) = (28, 2)
    let scale = Double(image.width) / Double(size)
    let points = (0..<size).map { index -> (low: Int, high: Int, share: Double) in
      let position = max(0, (Double(index) + 0.5) * scale - 0.5)
      let low = min(Int(position), image.width - 1)
      return (low, min(low + 1, image.width - 1), position - Double(low))
    }
    let whole = size + 2 * padding
    var values = [Double](repeating: 0, count: whole * whole)
    for (row, y) in points.enumerated() {
      for (column, x) in points.enumerated() {
        let upper = image[y.low, x.low] * (1 - x.share) + image[y.low, x.high] * x.share
        let lower = image[y.high, x.low] * (1 - x.share) + image[y.high, x.high] * x.share
        values[(row + padding) * whole + column + padding] = (upper * (1 - y.share) + lower * y.share) / 16
      }
    }
    return Correlation.Plane(height: whole, width: whole, values: values)
  }
}

extension Correlation.Plane {
  /// Row-major numbers as planes of one size.
  static func planes(_ numbers: [Double], height: Int, width: Int) -> [Correlation.Plane] {
    let area = height * width
    return stride(from: 0, to: numbers.count, by: area).map {
      Correlation.Plane(height: height, width: width, values: Array(numbers[$0..<$0 + area]))
    }
  }
}
