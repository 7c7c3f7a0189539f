/// What a kind of layer is: its word in a model file, its sizes, its parameters, what it computes.
///
/// A kind is a value that holds the arguments of one layer (kernel, stride …) and knows nothing of its place in a
/// network; everything that depends on the input takes the input's shape. One file in `Layers/` each, and one line in
/// `LayerKinds.all`.
public protocol LayerKind: Sendable {
  /// The word in a model file: `maxpool`.
  static var keyword: String { get }
  /// The name in reports: `max_pool`.
  static var kind: String { get }

  /// Reads the layer's arguments. Problems are noted by the reader, which goes on with a stand-in value.
  init(_ arguments: inout ArgumentReader)

  /// How many inputs it joins.
  static var joins: Bool { get }

  /// - Throws: `Misfit` where the inputs do not fit.
  func output(of inputs: [Shape]) throws(Misfit) -> Shape

  /// The tensors it keeps, for inputs that fit.
  func parameters(for inputs: [Shape]) -> [Parameter]

  /// What it computes for one image.
  func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic

  /// Which cells of the inputs a cell of the output depends on.
  func connectivity(inputs: [Shape], output: Shape) -> Connectivity

  /// Whether the output may overwrite the input, so that it takes no memory of its own.
  func isInPlace(_ mode: Mode) -> Bool
}

extension LayerKind {
  public static var joins: Bool { false }
  public func output(of inputs: [Shape]) throws(Misfit) -> Shape { inputs[0] }
  public func parameters(for inputs: [Shape]) -> [Parameter] { [] }
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic { Arithmetic() }
  public func connectivity(inputs: [Shape], output: Shape) -> Connectivity { .pointwise }
  public func isInPlace(_ mode: Mode) -> Bool { false }

  /// The name in reports: `max_pool`.
  public var kind: String { Self.kind }
}

/// The registry of layer kinds.
public enum LayerKinds {
  /// Every kind that a model file can name, in the order of the documentation.
  public static let all: [any LayerKind.Type] = [
    Convolution.self, FullyConnected.self,
    MaxPooling.self, AveragePooling.self, AdaptiveAveragePooling.self, GlobalAveragePooling.self,
    Subsampling.self, RadialBasis.self,
    LocalResponseNormalization.self, BatchNormalization.self,
    ReLU.self, Tanh.self, Sigmoid.self, Softmax.self,
    Dropout.self, Flatten.self, Concatenation.self, Addition.self,
  ]

  static let byKeyword: [String: any LayerKind.Type] = Dictionary(
    uniqueKeysWithValues: all.map { ($0.keyword, $0) })
}
