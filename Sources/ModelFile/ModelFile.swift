import Architecture
import PlainText

/// Reads a model file: YAML with a head that says what the network is, modules, and the list of layers.
///
/// The format is described in `zoo/README.md`.
public enum ModelFile {
  /// The network that a model file describes, auxiliary classifiers included.
  ///
  /// - Parameters:
  ///   - source: the file's text and the name under which messages mention it.
  ///   - name: the model's name, usually the file's name without its ending.
  ///   - overrides: changes to single layers, applied before sizes are inferred.
  ///   - include: the text of another model file, whose modules this one uses; nil where there is none.
  /// - Throws: `ModelFileError` with every problem of the file.
  public static func network(
    _ source: SourceText, name: String, overrides: [Override] = [], include: (String) -> SourceText? = { _ in nil }
  ) throws(ModelFileError) -> Network {
    try read(source, name: name, overrides: overrides, include: include).network
  }

  /// A network, and what is odd about its file though it can be read.
  public struct Reading: Sendable {
    public let network: Network
    public let warnings: [Diagnostic]
  }

  /// The same with warnings.
  ///
  /// - Throws: `ModelFileError` with every problem of the file.
  public static func read(
    _ source: SourceText, name: String, overrides: [Override] = [], include: (String) -> SourceText? = { _ in nil }
  ) throws(ModelFileError) -> Reading {
    let start = Location(source: source, line: 1, column: 1)
    guard source.text.utf8.count <= FileLimits.fileSize else {
      throw ModelFileError([
        Diagnostic(
          start,
          "the file has \(source.text.utf8.count) bytes; a model file has at most \(FileLimits.fileSize) (use modules)")
      ])
    }
    let value = try Value.parse(source)
    guard value.map != nil else {
      throw ModelFileError([
        Diagnostic(start, "a model file begins with keys such as title, input and layers, not \(value.summary)")
      ])
    }
    var head = Head(value, include: include)
    var expansion = Expansion(
      head.model(name: name, changes: overrides.map(\.text)), inputs: head.inputs, separator: head.separator,
      modules: head.modules,
      overrides: overrides)
    expansion.expand(head.layers ?? [], outputs: head.outputs)
    head.diagnostics += expansion.diagnostics

    let order = head.inputs.compactMap { input in input.shape.flatMap { ChannelOrder.warning($0, at: input.location) } }
    guard head.diagnostics.isEmpty else { throw ModelFileError((head.diagnostics + order).sorted(by: isBefore)) }
    let network: Network
    do {
      network = try expansion.builder.network()
    } catch {
      throw ModelFileError([Diagnostic(start, "\(error)")])
    }
    head.checkPictures(for: network)
    // A change may add layers, or classes.
    if overrides.isEmpty {
      head.checkNames(of: network)
      head.checkLabels(for: network)
      head.checkPublished(of: network)
    }
    guard head.diagnostics.isEmpty else { throw ModelFileError(head.diagnostics.sorted(by: isBefore)) }
    return Reading(network: network, warnings: order + warnings(network, expansion.declarations))
  }

  /// Layers that nothing reads, and that no one says are results.
  private static func warnings(_ network: Network, _ declarations: [Declaration]) -> [Diagnostic] {
    let unread = Set(network.unread)
    guard !unread.isEmpty else { return [] }
    return declarations.filter { $0.index.map(unread.contains) ?? false }.map { declaration in
      let message: Phrase =
        "nothing reads '\(declaration.name)': it is counted and computed as a result of its own; "
        + "'outputs' in the head names results that are meant"
      return Diagnostic(declaration.location, message, severity: .warning)
    }
  }

  private static func isBefore(_ a: Diagnostic, _ b: Diagnostic) -> Bool {
    (a.location.source.name, a.location.line, a.location.column)
      < (b.location.source.name, b.location.line, b.location.column)
  }
}
