import Analysis
import Architecture

/// Whether networks keep to their limits, and what changed since earlier versions of them.
public struct BudgetReport: Sendable {
  /// A network with what is asked of it.
  public struct Entry: Sendable {
    /// What its budget calls it.
    public let title: String
    public let profile: Profile
    public let limits: [LimitCheck]
    /// The earlier version that it may not be worse than; nil where there is none.
    public let earlier: Profile?
    public let changes: [ChangeCheck]

    public init(
      title: String, _ profile: Profile, limits: [QuantityLimit], against earlier: Profile? = nil,
      tolerance: Tolerance = .none
    ) {
      self.title = title
      self.profile = profile
      self.limits = limits.map { LimitCheck($0, of: profile) }
      self.earlier = earlier
      changes =
        earlier.map { earlier in
          ChangeCheck.quantities.map { ChangeCheck($0, from: earlier, to: profile, tolerance: tolerance) }
        } ?? []
    }

    public var passes: Bool { lines.allSatisfy(\.passes) }

    var lines: [BudgetLine] { limits.map(BudgetLine.init) + changes.map(BudgetLine.init) }
  }

  /// What is written.
  public enum Format: String, CaseIterable, Sendable {
    case text, json, junit, markdown
  }

  let entries: [Entry]

  public init(_ entries: [Entry]) { self.entries = entries }

  public var passes: Bool { entries.allSatisfy(\.passes) }

  public func text(_ format: Format, in language: Language = .english, canvas: Canvas = .plain) -> String {
    switch format {
    case .text: table(in: language, canvas)
    case .json: document.json.text
    case .junit: JUnit(self, in: language).text
    case .markdown: BudgetComment(self, in: language).text
    }
  }

  private func table(in language: Language, _ canvas: Canvas) -> String {
    var columns = [
      Table.Column("result", language.text("budget.result"), .left, importance: 100),
      Table.Column("network", language.text("budget.network"), .left, importance: 90, wraps: true),
      Table.Column("quantity", language.text("budget.quantity"), .left, importance: 95),
      Table.Column("value", language.text("budget.value"), importance: 80),
      Table.Column("limit", language.text("budget.limit"), .left, importance: 70),
    ]
    var rows: [[Table.Cell]] = []
    let lines = entries.flatMap { entry in entry.lines.map { (entry.title, $0) } }
    for (title, line) in lines {
      rows.append([
        .text(language.text(line.passes ? "budget.passes" : "budget.fails")), .text(title),
        .text(line.quantityText(in: language)), .text(line.valueText(in: language)),
        .text(line.limitText(in: language)),
      ])
    }
    if lines.contains(where: { $0.1.used != nil }) {
      columns.append(Table.Column("used", language.text("budget.used"), importance: 50))
      for index in rows.indices { rows[index].append(lines[index].1.usedCell) }
    }
    if !lines.allSatisfy({ $0.1.change == nil }) {
      columns.append(Table.Column("change", language.text("budget.change"), importance: 60))
      for index in rows.indices { rows[index].append(.text(lines[index].1.changeText(in: language))) }
    }
    var text = TerminalTable.lines(Table(columns: columns, rows: rows), language, canvas)
    for entry in entries {
      guard let earlier = entry.earlier else { continue }
      let sentences = ChangeSentences(from: earlier, to: entry.profile, entry.changes, in: language).sentences
      let named = entries.count == 1 ? sentences : sentences.map { "\(entry.title): \($0)" }
      text += [""] + named.flatMap { Paragraph.wrap($0, width: canvas.width) }
    }
    return (text + ["", "  \(verdict(in: language))"]).joined(separator: "\n") + "\n"
  }

  /// `all 5 limits hold`, `2 of 5 limits do not hold`.
  func verdict(in language: Language) -> String {
    let lines = entries.flatMap(\.lines)
    let failing = lines.count { !$0.passes }
    return failing == 0
      ? language.text("budget.all_hold", count: lines.count)
      : language.text("budget.some_fail", count: failing, ["all": language.grouped(lines.count)])
  }
}
