import Architecture
import Testing

/// Fully connected layers.
@Suite struct FullyConnectedTests {
  @Test func mapsAreFlattened() throws {
    let fc = try layer("{fc: 120}", on: "[16, 5, 5]")
    #expect(fc.kind.name == "fc")
    #expect(fc.shape.dimensions == [120])
    #expect(fc.parameters == [Parameter("weight", [120, 400], .weight), Parameter("bias", [120], .bias)])
    #expect(fc.arithmetic(.inference) == Arithmetic(multiplyAdds: 48_000, adds: 120))
    #expect(fc.arithmetic(.training) == fc.arithmetic(.inference))
    #expect(fc.connectivity == .whole)
  }

  @Test func withoutBias() throws {
    let fc = try layer("{fc: 10, bias: false}", on: "[84]")
    #expect(fc.parameters == [Parameter("weight", [10, 84], .weight)])
    #expect(fc.arithmetic(.inference) == Arithmetic(multiplyAdds: 840))
  }

  @Test func weightsHaveALimit() {
    #expect(
      problems(of: "{fc: 2000000000}", on: "[1000]")
        == ["fc_1: 1000×2000000000 weights are too many: at most 2^40 are possible"])
  }
}
