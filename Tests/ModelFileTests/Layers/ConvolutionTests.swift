import Architecture
import Testing

/// Convolutions: sizes, weights and multiply–adds, over maps and signals.
@Suite struct ConvolutionTests {
  @Test func firstLayerOfAlexNet() throws {
    let conv = try layer("{conv: 96, kernel: 11, stride: 4}", on: "[3, 227, 227]")
    #expect(conv.kind.name == "conv")
    #expect(conv.shape.dimensions == [96, 55, 55])
    #expect(conv.parameters == [Parameter("weight", [96, 3, 11, 11], .weight), Parameter("bias", [96], .bias)])
    #expect(conv.parameters.map(\.count) == [34_848, 96])
    for mode in Mode.allCases {
      #expect(conv.arithmetic(mode) == Arithmetic(multiplyAdds: 105_415_200, adds: 290_400))
    }
    #expect(!conv.kind.isInPlace(.inference))
  }

  @Test func withoutBias() throws {
    let conv = try layer("{conv: 4, kernel: 3, bias: false}")
    #expect(conv.parameters == [Parameter("weight", [4, 3, 3, 3], .weight)])
    #expect(conv.arithmetic(.inference) == Arithmetic(multiplyAdds: 4 * 27 * 36))
  }

  @Test func groupsDivideWeightsAndMultiplyAdds() throws {
    let conv = try layer("{conv: 6, kernel: 3, pad: 1, groups: 3}", on: "[12, 8, 8]")
    #expect(conv.parameters.map(\.shape) == [[6, 4, 3, 3], [6]])
    #expect(conv.arithmetic(.inference).multiplyAdds == 6 * 4 * 9 * 64)
    #expect(
      problems(of: "{conv: 6, kernel: 3, groups: 4}", on: "[12, 8, 8]")
        == ["conv_1: 4 groups do not divide 12 input and 6 output channels"])
    #expect(
      problems(of: "{conv: 6, kernel: 3, groups: 3}", on: "[4, 8, 8]")
        == ["conv_1: 3 groups do not divide 4 input and 6 output channels"])
  }

  @Test func dilationSpreadsTheKernelWithoutWeights() throws {
    let conv = try layer("{conv: 1, kernel: 3, dilation: [2, 3]}")
    #expect(conv.shape.dimensions == [1, 4, 2])
    #expect(conv.parameters[0].shape == [1, 3, 3, 3])
    #expect(conv.windows == [Window(kernel: 3, dilation: 2), Window(kernel: 3, dilation: 3)])
  }

  @Test func kernelStrideAndPaddingPerAxis() throws {
    let conv = try layer("{conv: 2, kernel: [3, 5], stride: [2, 1], pad: [0, 2]}")
    #expect(conv.shape.dimensions == [2, 3, 8])
    #expect(conv.parameters[0].shape == [2, 3, 3, 5])
    #expect(conv.windows == [Window(kernel: 3, stride: 2), Window(kernel: 5, before: 2, after: 2)])
  }

  @Test func paddingMayDifferBeforeAndAfter() throws {
    let conv = try layer("{conv: 2, kernel: 3, pad: [[1, 0], [2, 3]]}")
    #expect(conv.shape.dimensions == [2, 7, 11])
    #expect(conv.windows == [Window(kernel: 3, before: 1, after: 0), Window(kernel: 3, before: 2, after: 3)])
    // One pair stands for all axes.
    #expect(try layer("{conv: 2, kernel: 3, pad: [[1, 0]]}").shape.dimensions == [2, 7, 7])
  }

  @Test func samePaddingKeepsTheSizeAtStrideOne() throws {
    #expect(try layer("{conv: 2, kernel: 4, pad: same}").shape.dimensions == [2, 8, 8])
    let strided = try layer("{conv: 2, kernel: 3, stride: 2, pad: same}", on: "[1, 4, 5]")
    #expect(strided.shape.dimensions == [2, 2, 3])
    #expect(
      strided.windows == [
        Window(kernel: 3, stride: 2, before: 0, after: 1), Window(kernel: 3, stride: 2, before: 1, after: 1),
      ])
  }

  @Test func alongASignal() throws {
    let conv = try layer("{conv: 16, kernel: 5, stride: 2, pad: 2}", on: "[2, 100]")
    #expect(conv.shape.dimensions == [16, 50])
    #expect(conv.parameters.map(\.shape) == [[16, 2, 5], [16]])
    #expect(conv.arithmetic(.inference) == Arithmetic(multiplyAdds: 16 * 2 * 5 * 50, adds: 800))
    #expect(
      problems(of: "{conv: 16, kernel: [5, 5]}", on: "[2, 100]")
        == ["conv_1: kernel has 2 numbers, and the input 2×100 has one axis"])
  }

  @Test func aConnectionTableCountsItsConnections() throws {
    let conv = try layer("{conv: 3, kernel: 3, connections: [[0], [0, 1], [3, 1, 2]]}", on: "[4, 8, 8]")
    #expect(conv.parameters[0].shape == [3, 4, 3, 3])
    #expect(conv.parameters[0].count == 6 * 9)
    #expect(conv.arithmetic(.inference).multiplyAdds == 6 * 9 * 36)
  }

  @Test("LeNet-5's C3 has 1,516 parameters") func lenetC3() throws {
    let c3 = try zoo("lenet5").layer("C3")
    #expect(c3.parameters.map(\.count) == [1_500, 16])
    #expect(c3.arithmetic(.inference).multiplyAdds == 150_000)
  }

  @Test func aConnectionTableMustFit() {
    #expect(
      problems(of: "{conv: 2, kernel: 3, connections: [[0], [1, 3]]}")
        == ["conv_1: row 1 of the connection table names input map 3, and they are 0 to 2"])
    #expect(
      problems(of: "{conv: 3, kernel: 3, connections: [[0], [1]]}") == ["the table has 2 rows for 3 output channels"])
    #expect(
      problems(of: "{conv: 3, kernel: 3, groups: 3, connections: [[0], [0], [0]]}")
        == ["a connection table and groups exclude each other"])
    #expect(problems(of: "{conv: 1, kernel: 3, connections: [[1, 2, 1]]}") == ["1 is twice in this row"])
    #expect(
      problems(of: "{conv: 1, kernel: 3, connections: [[]]}")
        == ["a row of connections must be a list of numbers, not a list"])
    #expect(
      problems(of: "{conv: 1, kernel: 3, connections: all}") == ["connections must be a list of lists, not 'all'"])
  }

  @Test func aVectorHasNothingToSlideOver() {
    #expect(
      problems(of: "{conv: 1, kernel: 1}", on: "[10]")
        == ["conv_1: a window needs feature maps or a signal, and a vector of 10 arrives"])
  }
}
