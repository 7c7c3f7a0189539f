import Analysis
import Architecture
import TestSupport
import Testing

/// Naive and reduced forms of Inception modules.
@Suite struct ModuleReductionTests {
  /// The naive form that is computed from module 3a is the network of the paper's figure 2a.
  @Test(arguments: ["googlenet", "inception"])
  func theNaiveFormIsThatOfThePaper(_ model: String) throws {
    let module = try #require(ModuleReduction.all(in: try zooProfile(model)).first)
    let naive = try zooProfile("inception-naive")
    let reduced = try zooProfile("inception")
    #expect(module.total.naive.parameters == naive.totals.parameters.total)
    #expect(module.total.naive.macs == naive.totals.macs)
    #expect(module.naiveChannels == naive.rows.last?.layer.shape.channels)
    #expect(module.total.reduced.parameters == reduced.totals.parameters.total)
    #expect(module.total.reduced.macs == reduced.totals.macs)
    #expect(module.channels == 256)
  }

  @Test func networksWithoutReductionsHaveNone() throws {
    #expect(try ModuleReduction.all(in: zooProfile("inception-naive")).isEmpty)
    #expect(try ModuleReduction.all(in: zooProfile("vgg16")).isEmpty)
  }

  @Test(arguments: [("googlenet", 9), ("googlenet-torchvision", 9)])
  func everyModuleIsFound(_ model: String, _ count: Int) throws {
    #expect(try ModuleReduction.all(in: zooProfile(model)).count == count)
  }

  /// Every figure in the heads of the zoo's files comes out, with the digits that it was published with.
  @Test(arguments: familyNames)
  func publishedFiguresOfTheFileComeOut(_ model: String) throws {
    let check = PublishedCheck(of: try zooProfile(model), training: try zooProfile(model, .training))
    #expect(check.results.count == (try zoo(model)).model.published.count)
    for result in check.results { #expect(result.agreement != .differs, "\(result)") }
  }

  @Test func agreementHasTheDigitsThatWerePublished() throws {
    let network = try network(
      """
      input: [1]
      published:
      - {parameters: 138.4M, source: a}
      - {parameters: 159Ki, source: b}
      layers: [{fc: 2}]
      """)
    let (millions, binary) = (network.model.published[0], network.model.published[1])
    #expect(millions.agreement(with: 138_357_544) == .rounded)
    #expect(millions.agreement(with: 138_499_999) == .truncated)
    #expect(millions.agreement(with: 138_500_000) == .differs)
    #expect(millions.agreement(with: 138_400_000) == .exact)
    #expect(binary.agreement(with: 163_696) == .truncated)
  }
}
