import Analysis
import Architecture
import TestSupport
import Testing

/// A batch whose totals no longer fit is refused, and never overflows.
@Suite struct BatchLimitTests {
  @Test(arguments: [Int(Int32.max), Int(Int32.max) + 1, Int.max])
  func tooLargeABatchIsRefused(_ batch: Int) throws {
    let network = try zoo("vgg16")
    #expect(
      throws: SizeError.largeBatch(batch)
    ) { try Profile(of: network, .training, batch: batch) }
  }

  /// Where a batch is accepted, every convention's totals come out.
  @Test func largestAcceptedBatchOverflowsNowhere() throws {
    let network = try zoo("googlenet")
    var (accepted, refused) = (1, Int(Int32.max))
    while refused - accepted > 1 {
      let middle = (accepted + refused) / 2
      if (try? Profile(of: network, .training, batch: middle, dataType: .float64)) == nil {
        refused = middle
      } else {
        accepted = middle
      }
    }
    #expect(accepted > 1_000_000)
    for convention in Convention.allCases {
      let profile = try Profile(of: network, .training, convention: convention, batch: accepted, dataType: .float64)
      #expect(profile.totals.operations > 0)
      #expect(profile.memory.peak > 0)
    }
  }

  /// 2·1000·1000 operations and 2000 numbers for one image, whatever a number's bytes: totals up to 2⁵³ are accepted.
  @Test(arguments: DataType.allCases)
  func largestBatchIsThatOfTheLimit(_ dataType: DataType) throws {
    let network = try network("input: [1000]\nlayers: [{fc: 1000, bias: false}]")
    let most = Limits.operations / 2_000_000
    #expect(try Profile(of: network, .inference, batch: most, dataType: dataType).totals.flops == 2_000_000 * most)
    #expect(throws: SizeError.largeBatch(most + 1)) {
      try Profile(of: network, .inference, batch: most + 1, dataType: dataType)
    }
  }

  /// Nothing is computed, and the numbers alone pass the limit.
  @Test func elementsAreLimitedToo() throws {
    let network = try network("input: [1000]\nlayers: [flatten]")
    let most = Limits.operations / 2000
    #expect(try Profile(of: network, .training, batch: most, dataType: .float64).memory.peak > most)
    #expect(throws: SizeError.largeBatch(most + 1)) {
      try Profile(of: network, .training, batch: most + 1, dataType: .float64)
    }
  }

  /// A sum of many branches reads each of them: 1000·8·2²⁰ bytes for one image, and a batch with which that passes 2⁶².
  @Test func bytesOfManyBranchesAreLimitedToo() throws {
    let network = try network(
      "input: [1048576]\nlayers: [{add: [\(Array(repeating: "[]", count: 1000).joined(separator: ", "))]}]")
    let most = 1 << 62 / 8 / (1001 * 1_048_576)
    let limit = min(most, Limits.operations / (999 * 1_048_576))
    #expect(try Profile(of: network, .inference, batch: limit, dataType: .float64).rows[0].trafficBytes > 0)
    #expect(throws: SizeError.largeBatch(limit + 1)) {
      try Profile(of: network, .inference, batch: limit + 1, dataType: .float64)
    }
  }
}
