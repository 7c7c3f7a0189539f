internal import COneDNN

/// A window that slides over two axes, height first.
public struct SlidingWindow: Hashable, Sendable {
  public var kernel: [Int]
  public var stride: [Int]
  public var before: [Int]
  public var after: [Int]
  /// Cells from one looked-at cell to the next; 1 is a dense window.
  public var dilation: [Int]

  public init(kernel: [Int], stride: [Int], before: [Int], after: [Int], dilation: [Int]) {
    self.kernel = kernel
    self.stride = stride
    self.before = before
    self.after = after
    self.dilation = dilation
  }
}

extension Operation {
  /// Convolution.
  ///
  /// - Parameters:
  ///   - source, destination: N×C×H×W.
  ///   - weights: O×I×H×W, or G×O×I×H×W with groups.
  public static func convolution(
    _ engine: Engine, source: TensorLayout, weights: TensorLayout, hasBias: Bool, destination: TensorLayout,
    _ window: SlidingWindow,
    activation: Elementwise?
  ) throws(OneDNNError) -> Operation {
    let title = "a convolution of \(text(source)) with \(text(weights))"
    let bias = try TensorLayout([destination.dimensions[1]], .any)
    var descriptor = dnnl_convolution_desc_t()
    try check(title) {
      with(source, weights, bias, destination) { source, weights, bias, destination in
        engine.functions.dilated_convolution_forward_desc_init(
          &descriptor, dnnl_forward_inference, dnnl_convolution_direct, source, weights, hasBias ? bias : nil,
          destination, numbers(window.stride), numbers(window.dilation.map { $0 - 1 }), numbers(window.before),
          numbers(window.after))
      }
    }
    return try Operation(title, engine, activation: activation, descriptor)
  }

  /// Fully connected layer.
  ///
  /// - Parameters:
  ///   - source: N×I. weights: O×I. destination: N×O.
  public static func innerProduct(
    _ engine: Engine, source: TensorLayout, weights: TensorLayout, hasBias: Bool, destination: TensorLayout,
    activation: Elementwise?
  ) throws(OneDNNError) -> Operation {
    let title = "an inner product of \(text(source)) with \(text(weights))"
    let bias = try TensorLayout([destination.dimensions[1]], .any)
    var descriptor = dnnl_inner_product_desc_t()
    try check(title) {
      with(source, weights, bias, destination) { source, weights, bias, destination in
        engine.functions.inner_product_forward_desc_init(
          &descriptor, dnnl_forward_inference, source, weights, hasBias ? bias : nil, destination)
      }
    }
    return try Operation(title, engine, activation: activation, descriptor)
  }

  public enum Pooling: Sendable {
    case maximum
    /// The mean of the cells inside the image.
    case average
    /// The sum over all cells of the kernel, zero in the padding, divided by their number.
    case averageWithPadding
  }

  /// Pooling without dilation.
  public static func pooling(
    _ engine: Engine, _ kind: Pooling, source: TensorLayout, destination: TensorLayout, _ window: SlidingWindow
  ) throws(OneDNNError) -> Operation {
    let title = "a pooling of \(text(source))"
    let algorithm =
      switch kind {
      case .maximum: dnnl_pooling_max
      case .average: dnnl_pooling_avg_exclude_padding
      case .averageWithPadding: dnnl_pooling_avg_include_padding
      }
    var descriptor = dnnl_pooling_desc_t()
    try check(title) {
      with(source, destination) { source, destination in
        engine.functions.pooling_forward_desc_init(
          &descriptor, dnnl_forward_inference, algorithm, source, destination, numbers(window.stride),
          numbers(window.kernel), numbers(window.before), numbers(window.after))
      }
    }
    return try Operation(title, engine, descriptor)
  }

  /// Local response normalization across channels: x·(k + α/size · Σ x²)^−β; the window is symmetrical, and its size odd.
  public static func localResponseNormalization(
    _ engine: Engine, _ layout: TensorLayout, size: Int, alpha: Float, beta: Float, k: Float
  ) throws(OneDNNError) -> Operation {
    let title = "a local response normalization of \(text(layout))"
    var descriptor = dnnl_lrn_desc_t()
    try check(title) {
      with(layout) {
        engine.functions.lrn_forward_desc_init(
          &descriptor, dnnl_forward_inference, dnnl_lrn_across_channels, $0, Int64(size), alpha, beta, k)
      }
    }
    return try Operation(title, engine, descriptor)
  }

  /// Batch normalization with given statistics.
  ///
  /// - Parameter isAffine: whether a scale and a shift follow.
  public static func batchNormalization(
    _ engine: Engine, _ layout: TensorLayout, epsilon: Float, isAffine: Bool
  ) throws(OneDNNError) -> Operation {
    let title = "a batch normalization of \(text(layout))"
    let affine = isAffine ? dnnl_use_scale.rawValue | dnnl_use_shift.rawValue : 0
    var descriptor = dnnl_batch_normalization_desc_t()
    try check(title) {
      with(layout) {
        engine.functions.batch_normalization_forward_desc_init(
          &descriptor, dnnl_forward_inference, $0, epsilon, dnnl_use_global_stats.rawValue | affine)
      }
    }
    return try Operation(title, engine, descriptor)
  }

