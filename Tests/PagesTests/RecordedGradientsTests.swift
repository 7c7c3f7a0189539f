import Architecture
import Inference
import TestSupport
import Testing
import Weights

@testable import Pages

/// What `Scripts/record_lesson.py` recorded, the part that is quickly computed computed again.
@Suite struct RecordedGradientsTests {
  /// Four significant digits are recorded.
  private static let digits = 1e-3

  @Test(arguments: ["relu", "tanh"], [Generator.Scheme.glorot, .he])
  func normsOfChains(_ activation: String, _ scheme: Generator.Scheme) throws {
    let kind: any LayerKind = activation == "relu" ? ReLU() : Tanh(amplitude: 1, slope: 1)
    let norms = try GradientNorms(of: try GradientNorms.chain(activation: kind), scheme: scheme, seed: 0)
    let recorded = RecordedNorms.of(activation, scheme.rawValue)
    #expect(recorded.layers.map(\.name) == norms.rows.map(\.layer))
    for (layer, row) in zip(recorded.layers, norms.rows) {
      #expect(abs(layer.with / row.output - 1) < Self.digits, "\(layer.name)")
    }
  }

  @Test(arguments: ["glorot", "he"])
  func normsOfGoogLeNetAreThoseOfItsLayers(_ scheme: String) throws {
    // The loss begins at the scores.
    let layers = try zoo("googlenet").body.filter { $0.auxiliary == nil && $0.name != "prob" }
    let recorded = RecordedNorms.of("googlenet", scheme).layers
    #expect(recorded.map(\.name) == layers.map(\.name))
    #expect(recorded.map(\.kind) == layers.map(\.kind.name))
  }

  @Test(arguments: ["random", "trained"])
  func fieldOfLeNet(_ weights: String) throws {
    let network = try zoo("lenet5-modern").network(for: .inference)
    let tensors = EmbeddedTensors(PackageResources.lenet5_digits_safetensors)
    var numbers: [String: [Float]] = [:]
    for parameter in NetworkParameter.all(of: network) {
      numbers[parameter.name] = tensors.numbers("\(parameter.layer.name).\(parameter.declaration.name)").map {
        Float($0)
      }
    }
    let index = try #require(network.layers.firstIndex { $0.name == "S4" })
    let field = try EffectiveField(
      of: [2, 2], layer: index, in: network,
      weights: weights == "trained" ? .numbers(numbers) : .generator(Generator(seed: 0, scheme: .he)), images: 50,
      // As pictures hold them: 256 shades.
      input: { DigitSet.input(DigitSet.heldOut.images[$0]).values.map { Float(($0 * 255).rounded()) / 255 } })
    for definition in EffectiveField.Definition.allCases {
      let recorded = RecordedField.of("lenet5-modern", weights, definition.rawValue)
      #expect(field.sides(definition) == recorded.sides.map(Optional.init))
      let deviations = try #require(field.heats[definition]).deviations
      #expect(abs(deviations.reduce(0, +) / 2 / recorded.deviation - 1) < Self.digits, "\(definition)")
    }
  }

  @Test func fieldOfAChain() throws {
    let layers: [(name: String, kind: any LayerKind)] = (1...16).map {
      ("conv\($0)", Convolution(16, kernel: 3, padding: 1))
    }
    let network = try NetworkBuilder.chain(
      layers, on: [Shape(channels: 8, extent: [41, 41])], of: Model(name: "chain", title: "chain"))
    let field = try EffectiveField(
      of: [20, 20], layer: 16, in: network, weights: .generator(Generator(seed: 0, scheme: .he)), images: 1,
      input: { _ in [Float](repeating: 0, count: 8 * 41 * 41) })
    let recorded = RecordedField.of("16×3×3", "linear", "squared")
    #expect(field.sides(.squared) == recorded.sides.map(Optional.init))
    let heat = try #require(field.heats[.squared])
    #expect(abs(heat.deviations.reduce(0, +) / 2 / recorded.deviation - 1) < Self.digits)
    let profile = RecordedMass.profile("16×3×3", "linear")
    for column in 0..<41 {
      let mass = (0..<41).reduce(0) { $0 + heat.values[$1 * 41 + column] }
      #expect(abs(profile[column] - mass) < 1e-3 * max(mass, 1e-3))
    }
  }
}
