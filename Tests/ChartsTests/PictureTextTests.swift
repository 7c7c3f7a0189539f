import Analysis
import Architecture
import Charts
import Report
import TestSupport
import Testing

/// Every text of a picture can be read, also in a wide face: `make check-pictures` asks a browser the same.
@Suite struct PictureTextTests {
  private static func pictures(_ profile: Profile, _ language: Language) -> [(name: String, svg: String)] {
    [
      ("shares", ShareChart(profile: profile, language: language).svg),
      ("layers", LayerBars(profile: profile, language: language).svg),
      ("cumulative", CumulativeChart(profile: profile, language: language).svg),
      ("field", FieldChart(profile: profile, language: language).svg ?? ""),
      ("memory", MemoryChart(profile: profile, language: language).svg),
      ("roofline", RooflineChart(profile: profile, language: language).svg),
    ]
  }

  @Test(arguments: Language.all)
  func textsOfTheZoo(_ language: Language) throws {
    let names = ["alexnet", "googlenet", "inception", "lenet5", "vgg11-lrn", "vgg16"]
    let profiles = try names.map { try Profile(of: zoo($0)) }
    for (name, profile) in zip(names, profiles) {
      for picture in Self.pictures(profile, language) {
        #expect(PictureReader(picture.svg).findings == [], "\(name) \(picture.name)")
      }
    }
    #expect(PictureReader(CompareChart(profiles: profiles, language: language).svg).findings == [])
    #expect(PictureReader(ModelMap(profiles: profiles, language: language).svg).findings == [])
  }

  /// Long titles and names, many layers of one size, and branches.
  @Test func textsOfAStrangersNetwork() throws {
    var builder = NetworkBuilder(
      Model(name: "wide", title: "WWWWWWWW WWWWWWWWWWWW WWWWWWWWWWWWWWWWWW WWWWWWWWWWWWWWWWWWWWWWWWWW: MMMMMMMMMM"))
    var last = try builder.input(Shape(channels: 3, extent: [64, 64]))
    for index in 0..<90 {
      let pad = WindowArguments.Padding.Pair(before: 1, after: 1)
      let kind = Convolution(
        channels: 8, window: WindowArguments(kernel: [3], stride: [1], padding: .cells([pad])), groups: 1, hasBias: true
      )
      let name = "MMMMMMMMMMMMMMMMMMMMMMMMMMMMMM/WWWWWWWWWWWWWWWWWW_\(index)"
      let next = try builder.add(kind, name: name, reading: [last])
      last = index % 10 == 9 ? try builder.add(Addition(), name: "\(name)+", reading: [last, next]) : next
    }
    try builder.add(
      FullyConnected(outputs: 10, hasBias: true), name: "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW", reading: [last])
    let profile = try Profile(of: try builder.network())
    for picture in Self.pictures(profile, .english) {
      #expect(PictureReader(picture.svg).findings == [], "\(picture.name)")
    }
  }

  @Test func whatCannotBeReadIsFound() {
    var svg = SVG(width: 200, height: 100, title: "t", description: "")
    svg.text("first", 20, 40)
    svg.text("second", 40, 44)
    svg.text("beyond the edge", 150, 80)
    svg.text("struck", 20, 70)
    svg.line(10, 66, 60, 66, "grid")
    svg.text("rimmed", 80, 70, "halo")
    svg.line(75, 66, 140, 66, "grid")
    svg.text("turned", 150, 60, angle: -90)
    svg.line(140, 66, 160, 66, "edge")
    #expect(
      PictureReader(svg.text).findings == [
        "\"first\" at 20, 30 lies on \"second\"", "\"beyond the edge\" at 150, 70 is cut",
        "\"struck\" at 20, 60 is struck through by a line of grid",
      ])
  }

  /// Curves with the same shares are both seen.
  @Test func aCurveThatAnotherHidesIsWide() throws {
    let svg = CumulativeChart(profile: try Profile(of: zoo("inception")), language: .english).svg
    #expect(svg.contains("class=\"fc-line wide\"") && svg.contains("class=\"conv-line\""))
    let other = CumulativeChart(profile: try Profile(of: zoo("vgg16")), language: .english).svg
    #expect(!other.contains("-line wide\""))
  }

  /// Blocks where the stages would be too few, and stages where the blocks would be too many.
  @Test(arguments: [(3, ["conv", "b0", "b1", "b2", "fc"]), (45, ["conv", "stage", "fc"])])
  func groupsOfAReadableNumber(blocks: Int, names: [String]) throws {
    var builder = NetworkBuilder(named: "residual")
    var last = try builder.input(Shape(channels: 4, extent: [8, 8]))
    let convolution = Convolution(
      channels: 4, window: WindowArguments(kernel: [1], stride: [1]), groups: 1, hasBias: false)
    last = try builder.add(convolution, name: "conv", reading: [last])
    for index in 0..<blocks {
      let scope = [EnclosingModule(name: "stage", kind: nil), EnclosingModule(name: "b\(index)", kind: "Block")]
      let inner = try builder.add(convolution, name: "b\(index).conv", reading: [last], scope: scope)
      last = try builder.add(Addition(), name: "b\(index).add", reading: [last, inner], scope: scope)
    }
    try builder.add(FullyConnected(outputs: 2, hasBias: false), name: "fc", reading: [last])
    #expect(Outline.readable(of: try Profile(of: try builder.network())).parts.map(\.name) == names)
  }
}
