import Architecture
import Inference
import PlainText
import Report

/// How often a network is right on examples whose classes are known.
public struct EvaluationReport {
  private let model: String
  private let weights: String
  private let data: String
  private let preprocessing: Preprocessing?
  private let labels: ClassLabels
  private let evaluation: Evaluation
  private let titles: [String]

  /// Classes up to which each has a row in the terminal, and the confusion matrix is shown whole.
  private static let mostRows = 20
  /// Pairs of classes that are named where the matrix is not shown.
  private static let mostPairs = 10

  /// - Parameters:
  ///   - preprocessing: how pictures became inputs; nil where numbers were taken as they are.
  ///   - titles: of the worst mistakes, in their order.
  public init(
    model: String, weights: String, data: String, preprocessing: Preprocessing?, labels: ClassLabels,
    _ evaluation: Evaluation, titles: [String]
  ) {
    (self.model, self.weights, self.data) = (model, weights, data)
    (self.preprocessing, self.labels) = (preprocessing, labels)
    (self.evaluation, self.titles) = (evaluation, titles)
  }

  public func text(in language: Language = .english, canvas: Canvas = .plain) -> String {
    let read =
      preprocessing.map { language.text("predict.read_as", ["preprocessing": PredictionReport.summary($0, language)]) }
      ?? language.text("evaluate.as_they_are")
    var lines = [canvas.style.dim(read)]
    lines += summary(language).enumerated().map { $0 == 0 ? canvas.style.bold($1) : $1 }
    lines += [""] + TerminalTable.lines(classTable(language), language, canvas)
    let known = evaluation.classes.count { $0.examples > 0 }
    if shown.count < known {
      lines += [
        "",
        "  "
          + language.text("evaluate.lowest", ["shown": String(shown.count), "count": language.grouped(known)]),
      ]
    } else if shown.count < evaluation.classes.count {
      lines += ["", "  " + language.text("evaluate.without", count: evaluation.classes.count - known)]
    }
    if evaluation.classes.count <= EvaluationReport.mostRows {
      lines += ["", "  " + language.text("evaluate.matrix")]
      lines += TerminalTable.lines(matrix(language), language, canvas)
    } else if evaluation.right < evaluation.examples {
      lines += ["", "  " + language.text("evaluate.pairs")]
      lines += TerminalTable.lines(pairTable(language), language, canvas)
    }
    if !evaluation.worst.isEmpty {
      lines += ["", "  " + language.text("evaluate.worst")]
      lines += TerminalTable.lines(mistakeTable(language), language, canvas)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// `98.89 % right: 9,889 of 10,000`, and how many are among the best five.
  private func summary(_ language: Language) -> [String] {
    var lines = [
      "\(model.visible), \(data.visible): "
        + language.text("evaluate.right", count: evaluation.examples, values(evaluation.right, language))
    ]
    if let five = evaluation.amongFive { lines.append(language.text("evaluate.five", values(five, language))) }
    return lines
  }

  private func values(_ part: Int, _ language: Language) -> KeyValuePairs<String, String> {
    ["share": share(part, evaluation.examples, language), "right": language.grouped(part)]
  }

  /// With two decimals; blank where there is nothing to be a share of.
  private func share(_ part: Int, _ whole: Int, _ language: Language) -> String {
    whole == 0 ? "" : language.fixed(100 * Double(part) / Double(whole), decimals: 2) + " %"
  }

  /// The classes with a row of their own: all, or of those that have examples the ones that are recognised least.
  private var shown: [Int] {
    let classes = evaluation.classes
    guard classes.count > EvaluationReport.mostRows else { return Array(classes.indices) }
    func missed(_ index: Int) -> Double {
      Double(classes[index].examples - classes[index].right) / Double(classes[index].examples)
    }
    let known = classes.indices.filter { classes[$0].examples > 0 }
    return Array(known.sorted { (missed($1), $0) < (missed($0), $1) }.prefix(EvaluationReport.mostRows))
  }

  private func classTable(_ language: Language) -> Table {
    let hasFive = evaluation.amongFive != nil
    var columns = [
      Table.Column("class", language.text("predict.class"), .left, importance: 3),
      Table.Column("examples", language.text("evaluate.examples"), importance: 1),
      Table.Column("right", language.text("evaluate.recognised"), importance: 2),
      Table.Column("precision", language.text("evaluate.precision")),
    ]
    if hasFive { columns.insert(Table.Column("five", language.text("evaluate.best_five")), at: 3) }
    return Table(
      columns: columns,
      rows: shown.map { index in
        let counts = evaluation.classes[index]
        var row: [Table.Cell] = [
          .text(labels.name(index, in: language).visible), .count(counts.examples),
          .text(share(counts.right, counts.examples, language)),
          .text(share(counts.right, counts.predicted, language)),
        ]
        if hasFive { row.insert(.text(share(counts.amongFive, counts.examples, language)), at: 3) }
        return row
      })
  }

  /// A row for each class, a column for what it was taken for.
  private func matrix(_ language: Language) -> Table {
    let indices = evaluation.classes.indices
    return Table(
      columns: [Table.Column("class", "", .left, importance: 1)]
        + indices.map { Table.Column("class_\($0)", labels.short($0, atMost: 8)) },
      rows: indices.map { truth in
        [.text(labels.short(truth))]
          + indices.map { evaluation.classes[truth].predictions[$0].map { .count($0) } ?? .text("·") }
      })
  }

  /// The pairs of classes that are taken for each other most often.
  private func pairTable(_ language: Language) -> Table {
    var pairs: [(truth: Int, predicted: Int, count: Int)] = []
    for (truth, counts) in evaluation.classes.enumerated() {
      for (predicted, count) in counts.predictions where predicted != truth { pairs.append((truth, predicted, count)) }
    }
    pairs.sort { ($1.count, $0.truth, $0.predicted) < ($0.count, $1.truth, $1.predicted) }
    return Table(
      columns: [
        Table.Column("truth", language.text("evaluate.is"), .left),
        Table.Column("predicted", language.text("evaluate.taken_for"), .left),
        Table.Column("count", language.text("evaluate.examples")),
      ],
      rows: pairs.prefix(EvaluationReport.mostPairs).map {
        [
          .text(labels.name($0.truth, in: language).visible), .text(labels.name($0.predicted, in: language).visible),
          .count($0.count),
        ]
      })
  }

  /// An example's title without the path that is named above.
  private func short(_ title: String) -> String {
    let rest = title.hasPrefix(data) ? title.dropFirst(data.count).drop { "/, ".contains($0) } : title[...]
    return rest.visible
  }

  private func mistakeTable(_ language: Language) -> Table {
    let isDistance = evaluation.measure == .distance
    func value(_ number: Double) -> Table.Cell {
      isDistance ? .significant(number) : .text("\(language.fixed(100 * number, decimals: 2)) %")
    }
    let measure = language.text(isDistance ? "predict.distance" : "predict.probability")
    return Table(
      columns: [
        Table.Column("example", language.text("evaluate.example"), .left, importance: 3),
        Table.Column("truth", language.text("evaluate.is"), .left, importance: 2),
        Table.Column("truth_value", measure),
        Table.Column("predicted", language.text("evaluate.taken_for"), .left, importance: 2),
        Table.Column("value", measure, importance: 1),
      ],
      rows: zip(evaluation.worst, titles).map { mistake, title in
        [
          .text(short(title)), .text(labels.short(mistake.truth)), value(mistake.truthValue),
          .text(labels.short(mistake.predicted)), value(mistake.predictedValue),
        ]
      })
  }

  public var document: EvaluationDocument {
    let examples = Double(evaluation.examples)
    let isDistance = evaluation.measure == .distance
    return EvaluationDocument(
      model: model, weights: weights, data: data, preprocessing: preprocessing.map(EvaluationReport.document),
      examples: evaluation.examples, right: evaluation.right, top1: Double(evaluation.right) / examples,
      amongFive: evaluation.amongFive, top5: evaluation.amongFive.map { Double($0) / examples },
      classes: evaluation.classes.enumerated().map { index, counts in
        EvaluationDocument.Class(
          index: index, label: labels.name(index, in: .english), examples: counts.examples, right: counts.right,
          amongFive: counts.amongFive, predicted: counts.predicted,
          predictions: counts.predictions.sorted { $0.key < $1.key }.map {
            EvaluationDocument.Count(index: $0.key, count: $0.value)
          })
      },
      worst: zip(evaluation.worst, titles).map { mistake, title in
        EvaluationDocument.Mistake(
          example: mistake.example, title: title, truth: mistake.truth, predicted: mistake.predicted,
          probability: isDistance ? nil : mistake.predictedValue,
          truthProbability: isDistance ? nil : mistake.truthValue,
          distance: isDistance ? mistake.predictedValue : nil, truthDistance: isDistance ? mistake.truthValue : nil)
      })
  }

  private static func document(_ preprocessing: Preprocessing) -> EvaluationDocument.Preprocessing {
    let resize: [Int]? =
      switch preprocessing.resizing {
      case .shorterSide(let side): [side]
      case .exactly(let height, let width): [height, width]
      case nil: nil
      }
    return EvaluationDocument.Preprocessing(
      channels: preprocessing.channels.rawValue, divisor: preprocessing.divisor, mean: preprocessing.mean,
      std: preprocessing.deviation, resize: resize, interpolation: preprocessing.interpolation.rawValue)
  }
}
