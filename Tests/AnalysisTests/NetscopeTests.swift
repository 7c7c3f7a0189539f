import Analysis
import Testing

/// Netscope's totals of the class `macc`, which count the normalization's windows among multiply–adds.
@Suite struct NetscopeTests {
  @Test(arguments: [
    ("alexnet", 726_791_936),
    ("caffenet", 724_973_056),
    ("vgg16", 15_470_264_320),
    ("googlenet", 1_586_685_952),
  ])
  func totalMultiplyAdds(_ model: String, _ operations: Int) throws {
    #expect(try zooProfile(model, convention: .netscope).totals.operations == operations)
  }
}
