import Architecture
import Testing

/// Global average pooling.
@Suite struct GlobalAveragePoolingTests {
  @Test func oneMeanPerChannelWhateverTheSize() throws {
    let pool = try layer("global_avgpool", on: "[1024, 7, 9]")
    #expect(pool.kind.name == "global_avg_pool")
    #expect(pool.shape.dimensions == [1024, 1, 1])
    #expect(pool.parameters.isEmpty)
    #expect(pool.connectivity == .whole)
    #expect(pool.arithmetic(.inference) == Arithmetic(adds: 62 * 1024, divides: 1024))
    #expect(pool.arithmetic(.training) == pool.arithmetic(.inference))
  }

  @Test func keepsTheAxesOfASignal() throws {
    #expect(try layer("global_avgpool", on: "[4, 100]").shape.dimensions == [4, 1])
  }

  @Test func aVectorHasNoAxes() {
    #expect(
      problems(of: "global_avgpool", on: "[10]")
        == ["global_avgpool_1: pooling needs feature maps or a signal, and a vector of 10 arrives"])
  }
}
