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

    public init(_ id: String, _ title: String, _ alignment: Alignment = .right, importance: Int = 0) {
      self.id = id
      self.title = title
      self.alignment = alignment
      self.importance = importance
    }
  }

  public enum Cell: Sendable, Equatable {
    case blank
    /// What reads differently for people and for programs.
    case shown(String, raw: String)
    case text(String)
    case count(Int)
    case bytes(Int)
    case real(Double, decimals: Int)
    /// A text that leads to a page where the format can: in markdown.
    case link(String, to: String)

    /// What people take for granted, such as a stride of 1, and programs do not.
    package static func silent(_ number: Int) -> Cell { .shown("", raw: String(number)) }

    /// For people: thousands separated, bytes with a unit.
    public var text: String {
      switch self {
      case .blank: ""
      case .shown(let text, _): text
      case .text(let text), .link(let text, _): text
      case .count(let number): Numbers.grouped(number)
      case .bytes(let number): Numbers.bytes(number)
      case .real(let number, let decimals): Numbers.fixed(number, decimals: decimals)
      }
    }

    /// The same with the marks of a language.
    package func text(_ language: Language) -> String {
      switch self {
      case .blank, .text, .link: text
      case .shown, .count, .bytes, .real: language.localized(text)
      }
    }

    /// For programs: digits alone.
    public var raw: String {
      switch self {
      case .blank: ""
      case .shown(_, let text), .text(let text), .link(let text, _): text
      case .count(let number), .bytes(let number): String(number)
      case .real(let number, _): "\(number)"
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
