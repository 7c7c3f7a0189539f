import Analysis
import Architecture
import Report
import TestSupport
import Testing

/// The sizes that a network takes, and why it does not take another.
@Suite struct SizesReportTests {
  @Test(arguments: [
    ("lenet5-modern", "lenet5-modern takes square images of size 32 to 35\n"),
    ("alexnet", "alexnet takes square images of size 199 to 230\n"),
    ("googlenet", "googlenet takes square images of size 31 and up (every size up to 1024 was tried)\n"),
  ])
  func rangesAreSentences(model: String, text: String) throws {
    #expect(try sizes(try zoo(model)).text(.table) == text)
  }

  @Test func signalsAreNoImages() throws {
    let signal = try network("input: [1, 9]\nlayers: [{conv: 1, kernel: 3}, {fc: 2}]", name: "signal")
    #expect(try sizes(signal).text(.table) == "signal takes inputs of size 9\n")
  }

  @Test func everyFormatHasTheRange() throws {
    let report = try sizes(try zoo("lenet5-modern"))
    #expect(report.text(.csv) == "model,from,to\nlenet5-modern,32,35\n")
    #expect(report.text(.markdown) == "| model | from | to |\n| --- | ---: | ---: |\n| lenet5-modern | 32 | 35 |\n")
    #expect(
      report.json.text == """
        {
          "schema": "zoo.sizes/1",
          "model": "lenet5-modern",
          "ranges": [[32, 35]],
          "largest_tried": 1024,
          "open_ended": false
        }

        """)
  }

  @Test func weightsMadeForAnotherSizeAreExplained() throws {
    #expect(
      try refusal(try zoo("alexnet"), 3, 300, 300) == """
        alexnet: error: it does not take an input of 3×300×300
          fc6, a fully connected layer: its weights were made for 9,216 (256×6×6) inputs, and 20,736 (256×9×9) arrive
          sizes that fit: 199 to 230
          a global average pool before fc6 would lift the limit: it makes one number of each channel, whatever the size

        """)
  }

  @Test func anImageSmallerThanAWindowIsExplained() throws {
    #expect(
      try refusal(try zoo("alexnet"), 3, 9, 9) == """
        alexnet: error: it does not take an input of 3×9×9
          conv1 does not fit: a window of 11 is larger than its input of 9
          sizes that fit: 199 to 230

        """)
  }

  @Test func otherChannelsAreExplained() throws {
    #expect(
      try refusal(try zoo("alexnet"), 1, 227, 227) == """
        alexnet: error: it does not take an input of 1×227×227
          conv1, a conv layer: its weights were made for 3 channels, and 1 arrive
          sizes that fit: 199 to 230

        """)
  }

  private func sizes(_ network: Network) throws -> SizesReport {
    let network = network.network(for: .inference)
    return SizesReport(AcceptedSizes(of: network), of: network)
  }

  private func refusal(_ network: Network, _ channels: Int, _ extent: Int...) throws -> String {
    let shape = try Shape(channels: channels, extent: extent)
    let error = try #require(throws: ResizeError.self) { try network.resized(to: shape) }
    return ResizeReport(error, of: network, to: shape).text()
  }
}
