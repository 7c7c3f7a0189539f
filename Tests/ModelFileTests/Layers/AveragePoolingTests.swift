import Architecture
import Testing

/// Average pooling with windows.
@Suite struct AveragePoolingTests {
  @Test func sumsAndDivides() throws {
    let pool = try layer("{avgpool: 2}", on: "[6, 28, 28]")
    #expect(pool.kind.name == "avg_pool")
    #expect(pool.shape.dimensions == [6, 14, 14])
    #expect(pool.parameters.isEmpty)
    #expect(pool.arithmetic(.inference) == Arithmetic(adds: 3 * 1_176, divides: 1_176))
    #expect(pool.arithmetic(.training) == pool.arithmetic(.inference))
  }

  @Test("GoogLeNet's auxiliary classifiers pool 14×14 to 4×4") func auxiliaryOfGoogLeNet() throws {
    #expect(try layer("{avgpool: 5, stride: 3, rounding: ceil}", on: "[512, 14, 14]").shape.dimensions == [512, 4, 4])
    #expect(try layer("{avgpool: 5, stride: 3, rounding: ceil}", on: "[512, 15, 15]").shape.dimensions == [512, 5, 5])
  }

  @Test func paddingMayBeLeftOutOfTheDivisor() throws {
    let counting = try #require(try layer("{avgpool: 3, pad: 1}").kind as? AveragePooling)
    #expect(counting.countsPadding)
    let leaving = try #require(try layer("{avgpool: 3, pad: 1, count_padding: false}").kind as? AveragePooling)
    #expect(!leaving.countsPadding)
    #expect(
      problems(of: "{avgpool: 3, count_padding: flase}")
        == ["count_padding is true or false, not 'flase', did you mean 'false'?"])
  }
}
