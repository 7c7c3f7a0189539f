import PlainText

/// A file that describes a machine: what it can compute in a second, for each type of numbers, and how much it can move.
public struct MachineFile: Sendable {
  /// What the machine is called.
  public private(set) var title = ""
  /// Where its figures are from; empty where the file does not say.
  public private(set) var source = ""
  /// 10⁹ operations in a second by the type of the numbers; the key is nil where one figure holds for all.
  public private(set) var peakGflops: [String?: Double] = [:]
  /// 10⁹ bytes moved in a second.
  public private(set) var bandwidthGbs = 0.0

  private static let keys = ["title", "source", "peak_gflops", "bandwidth_gbs"]
  private let types: [String]

  /// - Parameter types: the names of types that numbers are stored in.
  /// - Throws: `ModelFileError` with all problems, each with its line and column.
  public init(_ source: SourceText, types: [String]) throws(ModelFileError) {
    self.types = types
    try Value.parse(source) { read($0, &$1) }
  }

  /// 10⁹ operations in a second on numbers of a type; nil where the file does not say.
  public func peakGflops(of type: String) -> Double? { peakGflops[nil] ?? peakGflops[type] }

  private mutating func read(_ file: Value, _ diagnostics: inout [Diagnostic]) {
    guard let map = file.map else {
      diagnostics.append(
        Diagnostic(file.location, "a machine has keys: 'peak_gflops: 100' and 'bandwidth_gbs: 20'"))
      return
    }
    for (key, value) in map {
      switch key.text {
      case "title": title = value.text(of: key, &diagnostics) ?? ""
      case "source": source = value.text(of: key, &diagnostics) ?? ""
      case "peak_gflops": readPeaks(value, &diagnostics)
      case "bandwidth_gbs": bandwidthGbs = speed(key.text, value, &diagnostics)
      default:
        diagnostics.append(
          Diagnostic(
            key.location, "a machine has no '\(key.text.prefix(60).masked())'",
            NearestWord.Search(word: key.text, words: MachineFile.keys)))
      }
    }
    for required in ["peak_gflops", "bandwidth_gbs"] where !map.contains(where: { $0.key.text == required }) {
      diagnostics.append(Diagnostic(file.location, "a machine needs '\(required)'"))
    }
  }

  /// One figure for all types, or one for each.
  private mutating func readPeaks(_ value: Value, _ diagnostics: inout [Diagnostic]) {
    guard let map = value.map else {
      peakGflops[nil] = speed("peak_gflops", value, &diagnostics)
      return
    }
    if map.isEmpty { diagnostics.append(Diagnostic(value.location, "'peak_gflops' has no figure")) }
    for (key, value) in map {
      if types.contains(key.text) {
        peakGflops[key.text] = speed(key.text, value, &diagnostics)
      } else {
        diagnostics.append(
          Diagnostic(
            key.location, "no type of numbers is called '\(key.text.prefix(60).masked())'",
            NearestWord.Search(word: key.text, words: types)))
      }
    }
  }

  /// A stand-in where it is none, with a note.
  private func speed(_ name: String, _ value: Value, _ diagnostics: inout [Diagnostic]) -> Double {
    guard let number = value.text.flatMap(Double.init), number > 0, number.isFinite else {
      let problem: Phrase =
        value.text.map { "'\(name)' is a number above 0, not '\($0.prefix(60).masked())'" }
        ?? "'\(name)' is a number above 0, not \(value.summary)"
      diagnostics.append(Diagnostic(value.location, problem))
      return 1
    }
    return number
  }
}
