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
}
