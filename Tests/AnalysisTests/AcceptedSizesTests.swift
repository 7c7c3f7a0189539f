import Analysis
import Architecture
import TestSupport
import Testing

/// The image sizes that a network takes with the weights that it has.
@Suite struct AcceptedSizesTests {
  @Test(arguments: [
    ("lenet5-modern", [32...35]), ("lenet5", [32...35]), ("lenet-caffe", [25...28]), ("alexnet", [199...230]),
    ("vgg11-lrn", [224...255]),
  ])
  func networkWithFullyConnectedLayersHasOneRange(_ model: String, _ ranges: [ClosedRange<Int>]) throws {
    let accepted = AcceptedSizes(of: try zoo(model))
    #expect(accepted.ranges == ranges)
    #expect(!accepted.isOpenEnded)
  }

  @Test(arguments: ["googlenet", "vgg16", "alexnet-torchvision", "googlenet-torchvision"])
  func poolingToAFixedSizeLiftsTheLimit(_ model: String) throws {
    let accepted = AcceptedSizes(of: try zoo(model).network(for: .inference))
    #expect(accepted.ranges.count == 1)
    #expect(accepted.isOpenEnded)
    #expect(accepted.largestTried == 1024)
  }

  /// A size fits where the same file with that size has the same parameters.
  @Test(arguments: [
    "{conv: 2, kernel: 3, stride: 2}, {fc: 3}",
    "{conv: 2, kernel: 5, stride: 3, pad: 1}, {maxpool: 2, rounding: ceil}, {fc: 3}",
    "{conv: 1, kernel: 3, dilation: 2}, {adaptive_avgpool: 2}, {fc: 3}",
    "{maxpool: 3, stride: 2, pad: 1}, {conv: 4, kernel: 3, pad: same, stride: 2}, {fc: 1}",
    "{concat: [[{conv: 2, kernel: 2, stride: 2}], [{maxpool: 2, rounding: ceil}]]}, {global_avgpool: }, {fc: 2}",
    "{conv: 2, kernel: 7}, {global_avgpool: }",
  ])
  func agreesWithTryingEverySize(_ layers: String) throws {
    // The first size that fits is the network's own.
    let made = (1...100).map { size in (size, try? network("{input: [1, \(size), \(size)], layers: [\(layers)]}")) }
    for own in [11, 20] {
      guard let network = made[own - 1].1 else { continue }
      let parameters = network.layers.map(\.parameters)
      let fitting = made.filter { $0.1?.layers.map(\.parameters) == parameters }.map(\.0)
      let accepted = AcceptedSizes(of: network)
      #expect(fitting == accepted.ranges.flatMap { $0 }.filter { $0 <= 100 })
      #expect(fitting.contains(own))
    }
    #expect(made[10].1 != nil || made[19].1 != nil)
  }

  @Test func rangesAreApart() throws {
    // Branches meet at even sizes only.
    let network = try network(
      """
      input: [1, 4]
      layers: [{concat: [[{maxpool: 2, rounding: ceil}], [{maxpool: 2}]]}]
      """)
    let accepted = AcceptedSizes(of: network)
    #expect(accepted.ranges.prefix(3) == [2...2, 4...4, 6...6])
    #expect(accepted.ranges.allSatisfy { $0.count == 1 && $0.lowerBound % 2 == 0 })
  }
}
