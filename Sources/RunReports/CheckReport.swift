import Report
import Weights
internal import PlainText

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
  private let dialect: Dialect
  private let remarks: [String]
  private let check: Check
  private let against: Against?

  public init(_ file: WeightFile, _ check: Check, model: String, against: Against? = nil) {
    self.model = model
    path = file.path
    dialect = file.dialect
    remarks = file.remarks
    self.check = check
    self.against = against
  }

  /// Fits, and is the same where there is something to compare with.
  public var passes: Bool {
    check.fits && (against.map { $0.check.fits && $0.differing.isEmpty } ?? true)
  }

  /// Whether there is more to say than that the weights fit.
  public var hasNotes: Bool { !remarks.isEmpty || !CheckReport.problems(of: check).isEmpty }

  public func text(_ format: Format, canvas: Canvas = .plain) -> String {
    if format == .json { return document.json.text }
    let style = canvas.style
    var lines = verdict(check, path, "\(dialect.title)", style)
    lines += remarks.map { "  \($0.visible)" }
    if let against {
      if !against.check.fits { lines += verdict(against.check, against.path, "the other file", style) }
      lines += comparison(against, style)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func verdict(_ check: Check, _ path: String, _ what: String, _ style: Style) -> [String] {
    let mapping = check.mapping
    let total = mapping.matches.count + mapping.misshapen.count + mapping.missing.count
    var lines = [
      style.bold(check.fits ? "fits" : "does not fit")
        + "   \(path.visible) (\(what)) and \(model): \(mapping.matches.count) of \(total) tensors are there with the right shape"
    ]
    lines += CheckReport.problems(of: check).map { "  \($0.visible)" }
    return lines
  }

  /// One line for everything that is wrong or odd.
  static func problems(of check: Check) -> [String] {
    let mapping = check.mapping
    var lines: [String] = []
    if mapping.isByOrder {
      lines.append("no layer has a name that the model knows: layers were matched in the order of the file")
    }
    for misshapen in mapping.misshapen {
      let expected = misshapen.expected.map(shape).joined(separator: " or ")
      lines.append(
        "misshapen  \(misshapen.slot.name): '\(misshapen.tensor.path)' is \(shape(misshapen.tensor.shape)), and "
          + "\(expected) would fit" + (misshapen.hint.map { "; \($0)" } ?? ""))
    }
    for missing in mapping.missing {
      lines.append(
        "missing    \(missing.slot.name), \(shape(missing.slot.axes))"
          + (missing.candidate.map { "; nearest is '\($0.path)', \(shape($0.shape))" } ?? ""))
    }
    for extra in mapping.extra { lines.append("extra      '\(extra.path)', \(shape(extra.shape))") }
    for finding in check.findings { lines.append("\(text(finding.kind))  \(finding.name)") }
    for auxiliary in mapping.absentAuxiliaries {
      lines.append("auxiliary classifier \(auxiliary) is not in the file; inference does without it")
    }
    return lines
  }

  private static func text(_ kind: Check.Finding.Kind) -> String {
    switch kind {
    case .notNumbers(let count): "\(Numbers.grouped(count)) NaN in"
    case .infinities(let count): "\(Numbers.grouped(count)) infinite numbers in"
    case .deadKernels(let dead, let count): "note: \(dead) of \(count) kernels are all zero in"
    case .damaged: "bytes that are not those that were written (sha256) in"
    case .constant(let value): "note: every number is \(Numbers.significant(value)) in"
    }
  }

  private func comparison(_ against: Against, _ style: Style) -> [String] {
    let differing = against.differing
    let equal = against.differences.filter(\.isEqual).count
    guard let first = differing.first else {
      let rest = against.differences.count - equal
      let within = rest > 0 ? ", \(rest) within the tolerance of \(Numbers.significant(against.tolerance))" : ""
      return [style.bold("the same") + "   \(equal) tensors are bit-equal with \(against.path.visible)\(within)"]
    }
    var lines = [
      style.bold("differs")
        + "   \(differing.count) of \(against.differences.count) tensors differ from \(against.path.visible); "
        + "the first is \(first.slot.name)"
    ]
    for difference in differing {
      lines.append(
        "  \(difference.slot.name): \(Numbers.grouped(difference.differing)) of \(Numbers.grouped(difference.slot.count)) "
          + "numbers, at most \(Numbers.significant(difference.largest)) "
          + "(\(Numbers.significant(difference.relative)) of the largest), at \(index(difference))")
    }
    return lines
  }

  /// `[0, 2, 1, 1]`.
  private func index(_ difference: Difference) -> String {
    var rest = difference.place
    var index: [Int] = []
    for size in difference.slot.axes.reversed() {
      index.insert(rest % size, at: 0)
      rest /= size
    }
    return "[\(index.map(String.init).joined(separator: ", "))]"
  }

  private static func shape(_ sizes: [Int]) -> String {
    sizes.isEmpty ? "a single number" : sizes.map(String.init).joined(separator: "×")
  }

  public var document: CheckDocument {
    let mapping = check.mapping
    return CheckDocument(
      model: model, file: path, dialect: dialect.rawValue, fits: check.fits, matched: mapping.matches.count,
      byOrder: mapping.isByOrder,
      missing: mapping.missing.map {
        CheckDocument.Missing(name: $0.slot.name, shape: $0.slot.axes, candidate: $0.candidate?.path)
      },
      extra: mapping.extra.map(\.path),
      misshapen: mapping.misshapen.map {
        CheckDocument.Misshapen(
          name: $0.slot.name, tensor: $0.tensor.path, shape: $0.tensor.shape, expected: $0.expected, hint: $0.hint)
      },
      findings: check.findings.map {
        CheckDocument.Finding(name: $0.name, finding: CheckReport.text($0.kind), error: $0.isError)
      }, absentAuxiliaries: mapping.absentAuxiliaries, remarks: remarks, against: against.map(CheckReport.document))
  }

  private static func document(_ against: Against) -> CheckDocument.Against {
    CheckDocument.Against(
      file: against.path, fits: against.check.fits, same: against.check.fits && against.differing.isEmpty,
      firstDiffering: against.differing.first?.slot.name,
      tensors: against.differences.map {
        CheckDocument.Tensor(
          name: $0.slot.name, bitEqual: $0.isEqual, differing: $0.differing, maxAbsolute: $0.largest.finite,
          maxRelative: $0.relative.finite)
      })
  }
}
