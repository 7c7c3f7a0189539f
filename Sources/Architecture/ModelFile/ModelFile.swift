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
    let start = Location(source: source, line: 1, column: 1)
    guard source.text.utf8.count <= Limits.fileSize else {
      throw ModelFileError([
        Diagnostic(
          start,
          "the file has \(source.text.utf8.count) bytes; a model file has at most \(Limits.fileSize) (use modules)")
      ])
    }
    let value = try Value.parse(source)
    guard value.map != nil else {
      throw ModelFileError([
        Diagnostic(start, "a model file begins with keys such as title, input and layers, not \(value.summary)")
      ])
    }
    var head = Head(value, include: include)
    // Without an input no size is known, and the layers' words can be wrong all the same.
    var expansion = Expansion(
      input: head.input.map { Input(shape: $0) }, at: head.inputLocation, separator: head.separator,
      modules: head.modules,
      overrides: overrides)
    expansion.expand(head.layers ?? [])
    head.diagnostics += expansion.diagnostics

    let placed = expansion.hasOverflowed ? [] : place(expansion.declarations, &head.diagnostics)
    let network = Network(model: head.model(name: name), layers: placed, mode: .training)
    if head.diagnostics.isEmpty {
      head.checkPictures(for: network)
      // A change may add layers, or classes.
      if overrides.isEmpty {
        head.checkNames(of: network)
        head.checkLabels(for: network)
      }
    }
    guard head.diagnostics.isEmpty else { throw ModelFileError(head.diagnostics.sorted(by: isBefore)) }
    return network
  }

  /// Infers the sizes of declared layers. A layer that does not fit is noted, and what reads it is passed over.
  private static func place(_ declarations: [Declaration], _ diagnostics: inout [Diagnostic]) -> [Layer] {
    var layers: [Layer?] = []
    layers.reserveCapacity(declarations.count)
    var totals = Totals()
    for declaration in declarations {
      let inputs = declaration.inputs.compactMap { layers[$0]?.shape }
      guard let kind = declaration.kind, inputs.count == declaration.inputs.count else {
        layers.append(nil)
        continue
      }
      do {
        let layer = try Layer(
          name: declaration.name, isNamed: declaration.isNamed, kind: kind, inputs: declaration.inputs,
          auxiliary: declaration.auxiliary, inputShapes: inputs, location: declaration.location)
        try totals.add(layer)
        layers.append(layer)
      } catch {
        if diagnostics.count < 2 * Expansion.mostProblems {
          diagnostics.append(
            Diagnostic(declaration.location, "\(declaration.name): \(error.message)", usedFrom: declaration.usedFrom))
        }
        layers.append(nil)
      }
    }
    return layers.compactMap { $0 }
  }

  private static func isBefore(_ a: Diagnostic, _ b: Diagnostic) -> Bool {
    (a.location.source.name, a.location.line, a.location.column)
      < (b.location.source.name, b.location.line, b.location.column)
  }
}
