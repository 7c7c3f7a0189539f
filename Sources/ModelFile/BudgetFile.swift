import Architecture
import PlainText

/// A file of limits for networks: under `networks` each with what it may need, under `defaults` what holds for all.
public struct BudgetFile: Sendable {
  /// A network, and what is asked of it.
  public struct Entry: Sendable {
    /// What it is called in the file.
    public let title: String
    /// A name of the zoo, or a path from the file's folder.
    public fileprivate(set) var model: String
    public let location: Location
    /// In the order of the file.
    public fileprivate(set) var limits: [QuantityLimit] = []
    /// The size of its input, as `--input` takes it.
    public fileprivate(set) var input: String?
    public fileprivate(set) var batch: Int?
    public fileprivate(set) var mode: Mode?
    /// How numbers are stored.
    public fileprivate(set) var type: String?
    /// The model that it may not be worse than.
    public fileprivate(set) var against: String?
    public fileprivate(set) var tolerance: Tolerance?
  }

  public private(set) var entries: [Entry] = []

  /// Networks of one file at most.
  public static let mostNetworks = 1_000

  private static let limitNames = QuantityLimit.kinds.map { QuantityLimit.name($0.bound, $0.quantity) }
  private static let settings = ["input", "batch", "mode", "type", "tolerance"]
  private static let ownSettings = ["model", "against"]

  private let types: [String]

  /// - Parameter types: the names of types that numbers are stored in.
  /// - Throws: `ModelFileError` with all problems, each with its line and column.
  public init(_ source: SourceText, types: [String]) throws(ModelFileError) {
    self.types = types
    try Value.parse(source) { read($0, &$1) }
  }

  private mutating func read(_ file: Value, _ diagnostics: inout [Diagnostic]) {
    guard let map = file.map else {
      diagnostics.append(
        Diagnostic(file.location, "a file of limits has keys: 'networks: {resnet50: {max-macs: 4.2G}}'"))
      return
    }
    for (key, _) in map where key.text != "networks" && key.text != "defaults" {
      diagnostics.append(unknown(key, among: ["networks", "defaults"]))
    }
    var defaults = Entry(title: "", model: "", location: file.location)
    if let value = map.first(where: { $0.key.text == "defaults" })?.value {
      set(&defaults, value, names: BudgetFile.limitNames + BudgetFile.settings, &diagnostics)
    }
    guard let networks = map.first(where: { $0.key.text == "networks" })?.value, let named = networks.map,
      !named.isEmpty
    else {
      diagnostics.append(
        Diagnostic(file.location, "a file of limits needs networks: 'networks: {resnet50: {max-macs: 4.2G}}'"))
      return
    }
    guard named.count <= BudgetFile.mostNetworks else {
      diagnostics.append(
        Diagnostic(networks.location, "there are \(named.count) networks; at most \(BudgetFile.mostNetworks) are read"))
      return
    }
    for (key, value) in named {
      var entry = Entry(title: key.text, model: key.text, location: key.location)
      let before = diagnostics.count
      set(
        &entry, value, names: BudgetFile.limitNames + BudgetFile.settings + BudgetFile.ownSettings, &diagnostics)
      let own = Set(entry.limits.map(\.name))
      entry.limits += defaults.limits.filter { !own.contains($0.name) }
      entry.input = entry.input ?? defaults.input
      entry.batch = entry.batch ?? defaults.batch
      entry.mode = entry.mode ?? defaults.mode
      entry.type = entry.type ?? defaults.type
      entry.tolerance = entry.tolerance ?? defaults.tolerance
      if diagnostics.count == before, entry.limits.isEmpty, entry.against == nil {
        diagnostics.append(Diagnostic(key.location, "nothing is asked of this network; a limit is 'max-macs: 4.2G'"))
      }
      entries.append(entry)
    }
  }

  /// Reads what is asked of a network, or of all.
  private func set(_ entry: inout Entry, _ value: Value, names: [String], _ diagnostics: inout [Diagnostic]) {
    if value.isNull { return }
    guard let map = value.map else {
      diagnostics.append(
        Diagnostic(value.location, "limits are keys with values, '{max-macs: 4.2G}', not \(value.summary)"))
      return
    }
    for (key, value) in map {
      guard names.contains(key.text) else {
        diagnostics.append(unknown(key, among: names))
        continue
      }
      guard let text = value.text(of: key, &diagnostics) else { continue }
      if let problem = BudgetFile.set(&entry, key.text, text, types) {
        diagnostics.append(Diagnostic(value.location, problem))
      }
    }
  }

  private func unknown(_ key: Value.Key, among names: [String]) -> Diagnostic {
    Diagnostic(
      key.location, "a file of limits has no '\(key.text.prefix(60).masked())' here",
      NearestWord.Search(word: key.text, words: names))
  }

  /// What is wrong with a value; nil where nothing is.
  private static func set(_ entry: inout Entry, _ key: String, _ text: String, _ types: [String]) -> Phrase? {
    let shown = text.prefix(60).masked()
    if let (bound, quantity) = QuantityLimit.kinds.first(where: { QuantityLimit.name($0.bound, $0.quantity) == key }) {
      guard let number = quantity.number(text) else {
        return quantity.isBytes
          ? "'\(key)' is a number of bytes such as 60MB or 64MiB, not '\(shown)'"
          : "'\(key)' is a number such as 26M or 4.1G, not '\(shown)'"
      }
      entry.limits.append(QuantityLimit(bound, quantity, number))
      return nil
    }
    switch key {
    case "model": entry.model = text
    case "against": entry.against = text
    case "input":
      guard Shape.dimensions(of: text) != nil else {
        return "'\(shown)' is no size; write 3x224x224, or 224 for a square"
      }
      entry.input = text
    case "batch":
      guard let batch = Int(text), batch >= 1 else { return "'batch' is a whole number from 1 on, not '\(shown)'" }
      entry.batch = batch
    case "mode":
      guard let mode = Mode(rawValue: text) else { return "mode is inference or training, not '\(shown)'" }
      entry.mode = mode
    case "type":
      guard types.contains(text) else {
        return "'type' is \(types.map { Phrase(verbatim: $0) }.alternatives), not '\(shown)'"
      }
      entry.type = text
    case "tolerance":
      guard let tolerance = Tolerance(text) else { return "'tolerance' is a share such as 1%, not '\(shown)'" }
      entry.tolerance = tolerance
    default: break
    }
    return nil
  }
}
