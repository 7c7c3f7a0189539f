import Analysis
import Architecture
import TestSupport
import Testing

/// The test graphs of google-research/receptive_field: paths that meet, aligned and not, and paddings not known.
@Suite struct AlignmentTests {
  @Test func strideFourMeetsTwiceStrideTwo() throws {  // net 1, 6 and 7
    let field = try output(
      """
      input: [1, 8, 8]
      layers:
      - add:
        - [{conv: 1, kernel: 1, stride: 4}]
        - [{conv: 1, kernel: 3, stride: 2, pad: [[1, 0], [1, 0]]}, {conv: 1, kernel: 1, stride: 2}, dropout]
      - relu
      """)
    expect(field, size: 3, stride: 4, padding: 1)
    #expect(field.isAligned)
  }

  @Test func poolingIsAWindowLikeConvolution() throws {  // net 2
    let field = try output(
      """
      input: [1, 8, 8]
      layers:
      - add:
        - [{conv: 1, kernel: 1, stride: 4}]
        - [{maxpool: 3, stride: 2, pad: [[1, 0], [1, 0]]}, {maxpool: 1, stride: 2}]
      """)
    expect(field, size: 3, stride: 4, padding: 1)
    #expect(field.isAligned)
  }

  @Test func differentStridesAreMisaligned() throws {  // net 3
    let field = try output(
      """
      input: [1, 8, 8]
      layers:
      - add:
        - [{conv: 1, kernel: 5, stride: 2, pad: [[2, 1], [2, 1]]}]
        - [{conv: 1, kernel: 3}, {conv: 1, kernel: 3}]
      - relu
      """)
    #expect(!field.isAligned)
    #expect(field.axes.map(\.stride) == [nil, nil])
    #expect(field.axes.map(\.padding) == [nil, nil])
    #expect(field.axes.map(\.center) == [nil, nil])
    // unit i sees 2i − 2 … 2i + 2 on one path and i … i + 4 on the other
    #expect((0..<4).map { field.axes[0].pixels(of: $0) } == [-2...4, 0...5, 2...6, 3...8])
    #expect(field.axes[0].size == 7)
    #expect(field.axes[0].pixels(of: 4) == nil)
  }

  @Test(arguments: [(9, true, 1), (8, false, 1)])
  func samePaddingAlignsAtOddSizesOnly(_ size: Int, _ isAligned: Bool, _ padding: Int) throws {  // net 4
    let network = try network(
      """
      input: [1, \(size), \(size)]
      layers:
      - {conv: 1, kernel: 3, stride: 2, pad: same, name: L2}
      - add:
        - [{conv: 1, kernel: 1, stride: 4, from: input}]
        - [{conv: 1, kernel: 1, stride: 2, from: L2}]
        name: output
      """)
    let field = ReceptiveField.fields(of: network)[try network.index("output")]
    #expect(field.isAligned == isAligned)
    if isAligned { expect(field, size: 3, stride: 4, padding: padding) }
  }

  @Test func paddingOfAnUnknownSizeIsNotKnown() throws {  // net 4 without a size
    let image = AxisField(size: 1, stride: 1, padding: 0)
    let one = try #require(image.extended(by: AxisMap(Window(kernel: 1, stride: 4)), inputs: 0, outputs: 0))
    let three = try #require(
      image.extended(by: AxisMap(Window(kernel: 3, stride: 2)), hasKnownPadding: false, inputs: 0, outputs: 0))
    #expect(WindowArguments.Padding.same(size: nil, span: 3, stride: 2) == nil)
    #expect(three == AxisField(size: 3, stride: 2, padding: nil))
    let last = try #require(three.extended(by: AxisMap(Window(kernel: 1, stride: 2)), inputs: 0, outputs: 0))
    let (field, isAligned) = one.merged(with: last, units: 0)
    #expect(field == AxisField(size: 3, stride: 4, padding: nil))
    #expect(isAligned)
    #expect(field.center == nil)
    #expect(field.pixels(of: 0) == nil)
  }

  @Test(arguments: [(4, 0, 1), (5, 1, 1)])
  func samePaddingDependsOnTheSize(_ size: Int, _ before: Int, _ after: Int) {
    #expect(
      WindowArguments.Padding.same(size: size, span: 3, stride: 2)
        == WindowArguments.Padding.Pair(before: before, after: after))
  }

  @Test func samePaddingOfAnUnknownSizeIsNil() {
    #expect(WindowArguments.Padding.same(size: nil, span: 3, stride: 2) == nil)
  }

  @Test func axesAreApart() throws {  // net 5
    let field = try output(
      """
      input: [1, 15, 15]
      layers:
      - {conv: 1, kernel: [3, 5], stride: 2}
      - {conv: 1, kernel: [3, 1], stride: 2}
      - relu
      """)
    #expect(field.axes == [AxisField(size: 7, stride: 4, padding: 0), AxisField(size: 5, stride: 4, padding: 0)])
  }

  @Test func additionsAfterEachOther() throws {  // net 8
    let field = try output(
      """
      input: [1, 16, 16]
      layers:
      - add:
        - [{conv: 1, kernel: 1, stride: 4}]
        - [{conv: 1, kernel: 3, stride: 2, pad: [[1, 0], [1, 0]]}, {conv: 1, kernel: 1, stride: 2}]
      - relu
      - add:
        - [{conv: 1, kernel: 1, stride: 2}]
        - [{conv: 1, kernel: 3, stride: 2, pad: [[1, 0], [1, 0]]}]
      - relu
      """)
    expect(field, size: 11, stride: 8, padding: 5)
    #expect(field.isAligned)
  }

  @Test func additionsWithSamePadding() throws {  // net 9
    let field = try output(
      """
      input: [1, 17, 17]
      layers:
      - add:
        - [{conv: 1, kernel: 1, stride: 4, pad: same}]
        - [{conv: 1, kernel: 3, stride: 2, pad: same}, {conv: 1, kernel: 1, stride: 2, pad: same}]
      - relu
      - add:
        - [{conv: 1, kernel: 1, stride: 2, pad: same}]
        - [{conv: 1, kernel: 3, stride: 2, pad: same}]
      - relu
      """)
    expect(field, size: 11, stride: 8, padding: 5)
    #expect(field.isAligned)
  }

  @Test func sameStrideOffCentreIsMisalignedAndSpansBoth() throws {
    let field = try output(
      """
      input: [1, 12]
      layers:
      - concat:
        - [{conv: 1, kernel: 3, pad: [[0, 2]]}]
        - [{conv: 1, kernel: 2, pad: [[1, 0]]}]
      """)
    #expect(!field.isAligned)
    // 0 … 2 and −1 … 0
    #expect(field.axes == [AxisField(size: 4, stride: 1, padding: 1)])
  }

  @Test func everyFamilyIsAlignedButXception() throws {
    for name in familyNames where name != "xception" {
      #expect(try zooProfile(name, .training).rows.allSatisfy(\.field.isAligned), "\(name)")
    }
    // Keras pads a pooling of even maps with `same` behind them alone, and so it looks half a step further than the shortcut.
    #expect(try zooProfile("xception").rows.first { !$0.field.isAligned }?.layer.name == "add_1")
  }

  private func output(_ yaml: String) throws -> ReceptiveField {
    try #require(ReceptiveField.fields(of: network(yaml)).last)
  }

  private func expect(
    _ field: ReceptiveField, size: Int, stride: Int, padding: Int?, _ place: SourceLocation = #_sourceLocation
  ) {
    let axis = AxisField(size: size, stride: stride, padding: padding)
    #expect(field.axes == [axis, axis], sourceLocation: place)
  }
}
