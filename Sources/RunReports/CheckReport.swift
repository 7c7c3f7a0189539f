import Report
import Weights
import PlainText

/// Whether weights fit a network, and whether they are the same as another file's.
public struct CheckReport: Sendable {
  /// The same network in another file.
  public struct Against: Sendable {
    let path: String
    let check: Check
    let differences: [Difference]
    /// The largest difference, relative to the tensor's largest number, that passes for equal.
    let tolerance: Double

    public init(_ file: WeightFile, _ check: Check, _ differences: [Difference], tolerance: Double) {
      path = file.path
      self.check = check
      self.differences = differences
      self.tolerance = tolerance
    }

    var differing: [Difference] { differences.filter { !$0.isEqual && !($0.relative <= tolerance) } }
  }

  private let model: String
  private let path: String
  private let weightFormat: WeightFormat
  private let remarks: [Phrase]
  private let check: Check
  private let against: Against?
  private let configuration: [ConfigurationDifference]?
  /// Other networks that the weights fit, where they do not fit this one.
  private let others: [String]

  /// - Parameters:
  ///   - configuration: where the network that the file describes differs; nil where it describes none.
  ///   - others: names of other networks that the weights fit.
  public init(
    _ file: WeightFile, _ check: Check, model: String, against: Against? = nil,
    configuration: [ConfigurationDifference]? = nil, others: [String] = []
  ) {
    self.others = others
    self.configuration = configuration
    self.model = model
    path = file.path
    weightFormat = file.format
    remarks = file.remarks
    self.check = check
    self.against = against
  }

  /// Fits, and is the same where there is something to compare with.
  public var passes: Bool {
    check.fits && (against.map { $0.check.fits && $0.differing.isEmpty } ?? true) && (configuration ?? []).isEmpty
  }

  /// Whether there is more to say than that the weights fit.
  public var hasNotes: Bool { !remarks.isEmpty || !CheckReport.problems(of: check, .english).isEmpty }

  /// How many tensors of the file are not used.
  public func extraNote(in language: Language = .english) -> String {
    language.text("weights.unused", count: check.mapping.extra.count, ["file": path.visible])
  }