  /// An activation by itself.
  public static func activation(
    _ engine: Engine, _ activation: Elementwise, _ layout: TensorLayout
  ) throws(OneDNNError) -> Operation {
    let title = "an activation of \(text(layout))"
    var descriptor = dnnl_eltwise_desc_t()
    try check(title) {
      with(layout) {
        engine.functions.eltwise_forward_desc_init(
          &descriptor, dnnl_forward_inference, activation.algorithm, $0, 0, 0)
      }
    }
    return try Operation(title, engine, descriptor)
  }

  /// Softmax over the channels, at each position.
  public static func softmax(_ engine: Engine, _ layout: TensorLayout) throws(OneDNNError) -> Operation {
    let title = "a softmax of \(text(layout))"
    var descriptor = dnnl_softmax_v2_desc_t()
    try check(title) {
      with(layout) {
        engine.functions.softmax_v2_forward_desc_init(
          &descriptor, dnnl_forward_inference, dnnl_softmax_accurate, $0, $0, 1)
      }
    }
    return try Operation(title, engine, descriptor)
  }

  /// The same numbers in another layout.
  public static func reorder(_ engine: Engine, from: TensorLayout, to: TensorLayout) throws(OneDNNError) -> Operation {
    try Operation("a reordering of \(text(from))", engine, try Attributes(engine, nil)) { made, attributes in
      with(from, to) { from, to in
        engine.functions.reorder_primitive_desc_create(
          made, from, engine.engine.pointer, to, engine.engine.pointer, attributes)
      }
    }
  }

  /// All channels, one input after the other.
  public static func concatenation(
    _ engine: Engine, sources: [TensorLayout], destination: TensorLayout
  ) throws(OneDNNError) -> Operation {
    let descriptions = sources.map(\.description)
    return try Operation("a concatenation to \(text(destination))", engine, try Attributes(engine, nil)) {
      made, attributes in
      with(destination) {
        engine.functions.concat_primitive_desc_create(
          made, $0, Int32(clamping: sources.count), 1, descriptions, attributes, engine.engine.pointer)
      }
    }
  }

  /// The sum of all inputs, number by number.
  public static func sum(_ engine: Engine, sources: [TensorLayout], destination: TensorLayout) throws(OneDNNError)
    -> Operation
  {
    let descriptions = sources.map(\.description)
    let ones = sources.map { _ in Float(1) }
    return try Operation("a sum of \(text(destination))", engine, try Attributes(engine, nil)) { made, attributes in
      with(destination) {
        engine.functions.sum_primitive_desc_create(
          made, $0, Int32(clamping: sources.count), ones, descriptions, attributes, engine.engine.pointer)
      }
    }
  }

  private convenience init(
    _ title: String, _ engine: Engine, _ attributes: Attributes,
    _ create: (UnsafeMutablePointer<OpaquePointer?>, OpaquePointer) -> dnnl_status_t
  ) throws(OneDNNError) {
    try self.init(title, engine, attributes) { create($0, attributes.handle.pointer) }
  }

  private static func check(_ title: String, _ describe: () -> dnnl_status_t) throws(OneDNNError) {
    try Library.check(describe(), "describe " + title)
  }

  private static func numbers(_ list: [Int]) -> [Int64] { list.map(Int64.init) }

  private static func text(_ layout: TensorLayout) -> String {
    layout.dimensions.map(String.init).joined(separator: "×")
  }

  /// Lends the descriptions of layouts to C.
  private static func with<Result>(_ a: TensorLayout, _ use: (UnsafePointer<dnnl_memory_desc_t>) -> Result) -> Result {
    withUnsafePointer(to: a.description, use)
  }

  private static func with<Result>(
    _ a: TensorLayout, _ b: TensorLayout,
    _ use: (UnsafePointer<dnnl_memory_desc_t>, UnsafePointer<dnnl_memory_desc_t>) -> Result
  ) -> Result {
    with(a) { a in with(b) { b in use(a, b) } }
  }

  private static func with<Result>(
    _ a: TensorLayout, _ b: TensorLayout, _ c: TensorLayout, _ d: TensorLayout,
    _ use: (
      UnsafePointer<dnnl_memory_desc_t>, UnsafePointer<dnnl_memory_desc_t>, UnsafePointer<dnnl_memory_desc_t>,
      UnsafePointer<dnnl_memory_desc_t>
    ) -> Result
  ) -> Result {
    with(a, b) { a, b in with(c, d) { c, d in use(a, b, c, d) } }
  }
}
