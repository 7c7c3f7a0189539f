import Architecture
import TestSupport
import Testing

@testable import Analysis

/// What every rule has to say, and what happens where it gets too large.
@Suite struct CountingRuleTests {
  /// A number, zero on purpose or unknown: said of each kind, once.
  @Test(arguments: Convention.allCases)
  func everyKindIsStated(_ convention: Convention) {
    #expect(convention.rule.stated.map { $0.name }.sorted() == LayerKinds.all.map { $0.name }.sorted())
  }

  @Test func whatNobodyDescribedIsUnknown() throws {
    var builder = NetworkBuilder(named: "sample")
    let image = try builder.input(Shape(channels: 2, extent: [4, 4]))
    let shape = try Shape(channels: 3)
    try builder.add(UnknownOperation(operation: "ai.example.MyOp", shape: shape), name: "op", reading: [image])
    let network = try builder.network()
    for convention in Convention.allCases {
      #expect(try convention.counts(of: network, batch: 1) == [.zero, .unknown])
      let profile = try Profile(of: network, .inference, convention: convention)
      #expect(profile.totals.uncountedLayers == 1)
      #expect(profile.totals.undescribedLayers == 1)
      #expect(profile.uncounted == [Uncounted(kind: "ai.example.MyOp", layers: ["op"])])
      #expect(profile.undescribed == profile.uncounted)
    }
  }

  @Test func layersThatAToolDoesNotKnowAreListedByKind() throws {
    let network = try network(
      """
      input: [3, 16, 16]
      layers:
      - {conv: 4, kernel: 3, name: conv}
      - {relu: , name: relu1}
      - {maxpool: 2, name: pool1}
      - {sigmoid: , name: gate}
      - {maxpool: 2, name: pool2}
      """)
    func uncounted(_ convention: Convention) throws -> [Uncounted] {
      try Profile(of: network, .inference, convention: convention).uncounted
    }
    let pools = Uncounted(kind: "max_pool", layers: ["pool1", "pool2"])
    let gate = Uncounted(kind: "sigmoid", layers: ["gate"])
    #expect(try uncounted(.zoo) == [])
    #expect(try uncounted(.torchinfo) == [])
    #expect(try uncounted(.fvcore) == [pools, gate])
    #expect(try uncounted(.thop) == [gate])
    #expect(try uncounted(.torch) == [Uncounted(kind: "relu", layers: ["relu1"]), pools, gate])
    #expect(try uncounted(.onnxTool) == [])
    let totals = try Profile(of: network, .inference, convention: .fvcore).totals
    #expect(totals.uncountedLayers == 3)
    #expect(totals.operations == totals.macs)
  }

  /// Each pooling counts 2·(2³¹ − 1)·65535², which no `Int` holds; zoo's own count of the same network is 0.
  @Test func operationsBeyondTheLimitAreRefused() throws {
    let network = try network(
      """
      input: [2147483647, 1, 1]
      layers: [\(Array(repeating: "{maxpool: 1, stride: 65535}", count: 4).joined(separator: ", "))]
      """)
    #expect(throws: SizeError.networkTooLarge(.operations)) {
      try Profile(of: network, .inference, convention: .burden)
    }
    for convention in Convention.allCases where convention != .burden {
      #expect(try Profile(of: network, .inference, convention: convention).totals.operations >= 0)
    }
  }

  /// 2·8·65535 operations for one image.
  @Test func operationsAreRefusedWithTheBatchThatPassesTheLimit() throws {
    let network = try network("input: [8, 1]\nlayers: [{maxpool: 1, stride: 65535}]")
    let one = 2 * 8 * 65_535
    let most = Limits.operations / one
    #expect(try Profile(of: network, .inference, convention: .burden, batch: most).totals.operations == one * most)
    #expect(throws: SizeError.largeBatch(most + 1)) {
      try Profile(of: network, .inference, convention: .burden, batch: most + 1)
    }
  }

  /// Each layer is within the limit, and their sum is not.
  @Test func sumsBeyondTheLimitAreRefused() throws {
    func network(_ poolings: Int) throws -> Network {
      let layers = Array(repeating: "{maxpool: 1, stride: 1024}", count: poolings).joined(separator: ", ")
      return try TestSupport.network("input: [2147483647, 1, 1]\nlayers: [\(layers)]")
    }
    // 2·(2³¹ − 1)·2²⁰ is a little less than 2⁵².
    #expect(
      try Profile(of: network(2), .inference, convention: .burden).totals.operations == 2 * 2 * 2_147_483_647 << 20)
    #expect(throws: SizeError.networkTooLarge(.operations)) {
      try Profile(of: network(3), .inference, convention: .burden)
    }
  }

  @Test func amountsAddAndMultiplyWithoutATrap() {
    let limit = Amount(Limits.operations)
    #expect(limit == .number(1 << 53))
    #expect(limit + 1 == .tooLarge)
    #expect(limit * 2 == .tooLarge)
    #expect(limit * limit == .tooLarge)
    #expect(Amount(Int.max) == .tooLarge)
    #expect(limit * 1 + 0 == limit)
    #expect(Amount.zero * limit == .zero)
    #expect(Amount.zero + 3 == .number(3))
    #expect(Amount.unknown * 2 == .unknown)
    #expect(Amount.unknown + .tooLarge == .unknown)
    #expect(Amount(truncating: 2.9) == .number(2))
    #expect(Amount(truncating: 1e300) == .tooLarge)
    #expect(Amount(truncating: .infinity) == .tooLarge)
    #expect(Amount(truncating: .nan) == .tooLarge)
  }

  @Test func sumsRememberThatTheyPassedAnInt() {
    var sum: Checked = 0
    sum.add(6)
    #expect(sum.times(2, atMost: 12))
    #expect(!sum.times(2, atMost: 11))
    #expect(!sum.times(Int.max, atMost: Int.max))
    sum.add(Int.max - 6)
    #expect(sum.times(1, atMost: Int.max))
    sum.add(1)
    sum.add(-5)
    #expect(!sum.times(0, atMost: Int.max))
  }
}
