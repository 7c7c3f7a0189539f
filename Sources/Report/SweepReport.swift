import Analysis
import Architecture

/// A network's totals for inputs of several sizes and for several batches, and the formulas that they follow.
public struct SweepReport: JoinedReport {
  public let sweep: InputSweep
  private let formulas: SizeFormulas

  public init(_ sweep: InputSweep, _ formulas: SizeFormulas) {
    self.sweep = sweep
    self.formulas = formulas
  }

  /// The names of the axes as columns.
  private var axes: [String] {
    switch sweep.network.input.extent.count {
    case 1: ["length"]
    case 2: ["height", "width"]
    case let count: (0..<count).map { "axis\($0 + 1)" }
    }
  }

  private func title(_ quantity: Quantity, in language: Language) -> String {
    language.text("quantities.\(quantity.rawValue)")
  }

  /// - Parameter isForPeople: a square is one number then, and bytes have units.
  private func table(in language: Language, isForPeople: Bool) -> Table {
    let isSquare = isForPeople && sweep.points.allSatisfy { Set($0.extent).count == 1 }
    var columns = isForPeople ? [] : [Table.Column("model", "model", .left)]
    columns +=
      isForPeople
      ? [Table.Column("input", language.text("sweep.input"), importance: 100)]
      : axes.map { Table.Column($0, $0) }
    columns.append(Table.Column("batch", language.text("sweep.batch"), importance: 90))
    columns += sweep.quantities.map { quantity in
      Table.Column(
        SweepReport.name(of: quantity), isForPeople ? title(quantity, in: language) : SweepReport.name(of: quantity),
        importance: 80)
    }
    let misfits = sweep.points.contains { SweepReport.reason(of: $0, in: language) != nil }
    if misfits || !isForPeople {
      columns.append(Table.Column("problem", language.text("sweep.problem"), .left, importance: 85, wraps: true))
    }
    let rows = sweep.points.map { point -> [Table.Cell] in
      var row: [Table.Cell] = isForPeople ? [] : [.text(sweep.network.model.name)]
      if isForPeople {
        row.append(.text(isSquare ? String(point.extent[0]) : point.extent.map(String.init).joined(separator: "×")))
      } else {
        row += point.extent.map { .count($0) }
      }
      row.append(.count(point.batch))
      if case .fits(let values) = point.outcome {
        row += zip(sweep.quantities, values).map { quantity, value in
          value.map { quantity.isBytes ? .bytes($0) : .count($0) }
            ?? (isForPeople ? .text(language.text("columns.unknown")) : .blank)
        }
      } else {
        row += sweep.quantities.map { _ in isForPeople ? .text("—") : .blank }
      }
      if misfits || !isForPeople {
        row.append(SweepReport.reason(of: point, in: language).map { .text($0) } ?? .blank)
      }
      return row
    }
    return Table(columns: columns, rows: rows)
  }

  /// In CSV a number of bytes says so.
  private static func name(of quantity: Quantity) -> String {
    quantity.isBytes ? "\(quantity.rawValue)_bytes" : quantity.rawValue
  }

  /// Why a size has no totals; nil where it has.
  static func reason(of point: InputSweep.Point, in language: Language) -> String? {
    switch point.outcome {
    case .fits: nil
    case .misfit(let error): ResizeReport.line(error, in: language)
    case .impossible(let error): language.spoken(error.phrase)
    }
  }

  public var csvTable: Table { table(in: .english, isForPeople: false) }

  public func text(_ format: Format, in language: Language = .english, canvas: Canvas = .plain) -> String {
    let name = sweep.network.model.name
    switch format {
    case .json, .csv: return SweepReport.joined([self], format, in: language)
    case .markdown:
      var lines = ["## \(MarkdownTable.escape(name))", ""]
      lines += MarkdownTable.render(table(in: language, isForPeople: true), language)
      for line in formulaLines(in: language) { lines += ["", MarkdownTable.escape(line)] }
      return lines.joined(separator: "\n") + "\n"
    case .table:
      var lines = [canvas.style.bold(name)]
      lines += TerminalTable.lines(table(in: language, isForPeople: true), language, canvas)
      let formulas = formulaLines(in: language)
      if !formulas.isEmpty { lines += [""] + formulas.flatMap { Paragraph.wrap($0, width: canvas.width) } }
      return lines.joined(separator: "\n") + "\n"
    }
  }

