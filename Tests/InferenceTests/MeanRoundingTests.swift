import TestSupport
import Testing

@testable import Inference

/// A mean of many numbers keeps their digits: no sum that it is made of is so large that an addition to it loses them.
@Suite struct MeanRoundingTests {
  @Test(arguments: ["[2, 112, 112]", "[2, 300, 300]", "[16, 257, 97]", "[3, 50000]", "[8, 20, 24, 28]"])
  func ofLargeMaps(size: String) throws {
    let network = try network("{input: \(size), layers: [global_avgpool]}")
    let area = network.input.area
    // Numbers that are alike: the sums grow as they do in maps behind an activation.
    let input = (0..<network.input.count).map { 1 + Float($0 * 37 % 101) / 1000 }
    let executor = try Executor(
      network, weights: .numbers([:]), options: Executor.Options(batch: 1, threads: 1, keeps: .all))
    let values = try #require(try executor.run(input).all.first).values
    #expect(values.count == network.input.channels)
    for (channel, value) in values.enumerated() {
      let sum = input[(channel * area)..<((channel + 1) * area)].reduce(0) { $0 + Double($1) }
      #expect((Double(value) * Double(area) / sum - 1).magnitude < 2e-6, "channel \(channel)")
    }
  }
}
