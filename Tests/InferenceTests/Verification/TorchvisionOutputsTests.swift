import Architecture
import TestSupport
import Testing

@testable import Inference

/// torchvision's classification networks, as `Scripts/verify_torchvision.py` ran them in PyTorch and here: too large for a test
/// of every day.
@Suite struct TorchvisionOutputsTests {
  /// A network, and the layer that is farthest from PyTorch's. What follows is relative to that layer's largest number.
  struct Line: Decodable, CustomTestStringConvertible {
    let model: String
    let layers: Int
    let worst: String
    let relative: Double
    let pytorch_from_double: Double
    let zoo_from_double: Double

    var testDescription: String { model }
    var name: String { zooName(ofTorchvision: model) }
  }

  static let lines: [Line] = recording("torchvision_outputs.json") ?? []

  @Test func everyNetworkIsThere() throws {
    struct Published: Decodable { let model: String }
    let published = Set(try #require(recording("torchvision.json", as: [Published].self)).map(\.model))
    #expect(Set(Self.lines.map(\.model)) == published)
  }

  @Test(arguments: lines) func everyLayerIsAsPyTorchHasIt(_ line: Line) throws {
    let network = try zoo(line.name).network(for: .inference)
    #expect(line.layers == network.body.count)
    #expect(network.body.contains { $0.name == line.worst })
    // What `zoo verify` asks for: Verification.Options.bound.
    #expect(line.relative <= max(1e-4, 2 * line.pytorch_from_double))
  }

  /// Zoo's own rounding is that of its arithmetic: as if each layer added one, 2⁻²⁴ of its largest number.
  @Test(arguments: lines) func roundingGrowsWithTheDepth(_ line: Line) {
    #expect(line.zoo_from_double <= Double(line.layers) * 0x1p-24)
    // The triangle that the bound of a layer is made of, with the two digits that the file has.
    #expect(line.relative <= 1.1 * (line.pytorch_from_double + line.zoo_from_double))
  }

  /// It needs no room: with statistics that are not 0 and 1 it is nearer to double precision than PyTorch is.
  @Test func inceptionIsNearerThanPyTorch() throws {
    let line = try #require(Self.lines.first { $0.model == "inception_v3" })
    #expect(line.zoo_from_double <= line.pytorch_from_double)
  }
}
