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

/// The words of a model file that name kinds of layers: the keyword of each, and the name that reports have.
enum ReadableKinds {
  private static let byWord: [String: any LayerKind.Type] = Dictionary(
    LayerKinds.all.flatMap { [($0.keyword, $0), ($0.name, $0)] }, uniquingKeysWith: { first, _ in first })

  static var words: some Sequence<String> { byWord.keys }

  /// The kind of a word; nil where it names none. How it is read is asked of this kind alone: to ask all of them takes
  /// longer than to read a file.
  static func kind(_ word: String) -> (any ReadableKind.Type)? { byWord[word] as? any ReadableKind.Type }

  static func names(_ word: String) -> Bool { byWord[word] != nil }
}
