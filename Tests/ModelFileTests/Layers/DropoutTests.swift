import Architecture
import Testing

/// Dropout, which is there in training alone.
@Suite struct DropoutTests {
  @Test func costsNothingInInference() throws {
    let dropout = try layer("{dropout: 0.4}", on: "[4096]")
    #expect(dropout.kind.name == "dropout")
    #expect((dropout.kind as? Dropout)?.rate == 0.4)
    #expect(dropout.shape.dimensions == [4096])
    #expect(dropout.parameters.isEmpty)
    #expect(dropout.arithmetic(.inference) == Arithmetic())
    #expect(dropout.arithmetic(.training) == Arithmetic(multiplies: 4096, compares: 4096))
    #expect(dropout.kind.isInPlace(.training))
  }

  @Test func theRateIsOneHalfUnlessStated() throws {
    #expect((try layer("dropout").kind as? Dropout)?.rate == 0.5)
  }

  @Test("A rate is at least 0 and below 1", arguments: ["-0.1", "1", "1.5"]) func rate(text: String) throws {
    #expect(problems(of: "{dropout: \(text)}") == ["a rate is at least 0 and below 1"])
    #expect(try layer("{dropout: 0}").shape.dimensions == [3, 8, 8])
  }
}
