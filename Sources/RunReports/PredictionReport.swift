import Architecture
import Inference
import Report
import PlainText

/// The classes that a network takes pictures for.
public struct PredictionReport {
  /// A picture and what came out.
  public struct Entry {
    let path: String
    let width: Int
    let height: Int
    let prediction: Prediction

    public init(path: String, width: Int, height: Int, _ prediction: Prediction) {
      (self.path, self.width, self.height, self.prediction) = (path, width, height, prediction)
    }
  }

  private let model: String
  private let weights: String
  private let preprocessing: Preprocessing
  private let entries: [Entry]
  private let labels: ClassLabels

  public init(
    model: String, weights: String, preprocessing: Preprocessing, labels: ClassLabels, _ entries: [Entry]
  ) {
    (self.model, self.weights, self.preprocessing) = (model, weights, preprocessing)
    (self.labels, self.entries) = (labels, entries)
  }

  public func text(in language: Language = .english, canvas: Canvas = .plain) -> String {
    let summary = PredictionReport.summary(preprocessing, language)
    var lines = [canvas.style.dim(language.text("predict.read_as", ["preprocessing": summary]))]
    for entry in entries {
      let isDistance = entry.prediction.measure == .distance
      lines.append(canvas.style.bold(entry.path.visible) + "   \(entry.width)×\(entry.height)")
      let rows = entry.prediction.best.enumerated().map { rank, best -> [Table.Cell] in
        [
          .count(rank + 1), .text(labels.name(best.index, in: language).visible),
          isDistance ? .significant(best.value) : .text("\(language.fixed(100 * best.value, decimals: 2)) %"),
          .text(isDistance ? "" : String(repeating: "█", count: Int((best.value * 20).rounded()))),
        ]
      }
      let table = Table(
        columns: [
          Table.Column("rank", "", importance: 1),
          Table.Column("class", language.text("predict.class"), .left, importance: 3),
          Table.Column(
            "value", language.text(isDistance ? "predict.distance" : "predict.probability"), importance: 2),
          Table.Column("bar", "", .left),
        ], rows: rows)
      lines += TerminalTable.lines(table, language, canvas)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  public var document: PredictionDocument {
    PredictionDocument(
      model: model, weights: weights,
      pictures: entries.map { entry in
        let isDistance = entry.prediction.measure == .distance
        return PredictionDocument.Picture(
          path: entry.path, width: entry.width, height: entry.height,
          classes: entry.prediction.best.map {
            PredictionDocument.Class(
              index: $0.index, label: labels.name($0.index, in: .english),
              probability: isDistance ? nil : .some($0.value.finite),
              distance: isDistance ? .some($0.value.finite) : nil)
          })
      })
  }

  /// `RGB, divided by 255, minus (0.485, 0.456, 0.406), over (0.229, 0.224, 0.225); shorter side 256, then the middle`.
  static func summary(_ preprocessing: Preprocessing, _ language: Language = .english) -> String {
    // As the model file spells them.
    func list(_ numbers: [Double]) -> String {
      Set(numbers).count == 1 ? "\(numbers[0])" : "(\(numbers.map { "\($0)" }.joined(separator: ", ")))"
    }
    var parts = [preprocessing.channels.title]
    if preprocessing.divisor != 1 {
      parts.append(language.text("predict.divided", ["divisor": language.plain(preprocessing.divisor)]))
    }
    if preprocessing.mean.contains(where: { $0 != 0 }) {
      parts.append(language.text("predict.minus", ["mean": list(preprocessing.mean)]))
    }
    if preprocessing.deviation.contains(where: { $0 != 1 }) {
      parts.append(language.text("predict.over", ["deviation": list(preprocessing.deviation)]))
    }
    var text = parts.joined(separator: ", ")
    if let implementation = preprocessing.implementation {
      text = language.text("predict.wants", ["implementation": implementation, "preprocessing": text])
    }
    let isBicubic = preprocessing.interpolation == .bicubic
    switch preprocessing.resizing {
    case .shorterSide(let side):
      let key = isBicubic ? "predict.shorter_side_bicubic" : "predict.shorter_side"
      return "\(text); " + language.text(key, ["side": String(side)])
    case .exactly(let height, let width):
      let key = isBicubic ? "predict.resized_bicubic" : "predict.resized"
      return "\(text); " + language.text(key, ["size": "\(height)×\(width)"])
    case nil: return text
    }
  }
}
