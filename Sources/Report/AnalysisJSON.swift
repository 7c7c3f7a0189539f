import Analysis
import Architecture

extension AnalysisReport {
  /// The facts in the schema `zoo.analysis/1`, which `Schemas/zoo.analysis-1.schema.json` states.
  public var json: JSON {
    let network = profile.network
    let options = profile.options
    let totals = profile.totals
    return .object([
      ("schema", .string("zoo.analysis/1")),
      (
        "model",
        .object([
          ("name", .string(network.model.name)), ("title", .string(network.model.title)),
          ("paper", .string(network.model.paper)), ("reference", .string(network.model.reference)),
          ("deviations", .array(network.model.deviations.map(JSON.string))),
          ("input", .integers(network.input.dimensions)),
        ])
      ),
      ("mode", .string(options.mode.rawValue)),
      ("batch", .integer(options.batch)),
      ("data_type", .string(options.dataType.rawValue)),
      ("convention", .string(options.convention.rawValue)),
      ("layers", .array(profile.rows.map(layer))),
      (
        "totals",
        .object([
          ("parameters", .integer(totals.parameters.total)),
          ("trainable_parameters", .integer(totals.parameters.trainable)),
          ("macs", .integer(totals.macs)), ("flops", .integer(totals.flops)),
          ("operations", .integer(totals.operations)),
          ("operations_unit", .string(options.convention.unit.rawValue)),
          ("activation_bytes", .integer(totals.activationBytes)),
          ("peak_activation_bytes", .integer(profile.memory.peak)),
          ("peak_layer", .string(profile.peakLayer.name)),
          ("parameter_bytes", .integer(profile.parameterBytes)),
          ("first_layer_beyond_image", .optional(profile.firstBeyondImage?.layer.name, JSON.string)),
        ])
      ),
      ("by_kind", .array(profile.byKind.map(group))),
      ("by_family", .array(profile.byFamily.map(group))),
    ])
  }

  private func group(_ kind: KindTotals) -> JSON {
    .object([
      ("kind", .string(kind.kind)), ("layers", .integer(kind.layers)),
      ("parameters", .integer(kind.parameters.total)), ("macs", .integer(kind.macs)), ("flops", .integer(kind.flops)),
      ("operations", .integer(kind.operations)), ("activation_bytes", .integer(kind.activationBytes)),
    ])
  }

  private func layer(_ row: Profile.Row) -> JSON {
    let layer = row.layer
    var members: [(String, JSON)] = [
      ("name", .string(layer.name)), ("kind", .string(layer.kind.name)),
      ("inputs", .array(row.inputs.map(JSON.string))), ("output", .integers(layer.shape.dimensions)),
    ]
    if let auxiliary = layer.auxiliary { members.append(("auxiliary", .string(auxiliary))) }
    let windows = layer.windows
    if !windows.isEmpty {
      members += [
        ("kernel", .integers(windows.map(\.kernel))), ("stride", .integers(windows.map(\.stride))),
        ("padding", .array(windows.map { .integers([$0.before, $0.after]) })),
        ("dilation", .integers(windows.map(\.dilation))),
        ("rounding", .string(windows.contains { $0.rounding == .ceil } ? "ceil" : "floor")),
        ("unreached", .integers(zip(windows, layer.inputShapes[0].extent).map { (try? $0.unreached($1)) ?? 0 })),
      ]
    }
    if let convolution = layer.kind as? Convolution { members.append(("groups", .integer(convolution.groups))) }
    if !layer.parameters.isEmpty {
      members.append(
        (
          "parameters",
          .object([
            ("weights", .integer(row.parameters.weights)), ("biases", .integer(row.parameters.biases)),
            ("total", .integer(row.parameters.total)), ("trainable", .integer(row.parameters.trainable)),
          ])
        ))
    }
    members += [
      ("macs", .integer(row.macs)), ("flops", .integer(row.flops)), ("operations", .integer(row.operations)),
      ("arithmetic", arithmetic(row.arithmetic)), ("receptive_field", field(row.field)),
      ("activation_bytes", .integer(row.activationBytes)),
    ]
    if let intensity = row.intensity {
      members += [("arithmetic_intensity", .real(intensity)), ("bound", .string(row.roofline.bound.rawValue))]
    }
    if let path = row.gradientPath { members.append(("gradient_path", .integer(path))) }
    if profile.options.mode == .training, let path = row.gradientPathWithoutAuxiliaries {
      members.append(("gradient_path_without_auxiliaries", .integer(path)))
    }
    return .object(members)
  }

  private func arithmetic(_ arithmetic: Arithmetic) -> JSON {
    .object([
      ("multiply_adds", .integer(arithmetic.multiplyAdds)), ("multiplies", .integer(arithmetic.multiplies)),
      ("adds", .integer(arithmetic.adds)), ("compares", .integer(arithmetic.compares)),
      ("divides", .integer(arithmetic.divides)), ("exponentials", .integer(arithmetic.exponentials)),
    ])
  }

  private func field(_ field: ReceptiveField) -> JSON {
    /// A list where every axis has a value, else null.
    func list<Value>(_ values: [Value?], _ make: (Value) -> JSON) -> JSON {
      let known = values.compactMap { $0 }
      return known.count == values.count ? .array(known.map(make)) : .null
    }
    return .object([
      ("size", .integers(field.axes.map(\.size))), ("stride", list(field.axes.map(\.stride), JSON.integer)),
      ("padding", list(field.axes.map(\.padding), JSON.integer)),
      ("center", field.isAligned ? list(field.axes.map(\.center), JSON.real) : .null),
      ("whole_input", .bool(field.seesWholeInput)), ("aligned", .bool(field.isAligned)),
    ])
  }
}
