import Architecture
import Images
import Inference
import Report

/// The gradient of a unit, a channel or a score with respect to the input: its figures, JSON and pictures.
public struct GradientReport {
  private let layer: String
  private let channel: Int?
  private let position: [Int]?
  private let model: String
  private let weights: String?
  private let value: Double
  private let height: Int
  private let width: Int
  private let norm: Double
  /// The largest magnitude over the channels, and the sum over them.
  private let saliency: [Float]
  private let signed: [Float]

  /// - Parameters:
  ///   - gradients: with respect to the input, of a batch of one.
  ///   - channel, position: of what was differentiated; nil for all.
  ///   - weights: the file's path; nil for synthetic ones.
  /// - Throws: `InferenceError` where the layer does not depend on the input.
  public init(
    _ gradients: Gradients, of layer: Layer, channel: Int?, position: [Int]?, in network: Network, weights: String?
  ) throws(InferenceError) {
    guard let gradient = gradients.layers[network.layers[0].name], gradient.shape.extent.count == 2 else {
      throw InferenceError("\(layer.name) does not depend on the input")
    }
    self.layer = layer.name
    (self.channel, self.position, self.weights) = (channel, position, weights)
    model = network.model.name
    value = gradients.value
    (height, width) = (gradient.shape.extent[0], gradient.shape.extent[1])
    let area = height * width
    var (saliency, signed) = (Array(repeating: Float(0), count: area), Array(repeating: Float(0), count: area))
    var squares = 0.0
    for (index, number) in gradient.values.enumerated() {
      saliency[index % area] = max(saliency[index % area], abs(number))
      signed[index % area] += number
      squares += Double(number) * Double(number)
    }
    (self.saliency, self.signed, norm) = (saliency, signed, squares.squareRoot())
  }

  /// Rows and columns of the pixels on which the value depends; nil where there are none.
  private var area: [ClosedRange<Int>]? {
    let seen = saliency.indices.filter { saliency[$0] > 0 }
    guard let first = seen.first, let last = seen.last else { return nil }
    let columns = seen.map { $0 % width }
    return [(first / width)...(last / width), (columns.min() ?? 0)...(columns.max() ?? 0)]
  }

  private func lines(in language: Language) -> [String] {
    let seen =
      area.map { area in
        zip(["explain.rows", "explain.columns"], area).map { key, range in
          language.text(key, ["from": language.grouped(range.lowerBound), "to": language.grouped(range.upperBound)])
        }.joined(separator: ", ")
      } ?? language.text("pictures.no_pixel")
    return [
      language.text("gradients.value", ["value": language.significant(value)]),
      language.text(
        "gradients.norm",
        [
          "norm": language.significant(norm), "largest": language.significant(Double(saliency.max() ?? 0)),
        ]),
      language.text("gradients.area", ["area": seen]),
      language.text(weights == nil ? "gradients.synthetic" : "gradients.trained"),
    ]
  }

  private func title(in language: Language) -> String {
    EffectiveFieldReport.name(layer: layer, unit: position, channel: channel, in: language)
  }

  public func text(in language: Language = .english) -> String {
    ([title(in: language)] + lines(in: language)).joined(separator: "\n") + "\n"
  }

  public var document: GradientDocument {
    GradientDocument(
      model: model, layer: layer, unit: position, channel: channel, weights: weights, value: value.finite,
      norm: norm.finite, largest: Double(saliency.max() ?? 0).finite,
      area: area?.map { [$0.lowerBound, $0.upperBound] },
      height: height, width: width, saliency: saliency.map { Double($0) }, gradient: signed.map { Double($0) })
  }

  /// The saliency alone, a point for each pixel: 0 is black, the largest magnitude white.
  public var saliencyPicture: Image {
    GrayScale(black: 0, white: saliency.max() ?? 0).image(saliency, width: width, height: height)
  }

  /// The picture, the saliency and the gradient with its sign, side by side.
  ///
  /// - Parameter picture: as the network sees it; nil for a grid.
  public func picture(on picture: Image?, in language: Language = .english) -> Image {
    var panels = Panels(
      title: title(in: language), texts: lines(in: language).map { ($0, .faint) }, width: width, height: height,
      count: 3)
    if let picture {
      panels.draw(picture, at: 0, named: language.text("gradients.input_panel"))
    } else {
      panels.drawGrid(at: 0, named: language.text("gradients.input_panel"))
    }
    panels.draw(saliencyPicture, at: 1, named: language.text("gradients.saliency_panel"))
    panels.draw(
      GrayScale.symmetric(signed).image(signed, width: width, height: height), at: 2,
      named: language.text("gradients.sign_panel"))
    return panels.image
  }
}
