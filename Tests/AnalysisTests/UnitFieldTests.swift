import Analysis
import Architecture
import TestSupport
import Testing

/// The pixels that one unit depends on: border, holes, flattening and branches.
@Suite struct UnitFieldTests {
  @Test func borderUnitSeesLessThanItsRectangle() throws {
    let network = try network(
      """
      input: [1, 10]
      layers: [{conv: 1, kernel: 3, pad: 1}, {conv: 1, kernel: 3, pad: 1}]
      """)
    #expect(field(of: [0], in: network) == [[0...2]])
    #expect(field(of: [5], in: network) == [[3...7]])
    #expect(field(of: [9], in: network) == [[7...9]])
  }

  @Test func strideLargerThanTheKernelLeavesHoles() throws {
    let network = try network(
      """
      input: [1, 16]
      layers: [{conv: 1, kernel: 2, stride: 4}, {conv: 1, kernel: 2}]
      """)
    #expect(field(of: [1], in: network) == [[4...5, 8...9]])
  }

  @Test func dilationLeavesHoles() throws {
    let network = try network("{input: [1, 9], layers: [{conv: 1, kernel: 3, dilation: 3, pad: 3}]}")
    #expect(field(of: [1], in: network) == [[1...1, 4...4]])
    #expect(field(of: [4], in: network) == [[1...1, 4...4, 7...7]])
  }

  @Test func axesDiffer() throws {
    let network = try network("{input: [1, 6, 6], layers: [{conv: 1, kernel: [1, 3]}]}")
    #expect(field(of: [2, 1], in: network) == [[2...2], [1...3]])
  }

  @Test func fullyConnectedSeesAllOfTheMapsBehindFlattening() throws {
    let network = try network(
      """
      input: [1, 8, 8]
      layers: [{conv: 1, kernel: 3, stride: 2}, flatten, {fc: 4}, relu, {fc: 2}]
      """)
    #expect(field(of: [], in: network) == [[0...6], [0...6]])
  }

  @Test func unitInThePaddingSeesNothing() throws {
    let network = try network("{input: [1, 4], layers: [{conv: 1, kernel: 1, pad: 2}, {conv: 1, kernel: 1}]}")
    let unit = UnitField(of: [1], layer: 2, in: network)
    #expect(unit.axes == [[]])
    #expect(unit.rectangle == nil)
    #expect(field(of: [2], in: network) == [[0...0]])
  }

  /// In row 0 the second branch sees nothing but padding, so that its five columns do not count.
  @Test func paddingOfOneAxisHidesABranch() throws {
    let network = try network(
      """
      input: [1, 6, 6]
      layers:
      - {conv: 1, kernel: 1, pad: [[1, 1], [0, 0]], name: padded}
      - concat:
        - [{conv: 1, kernel: [2, 1], stride: [2, 1]}]
        - [{conv: 1, kernel: [1, 5], stride: [2, 1], pad: [[0, 0], [2, 2]]}]
      """)
    // rows 0 and 1 of the padded maps are padding and row 0 of the image; row 0 alone is padding
    #expect(field(of: [0, 3], in: network) == [[0...0], [3...3]])
    #expect(field(of: [1, 3], in: network) == [[1...2], [1...5]])
  }

  private func field(of unit: [Int], in network: Network) -> [[ClosedRange<Int>]] {
    UnitField(of: unit, layer: network.layers.count - 1, in: network).axes
  }
}
