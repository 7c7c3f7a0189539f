import Architecture
import Testing

/// Concatenation and addition of branches.
@Suite struct JoinTests {
  private let three = "[{conv: 4, kernel: 1}], [{conv: 8, kernel: 1}], [{conv: 16, kernel: 1}]"

  @Test func channelsAreConcatenated() throws {
    let concat = try layer("{concat: [\(three)]}")
    #expect(concat.kind.name == "concat")
    #expect(concat.inputShapes.map(\.channels) == [4, 8, 16])
    #expect(concat.shape.dimensions == [28, 8, 8])
    #expect(concat.parameters.isEmpty)
    #expect(concat.arithmetic(.inference) == Arithmetic())
    #expect(!concat.kind.isInPlace(.inference))
  }

  @Test func vectorsAreConcatenated() throws {
    #expect(try layer("{concat: [[{fc: 10}], [{fc: 5}]]}").shape.dimensions == [15])
  }

  @Test func otherSizesThanChannelsMustBeEqual() {
    #expect(
      problems(of: "{concat: [[{conv: 4, kernel: 1}], [{conv: 4, kernel: 3}]]}")
        == [
          "concat_1: branches do not concatenate: branch 1 is 4×8×8 and branch 2 is 4×6×6; "
            + "all but the channels must be equal"
        ])
  }

  @Test func branchesAreAddedElementByElement() throws {
    let sum = try layer("{add: [[{conv: 3, kernel: 1}], [{conv: 3, kernel: 3, pad: 1}], []]}")
    #expect(sum.kind.name == "add")
    #expect(sum.shape.dimensions == [3, 8, 8])
    #expect(sum.parameters.isEmpty)
    #expect(sum.arithmetic(.inference) == Arithmetic(adds: 2 * 192))
  }

  @Test func sizesOfASumMustBeEqual() {
    #expect(
      problems(of: "{add: [[], [{conv: 4, kernel: 1}]]}")
        == ["add_1: branches do not add up: branch 1 is 3×8×8 and branch 2 is 4×8×8; all sizes must be equal"])
  }

  @Test func branchesAreNeeded() {
    let message = "takes a list of branches, each a list of layers or the name of a layer"
    #expect(problems(of: "concat") == ["concat \(message)"])
    #expect(problems(of: "{add: []}") == ["add \(message)"])
    #expect(problems(of: "{concat: 3}") == ["concat \(message)"])
  }
}
