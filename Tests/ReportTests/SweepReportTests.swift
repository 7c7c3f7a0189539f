import Analysis
import Architecture
import TestSupport
import Testing

@testable import Report

/// Totals for several sizes and batches, as text.
@Suite struct SweepReportTests {
  private func report(_ text: String, _ extents: [[Int]], _ batches: [Int], _ quantities: [Quantity]) throws
    -> SweepReport
  {
    let network = try network(text)
    let options = Profile.Options()
    return SweepReport(
      InputSweep(of: network, extents: extents, batches: batches, quantities: quantities, options: options),
      SizeFormulas(of: network, quantities: quantities, extents: extents, options: options))
  }

  private static let sliding = "input: [1, 8, 8]\nlayers: [{conv: 2, kernel: 2, stride: 2, name: a}]"
  private static let fixed = "input: [1, 8, 8]\nlayers: [{conv: 2, kernel: 3, name: a}, {fc: 2, name: b}]"

  @Test func aRowForEachSizeAndBatch() throws {
    let report = try report(Self.sliding, [[8, 8], [16, 16]], [1, 2], [.macs, .peak])
    #expect(
      report.text(.csv) == """
        model,height,width,batch,macs,peak_bytes,problem
        sample,8,8,1,128,384,
        sample,8,8,2,256,768,
        sample,16,16,1,512,1536,
        sample,16,16,2,1024,3072,

        """)
    #expect(
      report.text(.table) == """
        sample
          input  batch   MACs  activations at once
              8      1    128                384 B
              8      2    256                768 B
             16      1    512              1.54 kB
             16      2  1,024              3.07 kB

          For H and W that are multiples of 2, one image:
          MACs = 2·H·W, from 2 on; exact at all 27 sizes tried, up to 16
          activations at once (B) = 6·H·W, from 2 on; exact at all 27 sizes tried, up to 16

        """)
  }

  @Test func aSizeThatDoesNotFitSaysWhy() throws {
    let report = try report(Self.fixed, [[8, 8], [10, 12]], [1], [.macs])
    #expect(
      report.text(.csv) == """
        model,height,width,batch,macs,problem
        sample,8,8,1,792,
        sample,10,12,1,,"b, a fully connected layer: its weights were made for 72 (2×6×6) inputs, and 160 (2×8×10) arrive"

        """)
    #expect(report.text(.table).contains("  10×12      1     —  b, a fully connected layer: its weights were made for"))
    #expect(report.text(.table).contains("  No such formula was found for MACs.\n"))
  }

  @Test func factorsAreFractions() throws {
    let report = try report(
      "input: [1, 9, 9]\nlayers: [{conv: 1, kernel: 3, stride: 2, name: a, bias: false}]", [[9, 9]], [1], [.macs])
    // 9·((H − 1)/2)·((W − 1)/2)
    #expect(report.text(.table).contains("MACs = 9/4·H·W − 9/4·H − 9/4·W + 9/4, from 3 on;"))
    #expect(report.text(.table).contains("For H and W that leave 1 when divided by 2, one image:"))
  }
}
