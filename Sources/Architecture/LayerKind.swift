/// What a kind of layer is: its name, its arguments, its sizes, its parameters, what it computes and what it reads.
///
/// A kind is a value that holds the arguments of one layer (kernel, stride …) and knows nothing of its place in a network
/// nor of a file; everything that depends on the input takes the input's shape. One file in `Layers/` each, and one line in
/// `LayerKinds.all`.
public protocol LayerKind: Sendable {
  /// The name in reports and JSON, words joined by underscores: `max_pool`.
  static var name: String { get }
  static var family: Family { get }

  /// How many inputs it reads.
  static var arity: Arity { get }

  /// Whether a joint's inputs may stand in any order.
  static var isCommutative: Bool { get }

  /// Its arguments in order, the principal one first.
  var attributes: [Attribute] { get }

  /// - Throws: `SizeError` where the inputs do not fit.
  func output(of inputs: [Shape]) throws(SizeError) -> Shape

  /// The tensors it keeps, for inputs that fit.
  func parameters(for inputs: [Shape]) -> [Parameter]

  /// What it computes for one image.
  func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic

  /// Its sliding windows, one per spatial axis, for an input that fits; empty for a kind without.
  func windows(on input: Shape) -> [Window]

  /// Which cells of the inputs a cell of the output depends on.
  func connectivity(inputs: [Shape], output: Shape) -> Connectivity

  /// Whether the output may overwrite the input, so that it takes no memory of its own.
  func isInPlace(_ mode: Mode) -> Bool

  /// Whether the output is the input's numbers as they are, so that nothing is computed or moved: flatten.
  func isView(_ mode: Mode) -> Bool

  /// What its backward step needs of its forward step; the inputs, unless it says otherwise.
  var kept: Kept { get }
}

/// How many inputs a kind of layer reads.
public enum Arity: Hashable, Sendable {
  case none, one
  /// Exactly two, in order.
  case two
  /// One or more.
  case many

  /// Whether it joins branches.
  public var joins: Bool { self == .two || self == .many }
}

extension LayerKind {
  public static var arity: Arity { .one }
  public static var isCommutative: Bool { false }
  public var attributes: [Attribute] { [] }
  public func output(of inputs: [Shape]) throws(SizeError) -> Shape { inputs[0] }
  public func parameters(for inputs: [Shape]) -> [Parameter] { [] }
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic { Arithmetic() }
  public func windows(on input: Shape) -> [Window] { [] }
  public func connectivity(inputs: [Shape], output: Shape) -> Connectivity { .pointwise }
  public func isInPlace(_ mode: Mode) -> Bool { isView(mode) }
  public func isView(_ mode: Mode) -> Bool { false }
  public var kept: Kept { .inputs }

  public var name: String { Self.name }
  public var family: Family { Self.family }

  /// The word in a model file: the name with `pool` and `norm` written to the word before them, as in `maxpool`.
  public static var keyword: String {
    for ending in ["pool", "norm"] where name.hasSuffix("_\(ending)") {
      return name.dropLast(ending.count + 1) + ending
    }
    return name
  }
}
