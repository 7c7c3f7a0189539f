import Architecture
import Testing

/// LeNet-5's output: distances from given code words.
@Suite struct RadialBasisTests {
  @Test func theCodeWordsAreFixed() throws {
    let rbf = try layer("{rbf: 10}", on: "[84]")
    #expect(rbf.kind.name == "rbf")
    #expect(rbf.shape.dimensions == [10])
    #expect(rbf.parameters == [Parameter("weight", [10, 84], .fixed)])
    #expect(rbf.parameters.allSatisfy { !$0.isTrainable })
    #expect(rbf.hasParameters)
    #expect(rbf.connectivity == .whole)
  }

  @Test func subtractsSquaresAndSums() throws {
    let rbf = try layer("{rbf: 10}", on: "[84]")
    #expect(rbf.arithmetic(.inference) == Arithmetic(multiplies: 840, adds: 840 + 830))
  }
}
