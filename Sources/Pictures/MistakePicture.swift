import Images
import Inference
import Report

/// The worst mistakes of an evaluation, as the network sees them, each with what it is and what it was taken for.
public struct MistakePicture {
  public let image: Image

  /// - Parameters:
  ///   - pictures: of the worst mistakes, in their order; at least one, all of the same size.
  ///   - labels: of the classes, short.
  public init(
    of evaluation: Evaluation, _ pictures: [Image], model: String, labels: [String], in language: Language = .english
  ) {
    let tiles = zip(evaluation.worst, pictures).map { mistake, picture in
      let value =
        evaluation.measure == .distance
        ? language.significant(mistake.predictedValue)
        : "\(language.fixed(100 * mistake.predictedValue, decimals: 0)) %"
      return TileGrid.Tile(
        image: picture, label: "\(labels[mistake.truth]) → \(labels[mistake.predicted])  \(value)")
    }
    let shown = min(tiles.count, TileGrid.most(width: pictures[0].width, height: pictures[0].height))
    image = TileGrid(
      title: language.text("evaluate.mistakes_title", ["model": model]),
      remarks: [language.text("evaluate.mistake_legend")], tiles: Array(tiles.prefix(shown)), scale: nil
    ).draw()
  }
}
