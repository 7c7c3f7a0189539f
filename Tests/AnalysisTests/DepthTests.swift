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
}
