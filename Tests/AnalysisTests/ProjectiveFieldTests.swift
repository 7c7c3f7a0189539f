import Architecture
import TestSupport
import Testing

@testable import Analysis

/// Which units see a pixel: the receptive field the other way round.
@Suite struct ProjectiveFieldTests {
  /// A unit is among those that see a pixel exactly where the pixel is among those that the unit sees.
  @Test(arguments: [1, 2]) func itIsTheInverseOfWhatUnitsSee(axes: Int) throws {
    var reached = 0
    for (seed, network) in RandomNetwork.networks(40, axes: axes, hasBranches: false, seed: 300) {
      for index in network.layers.indices where !network.layers[index].shape.isVector {
        let extent = network.layers[index].shape.extent
        let image = network.input.extent
        for pixel in 0..<image[0] {
          let box = [pixel...pixel] + image.dropFirst().map { 0...($0 - 1) }
          let units = try #require(ProjectiveField(of: box, layer: index, in: network).axes)
          for unit in 0..<extent[0] {
            // The other axes are taken as a whole, so that the first alone decides.
            let others = extent.dropFirst().map { $0 / 2 }
            let seen = UnitField(of: [unit] + others, layer: index, in: network)
            guard seen.rectangle != nil else { continue }
            let sees = seen.axes[0].contains { $0.contains(pixel) }
            let isReached = units[0].contains { $0.contains(unit) }
            if isReached { reached += 1 }
            #expect(sees == isReached, "seed \(seed), layer \(index), unit \(unit), pixel \(pixel)")
          }
        }
      }
    }
    #expect(reached > 500)
  }

  @Test func alexNetsFifthConvolution() throws {
    let network = try zoo("alexnet").network(for: .inference)
    let index = try network.index("conv5")
    // Units are 16 pixels apart and see 163, the first from pixel −64: unit i sees 16·i − 64 to 16·i + 98.
    let field = ProjectiveField(of: [100...100, 0...0], layer: index, in: network)
    #expect(field.axes == [[1...10], [0...4]])
    #expect(field.isSeen == true)
    #expect(ProjectiveField(of: [500...600, 0...0], layer: index, in: network).isSeen == false)
    let scores = ProjectiveField(of: [100...100, 0...0], layer: network.layers.count - 1, in: network)
    #expect(scores.isVector && scores.isSeen == true)
  }

  @Test func fieldsWithRespectToALayer() throws {
    let network = try zoo("alexnet").network(for: .inference)
    let fields = ReceptiveField.fields(of: network, from: try network.index("pool2"))
    let conv5 = try #require(fields[try network.index("conv5")])
    // Three 3×3 convolutions.
    #expect(conv5.axes == Array(repeating: AxisField(size: 7, stride: 1, padding: 3), count: 2))
    #expect(fields[try network.index("conv1")] == nil)
    #expect(fields[try network.index("fc6")]?.seesWholeInput == true)
  }
}
