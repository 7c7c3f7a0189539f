import Architecture
import Testing

/// Flattening of maps to a vector.
@Suite struct FlattenTests {
  @Test func mapsBecomeOneVectorWithoutWork() throws {
    let flatten = try layer("flatten", on: "[16, 5, 6]")
    #expect(flatten.kind.name == "flatten")
    #expect(flatten.shape.dimensions == [480])
    #expect(flatten.shape.isVector)
    #expect(flatten.parameters.isEmpty)
    #expect(flatten.arithmetic(.training) == Arithmetic())
    #expect(flatten.kind.isInPlace(.inference))
  }

  @Test func aVectorStaysAsItIs() throws {
    #expect(try layer("flatten", on: "[10]").shape.dimensions == [10])
  }

  @Test func aVectorHasALargestLength() {
    #expect(
      problems(of: "flatten", on: "[4, 32768, 32768]")
        == ["flatten_1: a size of 4294967296 is too large: a dimension is at most 2147483647"])
  }
}
