import Images
import Inference
import Report

/// A confusion matrix: a row for each class, a column for each class that its examples were taken for.
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
    let classes = evaluation.classes
    let margin = ConfusionPicture.margin
    let cell = max(1, min(ConfusionPicture.largestCell, ConfusionPicture.size / classes.count))
    let isLabelled = cell >= BitmapFont.rows + 2
    // Columns have no room for long names: then both have numbers, and the rows their names too.
    let areShort = labels.allSatisfy { BitmapFont.width(of: $0) <= cell - 4 }
    let columnLabels = areShort ? labels : classes.indices.map(String.init)
    let rowLabels = areShort ? labels : labels.enumerated().map { "\($1)  \($0)" }
    let left = isLabelled ? margin + (rowLabels.map { BitmapFont.width(of: $0) }.max() ?? 0) + 8 : margin

    let title = language.text("evaluate.matrix_title", ["model": model])
    let remarks = [language.text("evaluate.matrix"), language.text("evaluate.picture_legend")]
    let texts = [BitmapFont.width(of: title, scale: 2)] + remarks.map { BitmapFont.width(of: $0) }
    let top = margin + 28 + remarks.count * 14 + 6 + (isLabelled ? 14 : 0)
    let extent = cell * classes.count
    var raster = Raster(
      width: max(left + extent, margin + (texts.max() ?? 0)) + margin, height: top + extent + margin)
    raster.draw(title, x: margin, y: margin, scale: 2)
    for (index, remark) in remarks.enumerated() { raster.draw(remark, x: margin, y: margin + 28 + index * 14, .faint) }
    raster.frame(x: left - 1, y: top - 1, width: extent + 2, height: extent + 2, .line)
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
        let x = left + predicted * cell
        raster.fill(
          x: x, y: y, width: cell, height: cell, truth == predicted ? .blue : .vermilion, opacity: 0.08 + 0.92 * share)
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
