import Architecture
import Images
import Inference
import Weights

/// Planes of numbers in rows, a point for each number and a line of one point behind each plane: small, for what enlarges it.
public struct PlaneSheet {
  /// How many planes there are, how large they are, and how many stand in a row.
  public struct Layout: Sendable {
    public let width: Int
    public let height: Int
    public let count: Int
    /// Planes that stay together in a row; nil where any number may.
    public let row: Int?

    /// Of a layer's output: its maps, or the numbers of a vector row by row; nil for other shapes than maps and vectors.
    public init?(of shape: Shape) {
      row = nil
      if shape.isVector {
        width = Int(Double(shape.count).squareRoot().rounded(.up))
        height = (shape.count + width - 1) / width
        count = 1
      } else {
        guard shape.extent.count == 2 else { return nil }
        (width, height, count) = (shape.extent[1], shape.extent[0], shape.channels)
      }
    }

    /// Of a convolution's kernels: one plane for each where they are in color or read one channel, else a row for each; nil without
    /// height and width.
    public init?(kernels parameter: NetworkParameter) {
      let axes = parameter.axes
      guard axes.count == 4 else { return nil }
      (width, height) = (axes[3], axes[2])
      if parameter.readsColor || axes[1] == 1 {
        (count, row) = (axes[0], nil)
      } else {
        let shown = min(axes[1], PlaneSheet.mostChannels)
        (count, row) = (axes[0] * shown, shown)
      }
    }

    private var points: Int { (width + 1) * (height + 1) }

    /// How many planes fit into so many points: whole rows where planes stay together.
    public func shown(within points: Int) -> Int {
      let fit = min(count, points / self.points)
      return row.map { fit / $0 * $0 } ?? fit
    }

    /// Planes in a row: as in a square, unless they stay together.
    func across(_ shown: Int) -> Int {
      if let row { return row }
      let wanted = (Double(shown) * Double(height + 1) / Double(width + 1)).squareRoot().rounded(.up)
      return min(shown, max(1, Int(wanted)))
    }

    /// Points of the sheet at most.
    func area(within points: Int) -> Int {
      let shown = shown(within: points)
      guard shown > 0 else { return 0 }
      let across = across(shown)
      return across * (width + 1) * ((shown + across - 1) / across) * (height + 1)
    }
  }

  public let image: Image
  public let layout: Layout
  public let across: Int
  public let shown: Int
  /// Of all planes, the shown and the others.
  public let smallest: Float
  public let largest: Float

  /// Input channels of a kernel that are shown.
  private static let mostChannels = 32

  /// How many points each of several sheets may have at most, so that all of them together have no more than so many.
  ///
  /// - Parameter bytes: of a point of each: 1 for gray, 3 for color.
  public static func share(of points: Int, among layouts: [(layout: Layout, bytes: Int)]) -> Int {
    var most = points
    // Each sheet takes what it can use: three quarters of it, until all fit.
    while most > 0, layouts.reduce(0, { $0 + $1.layout.area(within: most) * $1.bytes }) > points { most = most * 3 / 4 }
    return most
  }

  /// A layer's output for the first input of a batch, each map from its own smallest number, black, to its own largest; nil
  /// where not one map fits.
  public init?(of activation: Activation, within points: Int) {
    guard let layout = Layout(of: activation.shape), let planes = Planes(layout, within: points) else { return nil }
    let values = activation.image(0)
    let size = layout.width * layout.height
    var drawing = planes.drawing(channels: 1)
    for plane in 0..<planes.shown {
      let numbers = values.dropFirst(plane * size).prefix(size)
      let scale = GrayScale.range(of: numbers)
      for (place, number) in numbers.enumerated() { drawing.set(plane, place, 0, scale.shade(number)) }
    }
    self.init(planes, drawing, values)
  }

  /// A convolution's kernels, each scaled by its own largest magnitude: zero is the middle gray; nil where not one fits.
  ///
  /// - Parameters:
  ///   - numbers: row-major in the parameter's order out, in, height, width.
  ///   - isBGR: the first plane is blue.
  public init?(kernels parameter: NetworkParameter, numbers: [Float], isBGR: Bool, within points: Int) {
    let isInColor = parameter.readsColor
    let channels = isInColor ? 3 : 1
    guard let layout = Layout(kernels: parameter), let planes = Planes(layout, within: points / channels) else {
      return nil
    }
    let size = layout.width * layout.height
    let each = parameter.axes[1] * size
    var drawing = planes.drawing(channels: channels)
    let inRow = layout.row ?? 1
    for kernel in 0..<(planes.shown / inRow) {
      let values = numbers[(kernel * each)..<((kernel + 1) * each)]
      let scale = GrayScale.symmetric(values)
      for channel in 0..<(isInColor ? 3 : inRow) {
        let shown = isInColor && isBGR ? 2 - channel : channel
        for place in 0..<size {
          let shade = scale.shade(values[values.startIndex + channel * size + place])
          drawing.set(isInColor ? kernel : kernel * inRow + channel, place, isInColor ? shown : 0, shade)
        }
      }
    }
    self.init(planes, drawing, numbers)
  }

  private init(_ planes: Planes, _ drawing: Drawing, _ numbers: some Sequence<Float>) {
    (layout, across, shown) = (planes.layout, planes.across, planes.shown)
    image = drawing.image
    let range = GrayScale.range(of: numbers)
    (smallest, largest) = (range.black, range.white)
  }

  /// Where the planes of a sheet are.
  private struct Planes {
    let layout: Layout
    let shown: Int
    let across: Int

    init?(_ layout: Layout, within points: Int) {
      shown = layout.shown(within: points)
      guard shown > 0 else { return nil }
      self.layout = layout
      across = layout.across(shown)
    }

    func drawing(channels: Int) -> Drawing {
      let rows = (shown + across - 1) / across
      let (width, height) = (across * (layout.width + 1), rows * (layout.height + 1))
      return Drawing(
        planes: self, width: width, height: height, channels: channels,
        pixels: Array(repeating: 255, count: width * height * channels))
    }
  }

  /// The points of a sheet; white where there is no plane.
  private struct Drawing {
    let planes: Planes
    let width: Int
    let height: Int
    let channels: Int
    var pixels: [UInt8]

    var image: Image { Image(width: width, height: height, channels: channels, pixels: pixels) }

    mutating func set(_ plane: Int, _ place: Int, _ channel: Int, _ shade: UInt8) {
      let layout = planes.layout
      let x = plane % planes.across * (layout.width + 1) + place % layout.width
      let y = plane / planes.across * (layout.height + 1) + place / layout.width
      pixels[(y * width + x) * channels + channel] = shade
    }
  }
}
