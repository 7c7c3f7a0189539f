import Analysis
import Architecture
import Charts
import ModelFile
import Report

/// A page of the guide while it is written: sentences by key, tables, pictures, and the networks that numbers come from.
struct GuideWriter {
  var page: MarkdownPage
  /// The page's file, without ending: pictures are named after it.
  let name: String
  let language: Language
  let zoo: (String) throws -> Network

  // MARK: Text

  func text(_ key: String, _ values: KeyValuePairs<String, String> = [:]) -> String { language.text(key, values) }

  mutating func heading(_ key: String) { page.heading(text(key)) }

  mutating func say(_ key: String, _ values: KeyValuePairs<String, String> = [:]) { page.paragraph(text(key, values)) }

  /// - Parameters:
  ///   - columns: titles; the first column has words, the others numbers.
  ///   - total: for some of the last columns, below them.
  mutating func table(_ columns: [String], _ rows: [[Table.Cell]], total: [Table.Cell]? = nil) {
    let footer = total.map { cells in
      [.text(text("guide.words.total"))] + [Table.Cell](repeating: .blank, count: columns.count - 1 - cells.count)
        + cells
    }
    let columns = columns.enumerated().map { index, title in
      Table.Column("\(index)", title, index == 0 ? .left : .right)
    }
    page.table(Table(columns: columns, rows: rows, footer: footer), language)
  }

  mutating func picture(_ name: String, _ svg: SVG) { page.picture("\(self.name)-\(name)", svg.text, svg.title) }

  // MARK: Networks

  /// A network of the zoo, analyzed.
  func profile(zoo name: String) throws -> Profile { try Profile(of: zoo(name)) }

  /// A small network, analyzed.
  ///
  /// - Parameters:
  ///   - layers: as a model file lists them, in one line: `{conv: 4, kernel: 3}, relu`.
  ///   - input: its channels and sizes.
  func profile(_ layers: String, on input: [Int]) throws -> Profile {
    let source = SourceText(name: name, text: "title: \(name)\ninput: \(input)\nlayers: [\(layers)]\n")
    return try Profile(of: ModelFile.network(source, name: name))
  }

  // MARK: Numbers

  func count(_ number: Int) -> String { language.grouped(number) }

  /// How many times larger, with two decimals at most: `1.81`, `4`.
  func ratio(_ a: Int, _ b: Int) -> String {
    a.isMultiple(of: b) ? count(a / b) : language.fixed(Double(a) / Double(b), decimals: 2)
  }

  /// A number with at most one decimal.
  func plain(_ number: Double) -> String { language.plain(number) }

  /// `7×7`.
  func size(_ extent: [Int]) -> String { extent.map(String.init).joined(separator: "×") }

  /// Products and their sum, as one writes them by hand: `2·(−1) + 8·1 = 6`.
  func sum(_ factors: [(Double, Double)]) -> String {
    func factor(_ number: Double) -> String { number < 0 ? "(\(plain(number)))" : plain(number) }
    let total = factors.reduce(0) { $0 + $1.0 * $1.1 }
    return factors.map { "\(factor($0.0))·\(factor($0.1))" }.joined(separator: " + ") + " = \(plain(total))"
  }
}

extension Profile {
  /// The row of a layer; nil where none is called so.
  func row(_ name: String) -> Row? { rows.first { $0.layer.name == name } }

  /// The output of its last layer.
  var output: Shape { network.layers[network.layers.count - 1].shape }

  /// The receptive field of its last layer, in pixels along the first axis.
  var fieldSize: Int { rows.last?.field.axes.first?.size ?? 1 }
}
