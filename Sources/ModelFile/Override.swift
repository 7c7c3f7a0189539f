import Architecture

/// A change to a model, asked for on the command line: `conv1.stride=2`, or `conv2=[{conv: 256, kernel: 3}, relu]`.
public struct Override: Sendable {
  let source: SourceText
  /// What stands left of the equals sign: a layer's name and an argument, or a layer's name alone.
  let path: String
  let value: Value

  /// - Parameter text: `LAYER.KEY=VALUE`, or `LAYER=ITEMS` to put other layers in its place; values are YAML.
  /// - Throws: `ModelFileError` with the place in the text.
  public init(_ text: String) throws(ModelFileError) {
    source = SourceText(name: "--set", text: text)
    let start = Location(source: source, line: 1, column: 1)
    guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
      throw ModelFileError([Diagnostic(start, "a change is written LAYER.KEY=VALUE, as in conv1.stride=2")])
    }
    path = String(text[..<equals])
    let padding = String(repeating: " ", count: path.count + 1)
    value = try Value.parse(padding + text[text.index(after: equals)...], in: source)
  }

  /// The layer and the argument, where the path has a dot.
  var argument: (layer: String, key: Value.Key)? {
    guard let dot = path.lastIndex(of: ".") else { return nil }
    let column = path.distance(from: path.startIndex, to: dot) + 2
    let place = Location(source: source, line: 1, column: column)
    return (String(path[..<dot]), Value.Key(text: String(path[path.index(after: dot)...]), location: place))
  }

  /// As it was written.
  var text: String { source.text }

  var location: Location { Location(source: source, line: 1, column: 1) }
}
