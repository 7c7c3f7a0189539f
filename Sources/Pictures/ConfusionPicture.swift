import Images
import Inference
import Report

/// A confusion matrix: a row for each class, a column for each class that its examples were taken for. Classes that have no
/// examples and for which none was taken are left out.
public struct ConfusionPicture {
  public let image: Image

  /// Classes at most: beyond them a point for each pair makes no picture that can be looked at.
  public static let most = 2048

  private static let margin = 16
  /// Points of all cells together, about.
  private static let size = 1000
  private static let largestCell = 44

  /// - Parameters:
  ///   - labels: of the classes, short.
  ///   - evaluation: of at most `most` classes.
  public init(of evaluation: Evaluation, model: String, labels: [String], in language: Language = .english) {
    let shown = evaluation.classes.indices.filter {
      evaluation.classes[$0].examples > 0 || evaluation.classes[$0].predicted > 0
    }
    let classes = shown.map { evaluation.classes[$0] }
    let margin = ConfusionPicture.margin
    let cell = max(1, min(ConfusionPicture.largestCell, ConfusionPicture.size / classes.count))
    let isLabelled = cell >= BitmapFont.rows + 2
    // Columns have no room for long names: then both have numbers, and the rows their names too.
    let areShort = shown.allSatisfy { BitmapFont.width(of: labels[$0]) <= cell - 4 }
    let columnLabels = shown.map { areShort ? labels[$0] : String($0) }
    let rowLabels = shown.map { areShort ? labels[$0] : "\(labels[$0])  \($0)" }
    let left = isLabelled ? margin + (rowLabels.map { BitmapFont.width(of: $0) }.max() ?? 0) + 8 : margin

    let title = language.text("evaluate.matrix_title", ["model": model])
    var remarks = [language.text("evaluate.matrix"), language.text("evaluate.picture_legend")]
    if shown.count < evaluation.classes.count {
      remarks.append(language.text("evaluate.left_out", count: evaluation.classes.count - shown.count))
    }
    let texts = [BitmapFont.width(of: title, scale: 2)] + remarks.map { BitmapFont.width(of: $0) }
    let top = margin + 28 + remarks.count * 14 + 6 + (isLabelled ? 14 : 0)
    let extent = cell * classes.count
    var raster = Raster(
      width: max(left + extent, margin + (texts.max() ?? 0)) + margin, height: top + extent + margin)
    raster.draw(title, x: margin, y: margin, scale: 2)
    for (index, remark) in remarks.enumerated() { raster.draw(remark, x: margin, y: margin + 28 + index * 14, .faint) }
    raster.frame(x: left - 1, y: top - 1, width: extent + 2, height: extent + 2, .line)
    let places = Dictionary(uniqueKeysWithValues: shown.enumerated().map { ($1, $0) })
    for (truth, counts) in classes.enumerated() {
      let y = top + truth * cell
      if isLabelled {
        let label = rowLabels[truth]
        raster.draw(label, x: left - 8 - BitmapFont.width(of: label), y: y + (cell - BitmapFont.rows) / 2 + 1)
        let column = columnLabels[truth]
        let center = left + truth * cell + (cell - BitmapFont.width(of: column)) / 2
        if BitmapFont.width(of: column) <= cell { raster.draw(column, x: center, y: top - 13) }
      }
      for (predicted, count) in counts.predictions {
        // The root lets a few of many be seen.
        let share = (Double(count) / Double(counts.examples)).squareRoot()
        let column = places[predicted] ?? 0
        let x = left + column * cell
        raster.fill(
          x: x, y: y, width: cell, height: cell, truth == column ? .blue : .vermilion, opacity: 0.08 + 0.92 * share)
        let text = String(count)
        guard isLabelled, BitmapFont.width(of: text) <= cell - 4 else { continue }
        raster.draw(
          text, x: x + (cell - BitmapFont.width(of: text)) / 2, y: y + (cell - BitmapFont.rows) / 2 + 1,
          share > 0.6 ? .white : .ink)
      }
    }
    image = raster.image
  }
}
