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
    let bias = try bias(hasBias, for: destination)
    return try PrimitiveDescriptor(
      "an inner product of \(text(source)) with \(text(weights))", engine, Epilogue(activation: activation)
    ) { made, attributes in
      engine.functions.inner_product_forward_primitive_desc_create(
        made, engine.pointer, conednn_forward_inference, source.description, weights.description,
        bias?.description, destination.description, attributes)
    }
  }

  /// Products of matrices, one for each index of the axes before the last two.
  ///
  /// - Parameters:
  ///   - source: …×M×K. weights: …×K×N; axes before the last two of size 1 are repeated. destination: …×M×N.
  ///   - activation: follows; `linear` is a factor.
  public static func matrixProduct(
    _ engine: Engine, source: TensorLayout, weights: TensorLayout, destination: TensorLayout, activation: Elementwise?
  ) throws(OneDNNError) -> PrimitiveDescriptor {
    try PrimitiveDescriptor(
      "a matrix product of \(text(source)) with \(text(weights))", engine, Epilogue(activation: activation)
    ) { made, attributes in
      engine.functions.matmul_primitive_desc_create(
        made, engine.pointer, source.description, weights.description, nil, destination.description, attributes)
    }
  }
}
