internal import COneDNN
import PlainText

extension PrimitiveDescriptor {
  /// Fully connected layer.
  ///
  /// - Parameters:
  ///   - source: N×I. weights: O×I. destination: N×O.
  public static func innerProduct(
    _ engine: Engine, source: TensorLayout, weights: TensorLayout, hasBias: Bool, destination: TensorLayout,
    activation: Elementwise?
  ) throws(OneDNNError) -> PrimitiveDescriptor {
    let title: Phrase = "an inner product of \(text(source)) with \(text(weights))"
    let bias = try TensorLayout([destination.dimensions[1]], .any)
    var descriptor = dnnl_inner_product_desc_t()
    try check(title) {
      with(source, weights, bias, destination) { source, weights, bias, destination in
        engine.functions.inner_product_forward_desc_init(
          &descriptor, dnnl_forward_inference, source, weights, hasBias ? bias : nil, destination)
      }
    }
    return try PrimitiveDescriptor(title, engine, activation: activation, operation: descriptor)
  }

  /// Products of matrices, one for each index of the axes before the last two.
  ///
  /// - Parameters:
  ///   - source: …×M×K. weights: …×K×N; axes before the last two of size 1 are repeated. destination: …×M×N.
  ///   - activation: follows; `linear` is a factor.
  public static func matrixProduct(
    _ engine: Engine, source: TensorLayout, weights: TensorLayout, destination: TensorLayout, activation: Elementwise?
  ) throws(OneDNNError) -> PrimitiveDescriptor {
    let title: Phrase = "a matrix product of \(text(source)) with \(text(weights))"
    var descriptor = dnnl_matmul_desc_t()
    try check(title) {
      with(source, weights, destination) { source, weights, destination in
        engine.functions.matmul_desc_init(&descriptor, source, weights, nil, destination)
      }
    }
    return try PrimitiveDescriptor(title, engine, activation: activation, operation: descriptor)
  }
}
