import Analysis
import Architecture
import Images
import Inference
import TestSupport
import Testing
import Weights

@testable import Pictures

/// Pictures, point by point where they are small.
@Suite struct PictureTests {
  /// Dark points as #, bright ones as a dot.
  private func text(_ image: Image) -> String {
    let gray = image.gray
    return (0..<gray.height).map { row in
      String(gray.pixels[(row * gray.width)..<((row + 1) * gray.width)].map { $0 < 128 ? "#" : "." })
    }.joined(separator: "\n")
  }

  @Test func letters() {
    var raster = Raster(width: 17, height: 9)
    raster.draw("Ag×", x: 0, y: 0)
    #expect(
      text(raster.image) == """
        .###.............
        #...#............
        #...#..####.#...#
        #...#.#...#..#.#.
        #####.#...#...#..
        #...#..####..#.#.
        #...#.....#.#...#
        ..........#......
        .......###.......
        """)
  }

  @Test("Every printable character has a shape of its own") func everyCharacter() {
    let shapes = (33...126).compactMap { UnicodeScalar($0).map { BitmapFont.glyph(Character($0)) } }
    #expect(Set(shapes).count == 94)
    #expect(BitmapFont.glyph("日") == BitmapFont.glyph("\u{FFFD}"))
  }

  /// Two classes, one example of three wrong: a filled cell on the diagonal, a lighter one beside it.
  @Test func confusion() throws {
    var evaluation = try Evaluation(
      of: try network("{input: [2], layers: [{fc: 2, name: fc}]}"), worst: 5)
    for (output, truth) in [([1, 0], 0), ([0, 1], 1), ([1, 0], 1)] as [([Float], Int)] {
      try evaluation.add(output, truth: truth)
    }
    let image = ConfusionPicture(of: evaluation, model: "net", labels: ["a", "b"]).image
    func color(_ row: Int, _ column: Int) -> [UInt8] {
      // The corner of a cell of 44 points, behind the labels: 16 + 5 + 8 and 16 + 28 + 2·14 + 6 − 16 + 14.
      let place = 3 * ((16 + 28 + 28 + 6 + 14 + 44 * row + 2) * image.width + 16 + 5 + 8 + 44 * column + 2)
      return Array(image.pixels[place..<(place + 3)])
    }
    #expect(color(0, 0) == [0, 114, 178])
    #expect(color(0, 1) == [255, 255, 255])
    // Half of the row: 0.08 + 0.92·√½ of vermilion over white.
    #expect(color(1, 0) == [224, 137, 69])
    let mistakes = MistakePicture(
      of: evaluation, [Image(width: 1, height: 1, channels: 1, pixels: [0])], model: "net", labels: ["a", "b"])
    #expect(mistakes.image.height > 90)
  }

  @Test("What lies outside is not drawn") func outside() {
    var raster = Raster(width: 4, height: 3)
    raster.fill(x: -5, y: 1, width: 7, height: 9, .ink)
    raster.fill(x: 9, y: 9, width: 3, height: 3, .ink)
    raster.draw("W", x: 3, y: 20)
    #expect(text(raster.image) == "....\n##..\n##..")
  }

  @Test func shades() {
    let scale = GrayScale.symmetric([-2, 1, .nan])
    let numbers: [Float] = [-2, 0, 1, 2, 9, .nan]
    #expect(numbers.map { Int(scale.shade($0)) } == [0, 128, 191, 255, 255, 0])
    #expect(GrayScale.range(of: [3, 3]).shade(3) == 128)
    #expect(GrayScale.range(of: []).shade(1) == 128)
  }

  @Test("A grid has its title, its tiles and the same bytes every time") func grid() {
    let tile = Image(width: 2, height: 2, channels: 1, pixels: [0, 255, 255, 0])
    let grid = TileGrid(
      title: "conv1", remarks: ["two tiles"], tiles: [.init(image: tile, label: "0"), .init(image: tile, label: "1")],
      scale: ("-1", "1"))
    let image = grid.draw()
    #expect(image == grid.draw())
    // Tiles of 2 pixels are enlarged 48 times.
    let (left, top) = (16, 16 + 18 + 8 + 14 + 6)
    func shade(_ x: Int, _ y: Int) -> Int { Int(image.pixels[3 * (y * image.width + x)]) }
    let shades = [shade(left, top), shade(left + 47, top + 47), shade(left + 48, top), shade(left + 95, top + 95)]
    #expect(shades == [0, 0, 255, 0])
  }

  @Test("Of very many kernels the first are shown, and it says so") func capped() throws {
    let net = try network("{input: [3, 4, 4], layers: [{conv: 20000, kernel: 1, name: c}]}")
    let parameter = NetworkParameter.all(of: net)[0]
    let picture = KernelPicture(of: parameter, numbers: Array(repeating: 1, count: parameter.count), isBGR: false)
    #expect(picture.summary[0] == "c   20000 kernels of 3×1×1")
    #expect(picture.summary.last?.hasSuffix("of 20000 kernels") == true)
    #expect(picture.image.width * picture.image.height <= 2 * Raster.most)
  }

  @Test func aSignal() throws {
    let report = try CorrelationReport(
      Correlation.Plane(signal: [0, 0, 1, 4, 0]), Correlation.Plane(signal: [1, 2, 3]),
      windows: (Window(kernel: 1), Window(kernel: 3, stride: 2, before: 1, after: 0)), kind: .crossCorrelation)
    #expect(
      report.text(.table)
        == """
        kernel   1, 2, 3
        output length   ⌊(5 + 1 + 0 − 3)/2⌋ + 1 = 2
        cross-correlation and convolution, whose kernel is flipped, differ by up to 8
          position  cross-correlation  convolution
                 0                  0            0
                 1                 14            6

        """)
    #expect(report.text(.csv) == "position,cross_correlation,convolution\n0,0.0,0.0\n1,14.0,6.0\n")
  }
}
