import Architecture
import TestSupport
import Testing

@testable import Weights

/// Each layout by numbers small enough to be checked by eye.
@Suite struct LayoutTests {
  /// Two kernels of two channels, one row of three columns; and a fully connected layer on two maps of 1×2.
  private func sample() throws -> Network {
    try network(
      """
      title: t
      paper: p
      reference: r
      input: [2, 1, 4]
      layers:
      - {conv: 2, kernel: [1, 3], name: conv}
      - {fc: 3, name: fc}
      - {fc: 2, name: last}
      """)
  }

  /// What the parameter reads from a tensor that is stored as 0, 1, 2 …
  private func read(_ layout: Layout, _ name: String, storedAs shape: [Int]) throws -> [Int] {
    let parameter = try parameter(name, of: sample())
    let view = try #require(layout.view(of: parameter, holding: tensor(shape)))
    let places = (0..<view.count).map { number in
      var rest = number
      var place = view.offset
      for (size, stride) in zip(view.shape, view.strides).reversed() {
        place += rest % size * stride
        rest /= size
      }
      return place
    }
    return places
  }

  private func tensor(_ shape: [Int]) -> WeightTensor {
    WeightTensor(
      path: "x", layer: "x", part: .weight, shape: shape, type: .float32, isBigEndian: false, storage: "",
      place: .file(offset: 0))
  }

  @Test func channelsFirstIsAsItStands() throws {
    #expect(try read(.channelsFirst, "conv/weight", storedAs: [2, 2, 1, 3]) == Array(0..<12))
    #expect(try read(.channelsFirst, "fc/weight", storedAs: [3, 4]) == Array(0..<12))
  }

  /// Stored (height, width, in, out): the first kernel has the even numbers; its first channel 0, 4, 8.
  @Test func kernelsOfKerasAreTransposed() throws {
    #expect(
      try read(.channelsLast, "conv/weight", storedAs: [1, 3, 2, 2]) == [0, 4, 8, 2, 6, 10, 1, 5, 9, 3, 7, 11])
  }

  /// Stored (height·width·channels, out): the first output's inputs are 0, 3, 6, 9, of channels 0, 1, 0, 1.
  @Test func theFlattenOrderOfKerasIsTurned() throws {
    #expect(try read(.channelsLast, "fc/weight", storedAs: [4, 3]) == [0, 6, 3, 9, 1, 7, 4, 10, 2, 8, 5, 11])
  }

  /// Stored (height, width, in, multiplier): the kernels of channel 0 are the first and the second, those of channel 1 the
  /// others; or as one group for each channel, (height, width, 1, out).
  @Test func depthwiseKernelsOfKeras() throws {
    let network = try network(
      """
      title: t
      paper: p
      reference: r
      input: [2, 1, 4]
      layers: [{conv: 4, kernel: [1, 3], groups: 2, name: conv}, {conv: 4, kernel: 1, groups: 2, name: grouped}]
      """)
    let parameter = try parameter("conv/weight", of: network)
    #expect(parameter.multiplier == 2)
    #expect(Layout.channelsLast.shape(of: parameter) == [1, 3, 2, 2])
    #expect(Layout.channelsLast.shapes(of: parameter) == [[1, 3, 2, 2], [1, 3, 1, 4], [3, 4]])
    #expect(Layout.channelsFirst.shapes(of: parameter) == [[4, 1, 1, 3], [4, 3]])
    for shape in Layout.channelsLast.shapes(of: parameter) {
      let view = try #require(Layout.channelsLast.view(of: parameter, holding: tensor(shape)))
      #expect((view.shape, view.strides) == ([4, 1, 1, 3], [1, 4, 12, 4]))
    }
    #expect(Layout.channelsLast.view(of: parameter, holding: tensor([1, 3, 4, 1])) == nil)
    let grouped = try WeightsTests.parameter("grouped/weight", of: network)
    #expect(grouped.multiplier == nil)
    #expect(Layout.channelsLast.shapes(of: grouped) == [[1, 1, 2, 4], [2, 4]])
    // One channel has all kernels, as in any convolution.
    #expect(try WeightsTests.parameter("C1/weight", of: zoo("lenet5-modern")).multiplier == nil)
  }

  /// There is no map before it: (in, out) is transposed and no more.
  @Test func aSecondFullyConnectedLayerIsTransposed() throws {
    #expect(try read(.channelsLast, "last/weight", storedAs: [3, 2]) == [0, 2, 4, 1, 3, 5])
    #expect(try read(.theano, "last/weight", storedAs: [3, 2]) == [0, 2, 4, 1, 3, 5])
  }

  @Test func kernelsOfTheanoAreRotated() throws {
    #expect(
      try read(.theano, "conv/weight", storedAs: [2, 2, 1, 3]) == [2, 1, 0, 5, 4, 3, 8, 7, 6, 11, 10, 9])
  }

  /// Flattened as channels, height, width, stored (in, out).
  @Test func theanoFlattensAsPyTorch() throws {
    #expect(try read(.theano, "fc/weight", storedAs: [4, 3]) == [0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11])
  }

  /// A convolution that covers its whole map and a fully connected layer hold the same numbers.
  @Test func aConvolutionOverTheWholeMapIsAFullyConnectedLayer() throws {
    #expect(try read(.channelsFirst, "fc/weight", storedAs: [3, 2, 1, 2]) == Array(0..<12))
    #expect(
      try read(.channelsLast, "fc/weight", storedAs: [1, 2, 2, 3])
        == read(.channelsLast, "fc/weight", storedAs: [4, 3]))
    #expect(try read(.channelsFirst, "conv/weight", storedAs: [2, 6]) == Array(0..<12))
    #expect(
      try read(.channelsLast, "conv/weight", storedAs: [6, 2])
        == read(.channelsLast, "conv/weight", storedAs: [1, 3, 2, 2]))
    // Rotated as a convolution, not as a fully connected layer.
    #expect(try read(.theano, "fc/weight", storedAs: [3, 2, 1, 2]) == [1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10])
  }

  @Test func axesOfSizeOneInFrontDoNotCount() throws {
    #expect(try read(.channelsFirst, "conv/bias", storedAs: [1, 1, 1, 2]) == [0, 1])
    #expect(try read(.channelsFirst, "fc/weight", storedAs: [1, 1, 3, 4]) == Array(0..<12))
    let parameter = try parameter("fc/weight", of: sample())
    #expect(Layout.channelsFirst.view(of: parameter, holding: tensor([3, 1, 4])) == nil)
    #expect(Layout.channelsFirst.view(of: parameter, holding: tensor([2, 3, 4])) == nil)
    #expect(Layout.channelsFirst.view(of: parameter, holding: tensor([])) == nil)
  }

  @Test func channelsOfTheFirstConvolutionAreFlipped() throws {
    let folder = try Folder()
    let file = try open(
      folder.write(
        safetensors([
          HandWritten("conv.weight", [2, 2, 1, 3], (0..<12).map(Float.init)), HandWritten("conv.bias", [2], [1, 2]),
        ]), to: "w"))
    let network = try sample()
    let flipped = try bits(of: file, network, flipsChannels: true)
    #expect(flipped["conv/weight"] == [3, 4, 5, 0, 1, 2, 9, 10, 11, 6, 7, 8].map { Float($0).bitPattern })
    #expect(flipped["conv/bias"] == [Float(1), 2].map(\.bitPattern))
  }
}
