import Analysis
import Architecture
import TestSupport
import Testing

@testable import Report

/// The formulas of kinds whose arguments matter, one layer each.
@Suite struct ExplanationFormulaTests {
  @Test(arguments: [
    ("{transposed_conv: 2, kernel: 3, stride: 2, pad: 1, output_pad: 1, name: a}", "(8 − 1)·2 − 2·1 + 3 + 1 = 16"),
    (
      "{transposed_conv: 2, kernel: 3, dilation: 2, pad: [[0, 1], [0, 1]], name: a}",
      "(8 − 1)·1 − 0 − 1 + ((3 − 1)·2 + 1) = 11"
    ),
    ("{resize: 1.3, name: a}", "⌊8·1.3⌋ = 10, rounded down"), ("{resize: , size: 5, name: a}", "5×5 for any input"),
    ("{slice: [1, 8], axis: 1, step: 3, name: a}", "axis 1 of 4×8×8: ⌈(8 − 1)/3⌉ = 3"),
    ("{pad: 2, mode: replicate, name: a}", "8 + 2·2 = 12"),
    ("{mean: [1, 2], name: a}", "4×8×8 without the axes 1 and 2"),
    ("{max: [0], keep: true, name: a}", "4×8×8 with size 1 on the axis 0"),
    ("{reshape: [16, -1], name: a}", "4·8·8 = 256 numbers, laid out as 16×16"),
    ("{transpose: [1, 2, 0], name: a}", "the axes 1, 2 and 0 of 4×8×8, counted from 0"),
    ("{fc: 3, flatten: false, name: a}", "3 in the place of each row of the last axis: 4×8×3"),
    ("{matmul: [[], []], name: a}", "4×8×8 · 4×8×8 → 4×8×8"),
    (
      "{multiply: [[], [global_avgpool, {fc: 4}]], name: a}",
      "4×8×8, in which 4×8×8 and 4 fit: an axis of 1 is repeated"
    ),
  ])
  func sizesHaveTheirFormulas(item: String, size: String) throws {
    let lines = try explain(item).split(separator: "\n")
    #expect(lines[1] == "  output size       \(size)")
  }

  @Test(arguments: [
    ("{layernorm: , over: all, name: a}", "4·8·8 scales + 4·8·8 shifts = 512"),
    ("{layernorm: , over: last, name: a}", "8 scales + 8 shifts = 16"),
    ("{prelu: , shared: true, name: a}", "1 slope = 1"),
    ("{scale: , name: a}", "4 scales + 4 shifts = 8"), ("{scale: , shared: true, name: a}", "1 + 1 = 2"),
    ("{scale: , bias: false, shared: true, name: a}", "1 = 1"),
    ("{instancenorm: , affine: true, name: a}", "4 scales + 4 shifts = 8"),
    ("{transposed_conv: 6, kernel: [2, 3], groups: 2, name: a}", "2·3·4·(6/2) + 6 = 78"),
    ("{conv: channels, kernel: 3, groups: channels, name: a}", "3·3·(4/4)·4 + 4 = 40"),
    ("{fc: 3, flatten: false, bias: false, name: a}", "8·3 = 24"),
    ("{fc: 3, name: a}", "256·3 + 3 = 771, of 4·8·8 = 256 inputs"),
  ])
  func parametersHaveTheirSums(item: String, sum: String) throws {
    let lines = try explain(item).split(separator: "\n")
    #expect(lines.first { $0.hasPrefix("  parameters") } == "  parameters        \(sum)")
  }

  @Test(arguments: [
    ("{transposed_conv: 6, kernel: [2, 3], groups: 2, name: a}", "2·3·4·(6/2) · 8·8 positions of the input = 4,608"),
    ("{fc: 3, flatten: false, bias: false, name: a}", "8·3 · 4·8 rows = 768"),
    ("{matmul: [[], []], name: a}", "4·8·8 · 8 terms = 2,048"),
  ])
  func productsHaveTheirFactors(item: String, product: String) throws {
    let text = try explain(item)
    #expect(text.contains("\n  MACs              \(product)\n"))
  }

  @Test(arguments: [
    (
      "{transposed_conv: 2, kernel: 3, stride: 2, name: a}",
      "4 at most: each unit reads 1 to 2 cells of its input, not evenly spaced"
    ),
    ("{transposed_conv: 2, kernel: 2, name: a}", "3 + (2 − 1)·1 = 4, jump 1·1 = 1"),
    ("{resize: 2, name: a}", "3 at most: each unit reads 1 cell of its input, not evenly spaced"),
    (
      "{layernorm: , over: all, name: a}",
      "the whole image of 8×8, since every position is read (3 + (6 − 1)·1 = 8 with padding)"
    ),
    ("{layernorm: , over: last, name: a}", "height  as its input's, 3"),
    ("{slice: [1, 4], axis: 2, step: 2, name: a}", "height  as its input's, 3"),
    ("{adaptive_avgpool: 4, name: a}", "4 at most, over regions that are not evenly spaced"),
    (
      "{global_maxpool: , name: a}",
      "the whole image of 8×8, since all that arrives is read (3 + (6 − 1)·1 = 8 with padding)"
    ),
  ])
  func fieldsSayWhatIsRead(item: String, field: String) throws {
    let text = try explain(item, behind: "{conv: 2, kernel: 3}, ")
    #expect(text.contains("\n  receptive field   \(field)\n"), "\(text)")
  }

  private func explain(_ item: String, behind layers: String = "") throws -> String {
    let network = try network("input: [4, 8, 8]\nlayers: [\(layers)\(item)]")
    let profile = try profile(network)
    let row = try #require(profile.rows.first { $0.layer.name == "a" })
    return try Explanation(of: profile).text(of: row)
  }
}
