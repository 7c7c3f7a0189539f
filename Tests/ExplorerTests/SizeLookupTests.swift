import Analysis
import Architecture
import Report
import TestSupport
import Testing

@testable import Explorer

/// What a page's script looks up, followed back to the analyses that it came from.
@Suite struct SizeLookupTests {
  @Test(arguments: ["alexnet", "vgg11", "inception", "lenet5-modern"])
  func theTableHasTheNumbersOfEveryStep(model: String) throws {
    let sweep = SizeSweep(of: try Profile(of: zoo(model)))
    let table = try JSONValue(JSON.object(SizeLookup(sweep).members).text)
    let layers = try SizeLookup(sweep).layers.map { try JSONValue(JSON.object($0).text) }
    for (step, profile) in sweep.profiles.enumerated() {
      #expect(table["sizes"]?[step].integers == profile.network.input.extent)
      #expect(table["totalMacs"]?[step].integer == profile.totals.macs)
      #expect(table["peak"]?[step].integer == profile.memory.peak)
      for (layer, row) in zip(layers, profile.rows) {
        let place = try #require(layer["extent"]?.integer)
        let extent = value(table["extents"]?[place], step).integers
        #expect(extent == row.layer.shape.extent)
        #expect(count(layer["channels"], step, 1) == row.layer.shape.channels)
        #expect(count(layer["macs"], step, extent.reduce(1, *)) == row.macs)
        #expect(count(layer["bytes"], step, extent.reduce(1, *)) == row.activationBytes)
      }
    }
  }

  @Test func whatIsTheSameIsWrittenOnce() {
    let series = Series([7, 7, 7, 8, 8, 7])
    #expect(series.json(JSON.integer).compactText == "[[0,7],[3,8],[5,7]]")
    #expect(series.constant == nil)
    #expect(Series([1, 1]).constant == 1)
  }

  @Test func windowsThatChangeWithTheSizeAreListed() throws {
    let sweep = SizeSweep(of: try Profile(of: zoo("vgg11")))
    let pool = try #require(sweep.profiles[0].rows.firstIndex { $0.layer.kind is AdaptiveAveragePooling })
    for (index, layer) in SizeLookup(sweep).layers.enumerated() {
      let cells = try JSONValue(JSON.object(layer).text)["cells"]
      #expect(cells?.keys.isEmpty == (index != pool))
    }
  }

  /// The value of a step in `[[first step, value], …]`.
  private func value(_ runs: JSONValue?, _ step: Int) -> JSONValue {
    runs?.items.last { ($0[0].integer ?? .max) <= step }?[1] ?? .null
  }

  /// A number is for each position.
  private func count(_ entry: JSONValue?, _ step: Int, _ positions: Int) -> Int? {
    entry?.integer.map { $0 * positions } ?? value(entry, step).integer
  }
}
