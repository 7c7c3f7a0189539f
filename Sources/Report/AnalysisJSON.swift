import Analysis
import Architecture

extension AnalysisReport {
  /// The facts as programs read them.
  public var document: AnalysisDocument {
    let network = profile.network
    let options = profile.options
    let totals = profile.totals
    return AnalysisDocument(
      model: AnalysisDocument.Model(
        name: network.model.name, title: Language.english.title(of: network.model), paper: network.model.paper,
        reference: network.model.reference, deviations: network.model.deviations, changes: network.model.changes,
        input: network.input.dimensions),
      mode: options.mode.rawValue, batch: options.batch, dataType: options.dataType.rawValue,
      convention: options.convention.rawValue, layers: profile.rows.map(layer),
      totals: AnalysisDocument.Totals(
        parameters: totals.parameters.total, trainableParameters: totals.parameters.trainable, macs: totals.macs,
        flops: totals.flops, operations: totals.operations, operationsUnit: options.convention.unit.rawValue,
        activationBytes: totals.activationBytes, peakActivationBytes: profile.memory.peak,
        peakLayer: profile.peakLayer.name, parameterBytes: profile.parameterBytes,
        firstLayerBeyondImage: profile.firstBeyondImage?.layer.name,
        uncounted: AnalysisDocument.Uncounted.list(profile.uncounted),
        undescribed: AnalysisDocument.Uncounted.list(profile.undescribed)),
      byKind: profile.byKind.map(AnalysisDocument.Group.init),
      byFamily: profile.byFamily.map(AnalysisDocument.Group.init)
    )
  }

  public var json: JSON { document.json }

  private func layer(_ row: Profile.Row) -> AnalysisDocument.Layer {
    let layer = row.layer
    let windows = layer.windows
    func perAxis<Value>(_ values: [Value]) -> [Value]? { windows.isEmpty ? nil : values }
    return AnalysisDocument.Layer(
      name: layer.name, kind: layer.kind.name, attributes: AnalysisDocument.Attributes(layer.kind.attributes),
      module: layer.module, scope: layer.scope.map(\.name), inputs: row.inputs, output: layer.shape.dimensions,
      auxiliary: layer.auxiliary, kernel: perAxis(windows.map(\.kernel)), stride: perAxis(windows.map(\.stride)),
      padding: perAxis(windows.map { [$0.before, $0.after] }), dilation: perAxis(windows.map(\.dilation)),
      rounding: windows.isEmpty ? nil : windows.contains { $0.rounding == .ceil } ? "ceil" : "floor",
      unreached: perAxis(zip(windows, layer.inputShapes[0].extent).map { (try? $0.unreached($1)) ?? 0 }),
      groups: groups(of: layer),
      parameters: layer.parameters.isEmpty ? nil : AnalysisDocument.Parameters(row.parameters), macs: row.macs,
      flops: row.flops, operations: row.operations.number, arithmetic: AnalysisDocument.Operations(row.arithmetic),
      receptiveField: AnalysisDocument.Field(row.field),
      receptiveFieldWithoutGates: row.fieldWithoutGates.map(AnalysisDocument.Field.init),
      activationBytes: row.activationBytes,
      arithmeticIntensity: row.intensity, bound: row.intensity.map { _ in row.roofline.bound.rawValue },
      gradientPath: row.gradientPath,
      gradientPathWithoutAuxiliaries: profile.options.mode == .training ? row.gradientPathWithoutAuxiliaries : nil)
  }
}

extension AnalysisDocument.Uncounted {
  /// Nil where there are none.
  static func list(_ kinds: [Uncounted]) -> [AnalysisDocument.Uncounted]? {
    kinds.isEmpty ? nil : kinds.map { AnalysisDocument.Uncounted(kind: $0.kind, layers: $0.layers) }
  }
}

/// Of a convolution.
private func groups(of layer: Layer) -> Int? {
  guard layer.family == .convolution, case .integer(let groups) = layer.kind.attributes.value("groups") else {
    return nil
  }
  return groups
}

extension AnalysisDocument.Group {
  init(_ totals: KindTotals) {
    self.init(
      kind: totals.kind, layers: totals.layers, parameters: totals.parameters.total, macs: totals.macs,
      flops: totals.flops, operations: totals.operations, activationBytes: totals.activationBytes)
  }
}

extension AnalysisDocument.Parameters {
  init(_ count: ParameterCount) {
    self.init(weights: count.weights, biases: count.biases, total: count.total, trainable: count.trainable)
  }
}

extension AnalysisDocument.Operations {
  init(_ arithmetic: Arithmetic) {
    self.init(
      multiplyAdds: arithmetic.multiplyAdds, multiplies: arithmetic.multiplies, adds: arithmetic.adds,
      compares: arithmetic.compares, divides: arithmetic.divides, exponentials: arithmetic.exponentials)
  }
}

extension AnalysisDocument.Field {
  init(_ field: ReceptiveField) {
    /// A list where every axis has a value, else nil.
    func list<Value>(_ values: [Value?]) -> [Value]? {
      let known = values.compactMap { $0 }
      return known.count == values.count ? known : nil
    }
    self.init(
      size: field.axes.map(\.size), stride: list(field.axes.map(\.stride)), padding: list(field.axes.map(\.padding)),
      center: field.isAligned ? list(field.axes.map(\.center)) : nil, wholeInput: field.seesWholeInput,
      aligned: field.isAligned, known: field.isKnown)
  }
}