  public func text(_ format: Format, in language: Language = .english, canvas: Canvas = .plain) -> String {
    if format == .json { return document.json.text }
    let style = canvas.style
    var lines = verdict(check, path, "\(weightFormat.title)", language, style)
    if !others.isEmpty {
      lines.insert("  " + language.text("weights.fits_others", ["models": language.list(others)]), at: 1)
    }
    lines += remarks.map { "  \(language.spoken($0).visible)" }
    lines += configurationLines(language)
    if let against {
      if !against.check.fits {
        lines += verdict(against.check, against.path, language.text("weights.other_file"), language, style)
      }
      lines += comparison(against, language, style)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Where the network that the file describes is another one.
  private func configurationLines(_ language: Language) -> [String] {
    guard let configuration else { return [] }
    if configuration.isEmpty { return ["  " + language.text("weights.configuration_same")] }
    func text(_ words: String) -> String { words.isEmpty ? language.text("weights.configuration_none") : words }
    return configuration.map { difference in
      let what =
        switch difference.what {
        case .activation: language.text("weights.what_activation")
        case .pooling: language.text("weights.what_pooling")
        case .stride: language.text("weights.what_stride")
        case .padding: language.text("weights.what_padding")
        case .dilation: language.text("weights.what_dilation")
        }
      let line = language.text(
        "weights.configuration",
        ["layer": difference.layer, "what": what, "stored": text(difference.stored), "own": text(difference.own)])
      return "  \(line)".visible
    }
  }

  /// That the weights are another network's, and how they are used all the same.
  public func configurationNote(in language: Language = .english) -> String {
    language.text("weights.configuration_ignore")
  }

  private func verdict(
    _ check: Check, _ path: String, _ what: String, _ language: Language, _ style: Style
  ) -> [String] {
    let mapping = check.mapping
    let total = mapping.matches.count + mapping.misshapen.count + mapping.missing.count
    let text = language.text(
      "weights.matched",
      [
        "file": path.visible, "what": what, "model": model, "matched": String(mapping.matches.count),
        "total": String(total),
      ])
    let isFit = check.fits && (configuration ?? []).isEmpty
    var lines = CheckReport.problems(of: check, language)
    if !mapping.isComplete, lines.count >= MisfitSummary.least {
      lines.insert(MisfitSummary(mapping, model: model).text(language), at: 0)
    }
    return [style.bold(language.text(isFit ? "weights.fits" : "weights.does_not_fit")) + "   " + text]
      + lines.map { "  \($0.visible)" }
  }

  /// One line for everything that is wrong or odd.
  static func problems(of check: Check, _ language: Language) -> [String] {
    let mapping = check.mapping
    func shape(_ sizes: [Int]) -> String {
      sizes.isEmpty ? language.text("weights.single") : sizes.map(String.init).joined(separator: "×")
    }
    var lines: [String] = mapping.isByOrder ? [language.text("weights.by_order")] : []
    for misshapen in mapping.misshapen {
      let expected = misshapen.expected.map(shape).joined(separator: " \(language.text("explain.or")) ")
      let text = language.text(
        "weights.misshapen",
        [
          "name": misshapen.parameter.name, "tensor": misshapen.tensor.path, "shape": shape(misshapen.tensor.shape),
          "expected": expected,
        ])
      lines.append(text + (misshapen.hint.map { "; \(language.spoken($0))" } ?? ""))
    }
    for missing in mapping.missing {
      let text = language.text(
        "weights.missing", ["name": missing.parameter.name, "shape": shape(missing.parameter.axes)])
      let nearest = missing.candidate.map {
        "; " + language.text("weights.nearest", ["tensor": $0.path, "shape": shape($0.shape)])
      }
      lines.append(text + (nearest ?? ""))
    }
    for extra in mapping.extra {
      lines.append(language.text("weights.extra", ["tensor": extra.path, "shape": shape(extra.shape)]))
    }
    for finding in check.findings { lines.append("\(text(finding.kind, language))  \(finding.name)") }
    for auxiliary in mapping.absentAuxiliaries {
      lines.append(language.text("weights.auxiliary", ["name": auxiliary]))
    }
    return lines
  }

  private static func text(_ kind: Check.Finding.Kind, _ language: Language) -> String {
    switch kind {
    case .notNumbers(let count): language.text("weights.nan", ["count": language.grouped(count)])
    case .infinities(let count): language.text("weights.infinite", ["count": language.grouped(count)])
    case .deadKernels(let dead, let count):
      language.text("weights.dead", ["dead": String(dead), "count": String(count)])
    case .damaged: language.text("weights.damaged")
    case .constant(let value): language.text("weights.constant", ["value": language.significant(value)])
    }
  }

  private func comparison(_ against: Against, _ language: Language, _ style: Style) -> [String] {
    let differing = against.differing
    let equal = against.differences.filter(\.isEqual).count
    guard let first = differing.first else {
      let rest = against.differences.count - equal
      let within = language.text(
        "weights.within", ["count": String(rest), "tolerance": language.significant(against.tolerance)])
      let text = language.text("weights.bit_equal", ["count": String(equal), "file": against.path.visible])
      return [style.bold(language.text("verify.same")) + "   " + text + (rest > 0 ? ", " + within : "")]
    }
    let text = language.text(
      "weights.differing",
      [
        "differing": String(differing.count), "count": String(against.differences.count),
        "file": against.path.visible, "first": first.parameter.name,
      ])
    return [style.bold(language.text("verify.differs")) + "   " + text]
      + differing.map { difference in
        "  "
          + language.text(
            "weights.difference",
            [
              "name": difference.parameter.name, "differing": language.grouped(difference.differing),
              "count": language.grouped(difference.parameter.count),
              "largest": language.significant(difference.largest),
              "relative": language.significant(difference.relative), "index": index(difference),
            ])
      }
  }

  /// `[0, 2, 1, 1]`.
  private func index(_ difference: Difference) -> String {
    var rest = difference.place
    var index: [Int] = []
    for size in difference.parameter.axes.reversed() {
      index.insert(rest % size, at: 0)
      rest /= size
    }
    return "[\(index.map(String.init).joined(separator: ", "))]"
  }

  public var document: CheckDocument {
    let mapping = check.mapping
    return CheckDocument(
      model: model, file: path, format: weightFormat.rawValue, fits: check.fits, matched: mapping.matches.count,
      byOrder: mapping.isByOrder, fitsOthers: others,
      missing: mapping.missing.map {
        CheckDocument.Missing(name: $0.parameter.name, shape: $0.parameter.axes, candidate: $0.candidate?.path)
      },
      extra: mapping.extra.map(\.path),
      misshapen: mapping.misshapen.map {
        CheckDocument.Misshapen(
          name: $0.parameter.name, tensor: $0.tensor.path, shape: $0.tensor.shape, expected: $0.expected,
          hint: $0.hint?.description)
      },
      findings: check.findings.map {
        CheckDocument.Finding(name: $0.name, finding: CheckReport.text($0.kind, .english), error: $0.isError)
      }, absentAuxiliaries: mapping.absentAuxiliaries, remarks: remarks.map(\.description),
      configuration: configuration?.map {
        CheckDocument.Configuration(layer: $0.layer, what: $0.what.rawValue, stored: $0.stored, own: $0.own)
      }, against: against.map(CheckReport.document))
  }

  private static func document(_ against: Against) -> CheckDocument.Against {
    CheckDocument.Against(
      file: against.path, fits: against.check.fits, same: against.check.fits && against.differing.isEmpty,
      firstDiffering: against.differing.first?.parameter.name,
      tensors: against.differences.map {
        CheckDocument.Tensor(
          name: $0.parameter.name, bitEqual: $0.isEqual, differing: $0.differing, maxAbsolute: $0.largest.finite,
          maxRelative: $0.relative.finite)
      })
  }
}