  // MARK: Formulas

  /// `MACs = 81,447 3/4·H·W + 2,048,000`, below each class of sizes.
  private func formulaLines(in language: Language) -> [String] {
    var lines: [String] = []
    var last: [Int]?
    for formula in formulas.formulas {
      let polynomial = formula.polynomial
      if polynomial.remainders != last {
        lines.append(heading(polynomial, in: language))
        last = polynomial.remainders
      }
      let values: KeyValuePairs = [
        "quantity": title(formula.quantity, in: language) + (formula.quantity.isBytes ? " (B)" : ""),
        "formula": SweepReport.text(polynomial, in: language), "tried": language.grouped(polynomial.tried),
        "height": String(polynomial.smallest[0]), "width": String(polynomial.smallest[1]),
        "largest": String(polynomial.largestTried),
      ]
      lines.append(
        language.text(Set(polynomial.smallest).count == 1 ? "sweep.formula_square" : "sweep.formula", values))
    }
    if !formulas.without.isEmpty {
      let names = formulas.without.map { title($0, in: language) }
      lines.append(language.text("sweep.no_formula", ["quantities": language.list(names)]))
    }
    if formulas.classesLeft > 0 { lines.append(language.text("sweep.classes_left", count: formulas.classesLeft)) }
    return lines
  }

  private func heading(_ polynomial: SizePolynomial, in language: Language) -> String {
    let period = String(polynomial.period)
    if polynomial.period == 1 { return language.text("sweep.every_size") }
    if Set(polynomial.remainders) == [0] { return language.text("sweep.multiples", ["period": period]) }
    if Set(polynomial.remainders).count == 1 {
      return language.text(
        "sweep.remainder", ["period": period, "remainder": String(polynomial.remainders[0])])
    }
    return language.text(
      "sweep.remainders",
      ["period": period, "height": String(polynomial.remainders[0]), "width": String(polynomial.remainders[1])])
  }

  /// `2,606/32·H·W + 12·H + 2,048,000`.
  static func text(_ polynomial: SizePolynomial, in language: Language) -> String {
    let terms = [
      (polynomial.area, "H·W"), (polynomial.height, "H"), (polynomial.width, "W"), (polynomial.constant, ""),
    ]
    var text = ""
    for (factor, name) in terms where factor.numerator != 0 {
      let size = Int(factor.numerator.magnitude)
      var number = language.grouped(size)
      if factor.denominator != 1 { number += "/\(language.grouped(factor.denominator))" }
      let term = name.isEmpty ? number : size == 1 && factor.denominator == 1 ? name : "\(number)·\(name)"
      if text.isEmpty {
        text = factor.numerator < 0 ? "−\(term)" : term
      } else {
        text += factor.numerator < 0 ? " − \(term)" : " + \(term)"
      }
    }
    return text.isEmpty ? "0" : text
  }

  // MARK: JSON

  public var document: SweepDocument {
    SweepDocument(
      model: sweep.network.model.name, channels: sweep.network.input.channels,
      quantities: sweep.quantities.map(SweepReport.name),
      points: sweep.points.map { point in
        var values: [Int?]?
        if case .fits(let numbers) = point.outcome { values = numbers }
        return SweepDocument.Point(
          extent: point.extent, batch: point.batch, totals: values,
          problem: SweepReport.reason(of: point, in: .english))
      },
      formulas: formulas.formulas.map { formula in
        func pair(_ fraction: SizePolynomial.Fraction) -> [Int] { [fraction.numerator, fraction.denominator] }
        let polynomial = formula.polynomial
        return SweepDocument.Formula(
          quantity: SweepReport.name(of: formula.quantity), period: polynomial.period,
          remainders: polynomial.remainders, smallest: polynomial.smallest, largestTried: polynomial.largestTried,
          tried: polynomial.tried, area: pair(polynomial.area), height: pair(polynomial.height),
          width: pair(polynomial.width), constant: pair(polynomial.constant))
      })
  }

  public var json: JSON { document.json }
}
