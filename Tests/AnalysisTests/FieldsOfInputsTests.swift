import Analysis
import Architecture
import Testing

/// Fields of units that see several inputs, which need not have as many axes.
@Suite struct FieldsOfInputsTests {
  /// The field of what joins two inputs, each behind its layers.
  private func joined(
    _ first: ([Int], [any LayerKind]), _ second: ([Int], [any LayerKind]), by joint: any LayerKind = Concatenation()
  ) throws -> ReceptiveField {
    var builder = NetworkBuilder(named: "joined")
    var ends = [
      try builder.input(Shape(dimensions: first.0), name: "first"),
      try builder.input(Shape(dimensions: second.0), name: "second"),
    ]
    for (branch, kinds) in [first.1, second.1].enumerated() {
      for (number, kind) in kinds.enumerated() {
        ends[branch] = try builder.add(kind, name: "branch\(branch)_\(number)", reading: [ends[branch]])
      }
    }
    try builder.add(joint, name: "joint", reading: ends)
    return try #require(ReceptiveField.fields(of: builder.network()).last)
  }

  private let conv = Convolution(
    channels: 4, window: WindowArguments(kernel: [3], stride: [2]), groups: 1, hasBias: true)

  @Test func aPictureAndAVector() throws {
    let field = try joined(([3, 9, 9], [conv, Flatten()]), ([5], []))
    #expect(field.isKnown)
    #expect(field.axes.map(\.size) == [9, 9])
    let reverse = try joined(([5], []), ([3, 9, 9], [conv, Flatten()]))
    #expect(reverse.isKnown && reverse.axes == field.axes)
    let gate = try joined(([3, 9, 9], [conv]), ([4], [Reshape(sizes: [4, 1, 1])]), by: Multiplication())
    #expect(gate.axes.map(\.size) == [3, 3])
  }

  @Test func twoPictures() throws {
    let field = try joined(([3, 9, 9], [conv]), ([1, 4, 4], []))
    #expect(field.isKnown)
    // Unit 3 sees pixels 6 to 8 of the one and pixel 3 of the other.
    #expect(field.axes.map(\.size) == [6, 6])
    #expect(!field.isAligned)
  }

  /// Pixels of a picture and samples of a signal are nothing that one field could count.
  @Test func aPictureAndASignal() throws {
    let field = try joined(([3, 9, 9], [conv, Flatten()]), ([2, 20], [conv, Flatten()]))
    #expect(!field.isKnown)
    #expect(field.axes.isEmpty)
    #expect(!field.seesWholeInput)
  }
}
