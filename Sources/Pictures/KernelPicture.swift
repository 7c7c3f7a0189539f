import Images
import Report
import Weights

/// The kernels of a layer, each a tile: in color where it reads the three planes of a picture, else its planes beside each
/// other, for every input channel one.
public struct KernelPicture {
  public let image: Image
  /// What is in the picture, for the terminal.
  public let summary: [String]

  /// Input channels of one kernel that are shown.
  private static let mostPlanes = 256

  /// - Parameters:
  ///   - parameter: the layer's weight; one without spatial axes is drawn as planes of one number.
  ///   - numbers: row-major in the parameter's order out, in, height, width.
  ///   - isBGR: the first plane is blue.
  public init(of parameter: NetworkParameter, numbers: [Float], isBGR: Bool, in language: Language = .english) {
    let axes = parameter.axes
    let (kernels, channels) = (axes[0], axes[1])
    let (height, width) = parameter.kernelSize
    let isColor = parameter.readsColor
    let planes = min(channels, KernelPicture.mostPlanes)
    let across = isColor ? 1 : Int(Double(planes).squareRoot().rounded(.up))
    let down = isColor ? 1 : (planes + across - 1) / across
    let tile =
      isColor ? (width: width, height: height) : (width: across * (width + 1) - 1, height: down * (height + 1) - 1)
    let shown = min(kernels, TileGrid.most(width: tile.width, height: tile.height))

    let tiles = (0..<shown).map { kernel in
      let values = numbers[(kernel * channels * height * width)..<((kernel + 1) * channels * height * width)]
      let scale = GrayScale.symmetric(values)
      func shade(_ channel: Int, _ place: Int) -> UInt8 {
        scale.shade(values[values.startIndex + channel * height * width + place])
      }
      if isColor {
        let order = isBGR ? [2, 1, 0] : [0, 1, 2]
        let pixels = (0..<(height * width)).flatMap { place in order.map { shade($0, place) } }
        return TileGrid.Tile(
          image: Image(width: width, height: height, channels: 3, pixels: pixels), label: String(kernel))
      }
      var mosaic = [UInt8](repeating: 255, count: tile.width * tile.height)
      for channel in 0..<planes {
        let (top, left) = (channel / across * (height + 1), channel % across * (width + 1))
        for place in 0..<(height * width) {
          mosaic[(top + place / width) * tile.width + left + place % width] = shade(channel, place)
        }
      }
      return TileGrid.Tile(
        image: Image(width: tile.width, height: tile.height, channels: 1, pixels: mosaic), label: String(kernel))
    }
    let range = GrayScale.range(of: numbers)
    let size = [height, width].map(String.init).joined(separator: "×")
    var remarks = [
      language.text(
        "pictures.weights",
        [
          "from": language.significant(Double(range.black)), "to": language.significant(Double(range.white)),
        ]),
      language.text("pictures.each_kernel"),
    ]
    if !isColor, channels > 1 { remarks.append(language.text("pictures.planes")) }
    if planes < channels {
      remarks.append(language.text("pictures.first_planes", ["shown": String(planes), "count": String(channels)]))
    }
    if shown < kernels {
      remarks.append(language.text("pictures.first_kernels", ["shown": String(shown), "count": String(kernels)]))
    }
    let words = language.text("pictures.kernels", ["count": String(kernels), "size": "\(channels)×\(size)"])
    let title = "\(parameter.layer.name)   \(words)"
    let largest = language.text("pictures.largest")
    image = TileGrid(title: title, remarks: remarks, tiles: tiles, scale: ("−\(largest)", "+\(largest)")).draw()
    summary = [title] + remarks
  }
}

extension NetworkParameter {
  /// Height and width of a kernel; 1 for an axis that it does not have.
  fileprivate var kernelSize: (height: Int, width: Int) {
    axes.count > 3 ? (axes[2], axes[3]) : (1, axes.count > 2 ? axes[2] : 1)
  }

  /// Whether a layer's kernels read the three planes of a picture, so that a kernel is one plane in color.
  public var readsColor: Bool {
    axes[1] == 3 && kernelSize.height * kernelSize.width > 1 && layer.inputs == [0]
  }
}
