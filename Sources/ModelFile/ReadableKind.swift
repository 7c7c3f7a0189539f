import Architecture

/// A kind of layer that a model file can name: what is written behind its keyword, and how its arguments are read.
protocol ReadableKind: LayerKind {
  /// The argument that stands behind the keyword without its name: `conv: 96` is `channels: 96`; nil for a kind whose
  /// keyword takes no value.
  static var mainArgument: String? { get }

  /// Reads the layer's arguments. Problems are noted by the reader, which goes on with a stand-in value.
  init(_ arguments: inout ArgumentReader)
}

extension ReadableKind {
  static var mainArgument: String? { nil }
}

/// The kinds that a model file can name.
enum ReadableKinds {
  static let all: [any ReadableKind.Type] = LayerKinds.all.compactMap { $0 as? any ReadableKind.Type }

  /// By keyword, and by the name that reports have.
  static let byKeyword: [String: any ReadableKind.Type] = Dictionary(
    all.flatMap { [($0.keyword, $0), ($0.name, $0)] }, uniquingKeysWith: { first, _ in first })
}
