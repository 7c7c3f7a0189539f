import Analysis
import TestSupport
import Testing

@Suite struct DepthTests {
  @Test(
    arguments: [
      ("alexnet", 8), ("vgg11", 11), ("vgg16-bn", 16), ("vgg19", 19), ("googlenet", 22), ("googlenet-torchvision", 22),
      ("inception", 2),
    ])
  func isTheNumberInThePapers(model: String, depth: Int) throws {
    #expect(Depth.of(try zoo(model)) == depth)
  }

  /// The main path has two layers with weights, the auxiliary classifier behind the first of them three more.
  @Test func auxiliariesDoNotCountHoweverDeepTheyAre() throws {
    let network = try network(
      """
      input: [8]
      layers:
      - {fc: 8}
      - {auxiliary: [{fc: 8}, {fc: 8}, {fc: 8}], name: aux}
      - {fc: 8}
      """)
    #expect(Depth.of(network) == 2)
    #expect(Depth.of(network.network(for: .inference)) == 2)
  }
}
