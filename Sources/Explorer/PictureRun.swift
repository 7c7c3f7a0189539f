import Report

/// What a network with weights makes of one picture, for its page to show: planes of each layer, its kernels, the likeliest
/// classes, and the gradient of the likeliest one.
public struct PictureRun {
  /// Planes of numbers in a PNG: a point for each number, and a line of one point behind each plane.
  public struct Sheet {
    let png: [UInt8]
    /// Of the PNG, in points.
    let width: Int
    let height: Int
    /// Of one plane, in points.
    let planeWidth: Int
    let planeHeight: Int
    /// Planes in a row.
    let across: Int
    /// Planes of one kernel, which stand in a row of their own; 1 where each plane is one.
    let row: Int
    /// Planes in the sheet, and those that there are.
    let shown: Int
    let count: Int
    /// The smallest and the largest number of all planes, the shown and the others.
    let smallest: Double
    let largest: Double

    public init(
      png: [UInt8], width: Int, height: Int, planeWidth: Int, planeHeight: Int, across: Int, row: Int = 1, shown: Int,
      count: Int, smallest: Double, largest: Double
    ) {
      (self.png, self.width, self.height) = (png, width, height)
      (self.planeWidth, self.planeHeight, self.across, self.row) = (planeWidth, planeHeight, across, row)
      (self.shown, self.count, self.smallest, self.largest) = (shown, count, smallest, largest)
    }

    fileprivate var json: JSON {
      .object([
        ("source", .string(PictureRun.source(png))), ("size", .integers([width, height])),
        ("plane", .integers([planeWidth, planeHeight])), ("across", .integer(across)), ("row", .integer(row)),
        ("shown", .integer(shown)), ("count", .integer(count)), ("range", .array([.real(smallest), .real(largest)])),
      ])
    }
  }

  /// How strongly a layer's middle unit depends on each pixel of the picture.
  public struct FieldPicture {
    /// A point for each pixel of the input.
    let png: [UInt8]
    /// Of the smallest squares around the unit's middle that hold half and 99 % of the mass; nil where nothing reaches it.
    let sides: [Int?]

    public init(png: [UInt8], sides: [Int?]) {
      (self.png, self.sides) = (png, sides)
    }

    fileprivate var json: JSON {
      .object([
        ("source", .string(PictureRun.source(png))), ("sides", .array(sides.map { $0.map { .integer($0) } ?? .null })),
      ])
    }
  }

  /// A layer's output, the kernels that it has, and its effective receptive field.
  public struct LayerSheets {
    let output: Sheet?
    let kernels: Sheet?
    let field: FieldPicture?
    /// Whether a kernel is one plane in color, else a row of planes, one for each input channel.
    let areInColor: Bool
    let isVector: Bool

    public init(output: Sheet?, kernels: Sheet?, field: FieldPicture? = nil, areInColor: Bool, isVector: Bool) {
      (self.output, self.kernels, self.field) = (output, kernels, field)
      (self.areInColor, self.isVector) = (areInColor, isVector)
    }
  }

  /// What the picture is called.
  let name: String
  /// As the network reads it, and the gradient of the likeliest class with respect to it: PNG.
  let picture: [UInt8]
  let gradient: [UInt8]
  /// Names and numbers of the likeliest classes, the best first.
  let classes: [(name: String, value: Double)]
  /// Whether the numbers are shares of 1, else distances.
  let areShares: Bool
  /// By the layers' names.
  let layers: [String: LayerSheets]

  public init(
    name: String, picture: [UInt8], gradient: [UInt8], classes: [(name: String, value: Double)], areShares: Bool,
    layers: [String: LayerSheets]
  ) {
    (self.name, self.picture, self.gradient) = (name, picture, gradient)
    (self.classes, self.areShares, self.layers) = (classes, areShares, layers)
  }

  /// Bytes of a page at most, with its pictures.
  public static let mostBytes = 20_000_000
  /// Bytes that the pictures of a page may have before they are written in base64, which takes four thirds of them.
  ///
  /// - Parameters:
  ///   - page: bytes of the page without them.
  ///   - layers: whose sheets are in it, each with fewer than 600 bytes of sizes and names of values.
  public static func room(besides page: Int, layers: Int) -> Int {
    max(0, mostBytes - page - 600 * layers - 10_000) / 4 * 3
  }

  /// Bytes of its pictures before they are written in base64.
  public var pictureBytes: Int {
    layers.values.reduce(picture.count + gradient.count) {
      $0 + ($1.output?.png.count ?? 0) + ($1.kernels?.png.count ?? 0) + ($1.field?.png.count ?? 0)
    }
  }

  /// - Parameter names: of the page's layers, in its order; the sheets stand by their places.
  func json(of names: [String]) -> JSON {
    let sheets = names.enumerated().compactMap { place, name -> (String, JSON)? in
      guard let sheets = layers[name] else { return nil }
      var members: [(String, JSON)] = []
      if let output = sheets.output { members.append(("output", output.json)) }
      if let kernels = sheets.kernels { members.append(("kernels", kernels.json)) }
      if let field = sheets.field { members.append(("field", field.json)) }
      if sheets.areInColor { members.append(("areInColor", .integer(1))) }
      if sheets.isVector { members.append(("isVector", .integer(1))) }
      return (String(place), .object(members))
    }
    return .object([
      ("name", .string(name)), ("picture", .string(PictureRun.source(picture))),
      ("gradient", .string(PictureRun.source(gradient))),
      ("classes", .array(classes.map { .object([("name", .string($0.name)), ("value", .real($0.value))]) })),
      ("areShares", .bool(areShares)), ("layers", .object(sheets)),
    ])
  }

  /// The address of a picture that is in the page itself.
  private static func source(_ png: [UInt8]) -> String { "data:image/png;base64," + ContentSecurity.base64(png) }
}
