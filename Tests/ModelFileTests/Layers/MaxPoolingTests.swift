import Architecture
import Testing

/// Max pooling.
@Suite struct MaxPoolingTests {
  @Test func overlapping() throws {
    let pool = try layer("{maxpool: 3, stride: 2}", on: "[96, 55, 55]")
    #expect(pool.kind.name == "max_pool")
    #expect(pool.shape.dimensions == [96, 27, 27])
    #expect(pool.parameters.isEmpty)
    #expect(pool.arithmetic(.inference) == Arithmetic(compares: 8 * 96 * 27 * 27))
    #expect(pool.windows == [Window(kernel: 3, stride: 2), Window(kernel: 3, stride: 2)])
  }

  @Test func theStrideIsTheKernelUnlessStated() throws {
    #expect(try layer("{maxpool: 2}").shape.dimensions == [3, 4, 4])
    #expect(try layer("{maxpool: [2, 4]}").shape.dimensions == [3, 4, 2])
    #expect(try layer("{maxpool: 2, stride: 1}").shape.dimensions == [3, 7, 7])
    #expect(try layer("{maxpool: 2, stride: ~}").shape.dimensions == [3, 4, 4])
  }

  @Test func roundingUp() throws {
    #expect(try layer("{maxpool: 3, stride: 2}").shape.dimensions == [3, 3, 3])
    #expect(try layer("{maxpool: 3, stride: 2, rounding: ceil}").shape.dimensions == [3, 4, 4])
    #expect(
      try layer("{maxpool: 2, stride: 2, pad: 1, rounding: ceil}", on: "[3, 3, 4]").shape.dimensions == [3, 2, 3])
    #expect(try layer("{maxpool: 9, rounding: ceil}").shape.dimensions == [3, 1, 1])
    #expect(problems(of: "{maxpool: 9}") == ["maxpool_1: a window of 9 is larger than its input of 8"])
  }

  @Test func paddingMustBeSmallerThanTheKernel() throws {
    #expect(try layer("{maxpool: 3, stride: 1, pad: 1}").shape.dimensions == [3, 8, 8])
    #expect(
      problems(of: "{maxpool: [3, 2], pad: 2}") == ["the padding of a pooling must be smaller than its kernel of 2"])
  }

  @Test func overASignal() throws {
    let pool = try layer("{maxpool: 4}", on: "[2, 10]")
    #expect(pool.shape.dimensions == [2, 2])
    #expect(pool.arithmetic(.inference) == Arithmetic(compares: 3 * 4))
  }

  @Test func maxPoolingMayDilateAndAveragePoolingNot() throws {
    #expect(try layer("{maxpool: 2, stride: 1, dilation: 2}", on: "[2, 10]").shape.dimensions == [2, 8])
    #expect(problems(of: "{avgpool: 2, dilation: 2}") == ["avgpool has no argument 'dilation'"])
  }
}
