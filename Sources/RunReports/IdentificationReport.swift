import Architecture
import Report
import Weights
import PlainText

/// Which network a file is of.
public struct IdentificationReport: Sendable {
  private let path: String
  /// What kind of file it is.
  private let kind: String
  private let identification: Identification
  /// Names of networks that compute what the file's own description computes; nil where it has none.
  private let sameGraph: [String]?

  public init(path: String, kind: String, _ identification: Identification, sameGraph: [String]? = nil) {
    self.path = path
    self.kind = kind
    self.identification = identification
    self.sameGraph = sameGraph
  }

  /// Whether any network goes with the file.
  public var isKnown: Bool { !identification.best.isEmpty }

  public func text(in language: Language = .english, canvas: Canvas = .plain) -> String {
    let about = language.text("identify.file", count: identification.count, ["file": path.visible, "kind": kind])
    let lines = [canvas.style.bold(about)] + findings(language).flatMap { Paragraph.wrap($0, width: canvas.width) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func findings(_ language: Language) -> [String] {
    guard let best = identification.best.first else { return [language.text("identify.unknown")] }
    let names = identification.best.map { "\($0.network.model.name) (\($0.network.model.title))" }
    let model = IdentificationReport.alternatives(names, language)
    var lines: [String] = []
    if best.isWhole {
      lines.append(language.text(best.isByName ? "identify.whole_by_name" : "identify.whole", ["model": model]))
    } else if best.isTrunk {
      let convolutions = String(best.convolutions.all)
      lines.append(
        identification.otherOutputs.map {
          language.text("identify.other_head", count: $0, ["model": model, "convolutions": convolutions])
        } ?? language.text("identify.trunk", ["model": model, "convolutions": convolutions]))
    } else {
      lines.append(
        language.text(
          "identify.nearest",
          [
            "model": model, "found": String(best.convolutions.found + best.fullyConnected.found),
            "all": String(best.convolutions.all + best.fullyConnected.all),
          ]))
    }
    let extra = identification.count - best.shared
    if best.isWhole, extra > 0 { lines.append(language.text("identify.extra", count: extra)) }
    guard let sameGraph else { return lines }
    lines.append(
      sameGraph.isEmpty
        ? language.text("identify.other_graph")
        : language.text("identify.same_graph", ["model": IdentificationReport.alternatives(sameGraph, language)]))
    return lines
  }

  private static func alternatives(_ names: [String], _ language: Language) -> String {
    names.joined(separator: " \(language.text("explain.or")) ")
  }

  public var document: IdentificationDocument {
    IdentificationDocument(
      file: path, kind: kind, count: identification.count,
      candidates: identification.best.map { candidate in
        IdentificationDocument.Candidate(
          model: candidate.network.model.name, title: candidate.network.model.title, isWhole: candidate.isWhole,
          isByName: candidate.isByName, convolutions: candidate.convolutions.found,
          convolutionsNeeded: candidate.convolutions.all, fullyConnected: candidate.fullyConnected.found,
          fullyConnectedNeeded: candidate.fullyConnected.all, shared: candidate.shared, needed: candidate.needed)
      }, otherOutputs: identification.otherOutputs, sameGraph: sameGraph)
  }
}
