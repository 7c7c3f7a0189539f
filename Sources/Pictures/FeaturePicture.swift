import Images
import Inference
import Report

/// What a layer gave for a picture: each feature map a tile; a vector is one tile, row by row.
public struct FeaturePicture {
  public let image: Image
  /// What is in the picture, for the terminal.
  public let summary: [String]

  /// - Parameter scalesEachMap: each map from its own smallest number to its own largest; else all from the layer's.
  public init(of activation: Activation, scalesEachMap: Bool, in language: Language = .english) {
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
      black: language.significant(Double(range.black)), white: language.significant(Double(range.white))
    )
    var remarks = [language.text("pictures.numbers", ["from": ends.black, "to": ends.white])]
    remarks.append(language.text(scalesEachMap ? "pictures.each_map" : "pictures.one_scale"))
    if shape.isVector { remarks.append(language.text("pictures.row_by_row", ["count": String(across)])) }
    if shown < maps {
      remarks.append(language.text("pictures.first_maps", ["shown": String(shown), "count": String(maps)]))
    }
    let size = shape.extent.map(String.init).joined(separator: "×")
    let title =
      "\(activation.layer)   "
      + (shape.isVector
        ? language.text("pictures.vector", ["count": String(shape.count)])
        : language.text("pictures.feature_maps", ["count": String(maps), "size": size]))
    image = TileGrid(
      title: title, remarks: remarks, tiles: tiles, scale: scalesEachMap && maps > 1 ? nil : ends
    ).draw()
    summary = [title] + remarks
  }
}
