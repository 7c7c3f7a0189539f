/// Facts in rows and columns, before any rendering.
public struct Table: Sendable {
  public enum Alignment: Sendable {
    case left, right
  }

  public struct Column: Sendable {
    /// As it is called on the command line and in CSV.
    public let id: String
    public let title: String
    public let alignment: Alignment
    /// Where the table is too wide, the column with the smallest number goes first.
    public let importance: Int
    /// Whether its texts may go on in the next line.
    public let wraps: Bool

    public init(
      _ id: String, _ title: String, _ alignment: Alignment = .right, importance: Int = 0, wraps: Bool = false
    ) {
      self.id = id
      self.title = title
      self.alignment = alignment
      self.importance = importance
      self.wraps = wraps
    }
  }

  /// A fact, which a language's numbers and sentences make a text.
  public enum Cell: Sendable, Equatable {
    case blank
    case text(String)
    case count(Int)
    case bytes(Int)
    case real(Double, decimals: Int)
    /// A time, in seconds.
    case seconds(Double)
    /// Four significant digits.
    case significant(Double)
    /// A whole number as one, another with four significant digits.
    case number(Double)
    /// A share of a whole.
    case percent(Int, of: Int)
    /// A number for each axis, shown once where all have the same.
    case axes([Int?])
    case centers([Double?])
    /// What people take for granted, such as a stride of 1, and programs do not.
    case hidden(String)
    /// A sentence of the language's table, and what programs read instead.
    indirect case message(String, [String: Cell] = [:], raw: String)
    /// A text that leads to a page where the format can: in markdown.
    case link(String, to: String)

    static func silent(_ number: Int) -> Cell { .hidden(String(number)) }

    /// For people: thousands separated, bytes with a unit.
    public func text(_ language: Language) -> String {
      switch self {
      case .blank, .hidden: ""
      case .text(let text), .link(let text, _): text
      case .count(let number): language.grouped(number)
      case .bytes(let number): language.bytes(number)
      case .real(let number, let decimals): language.fixed(number, decimals: decimals)
      case .seconds(let time): language.seconds(time)
      case .significant(let number): language.significant(number)
      case .number(let number):
        number == number.rounded() && number.magnitude < 1e9 ? language.plain(number) : language.significant(number)
      case .percent(let part, let whole): language.percent(part, of: whole)
      case .axes(let sizes): language.perAxis(sizes)
      case .centers(let centers): language.numbers.perAxis(centers.map { $0.map(language.plain) })
      case .message(let key, let values, _): language.text(key, values.mapValues { $0.text(language) })
      }
    }

    /// For people with little room: large counts with four digits.
    func shortText(_ language: Language) -> String {
      if case .count(let number) = self { language.abbreviated(number) } else { text(language) }
    }

    /// What it is sorted by; nil for a text.
    var number: Double? {
      switch self {
      case .count(let number), .bytes(let number): Double(number)
      case .real(let number, _), .seconds(let number), .significant(let number), .number(let number): number
      case .percent(let part, let whole): Double(part) / Double(whole)
      case .axes(let sizes): sizes.reduce(1) { product, size in product * Double(size ?? 0) }
      case .hidden(let text): Double(text)
      case .blank, .text, .centers, .message, .link: nil
      }
    }

    /// For programs: digits alone.
    public var raw: String {
      switch self {
      case .blank: ""
      case .hidden(let text), .text(let text), .link(let text, _), .message(_, _, let text): text
      case .count(let number), .bytes(let number): String(number)
      case .real(let number, _), .seconds(let number), .significant(let number), .number(let number): "\(number)"
      case .percent(let part, let whole): "\(Double(part) / Double(whole))"
      case .axes(let sizes): Numbers.english.perAxis(sizes.map { $0.map(String.init) })
      case .centers(let centers): Numbers.english.perAxis(centers.map { $0.map { "\($0)" } })
      }
    }
  }

  public var columns: [Column]
  public var rows: [[Cell]]
  /// Totals, under the rows.
  public var footer: [Cell]?

  public init(columns: [Column], rows: [[Cell]], footer: [Cell]? = nil) {
    self.columns = columns
    self.rows = rows
    self.footer = footer
  }

  var allRows: [[Cell]] { rows + (footer.map { [$0] } ?? []) }
}

extension Table {
  /// The table without the columns at the given positions.
  package func dropping(_ positions: Set<Int>) -> Table {
    func keep<Element>(_ list: [Element]) -> [Element] {
      list.enumerated().filter { !positions.contains($0.offset) }.map(\.element)
    }
    return Table(columns: keep(columns), rows: rows.map(keep), footer: footer.map(keep))
  }
}
