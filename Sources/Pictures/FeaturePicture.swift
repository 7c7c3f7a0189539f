import Images
import Inference
import Report

/// What a layer gave for a picture: each feature map a tile; a vector is one tile, row by row.
public struct FeaturePicture {
  public let image: Image
  /// What is in the picture, for the terminal.
  public let summary: [String]

  /// - Parameter scalesEachMap: each map from its own smallest number to its own largest; else all from the layer's.
  public init(of activation: Activation, scalesEachMap: Bool) {
    let shape = activation.shape
    let values = activation.image(0)
    let range = GrayScale.range(of: values)
    let across =
      shape.isVector ? Int(Double(shape.count).squareRoot().rounded(.up)) : shape.extent[shape.extent.count - 1]
    let down = shape.isVector ? (shape.count + across - 1) / across : shape.extent.count > 1 ? shape.extent[0] : 1
    let maps = shape.isVector ? 1 : shape.channels
    let shown = min(maps, TileGrid.most(width: across, height: down))
    let tiles = (0..<shown).map { map in
      let numbers = values.dropFirst(map * across * down).prefix(across * down)
      let scale = scalesEachMap ? GrayScale.range(of: numbers) : range
      let missing = repeatElement(UInt8(255), count: across * down - numbers.count)
      return TileGrid.Tile(
        image: Image(width: across, height: down, channels: 1, pixels: numbers.map(scale.shade) + missing),
        label: shape.isVector ? "" : String(map))
    }
    let ends = (
      black: Numbers.significant(Double(range.black)), white: Numbers.significant(Double(range.white))
    )
    var remarks = ["numbers \(ends.black) to \(ends.white)"]
    remarks.append(
      scalesEachMap
        ? "each map from its own smallest number, black, to its own largest, white" : "all maps on one scale")
    if shape.isVector { remarks.append("row by row, \(across) in a row") }
    if shown < maps { remarks.append("the first \(shown) of \(maps) maps") }
    let size = shape.extent.map(String.init).joined(separator: "×")
    let title =
      "\(activation.layer)   " + (shape.isVector ? "\(shape.count) numbers" : "\(maps) feature maps of \(size)")
    image = TileGrid(
      title: title, remarks: remarks, tiles: tiles, scale: scalesEachMap && maps > 1 ? nil : ends
    ).draw()
    summary = [title] + remarks
  }
}
