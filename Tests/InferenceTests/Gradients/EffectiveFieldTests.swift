import Architecture
import TestSupport
import Testing
import Weights

@testable import Inference

/// Luo et al. 2016: of a chain of n convolutions the effective field grows as √n and is nearly Gaussian.
@Suite struct EffectiveFieldTests {
  /// A chain of 3×3 convolutions.
  private func chain(_ count: Int, channels: Int, size: Int, between activation: String = "") throws -> Network {
    let layers = (1...count).map { "{conv: \(channels), kernel: 3, pad: 1, name: c\($0)}\(activation)" }
    return try network("{input: [\(channels), \(size), \(size)], layers: [\(layers.joined(separator: ", "))]}")
  }

  private func field(_ network: Network, _ weights: ParameterSource, images: Int = 1, size: Int) throws
    -> EffectiveField
  {
    var random = SeededGenerator(seed: 3)
    return try EffectiveField(
      of: [size / 2, size / 2], layer: network.layers.count - 1, in: network, weights: weights, images: images
    ) { _ in
      (0..<network.input.count).map { _ in Float.random(in: -1...1, using: &random) }
    }
  }

  /// With equal weights the gradient is the n-fold convolution of a 3×3 box: of variance 2/3·n on each axis, and of excess
  /// kurtosis −3/2/n, which a Gaussian has as 0.
  @Test(arguments: [1, 4, 9, 16]) func equalWeights(_ count: Int) throws {
    let network = try chain(count, channels: 1, size: 41)
    let numbers = NetworkParameter.all(of: network).map { ($0.name, Array(repeating: Float(1) / 9, count: $0.count)) }
    let field = try field(network, .numbers(Dictionary(uniqueKeysWithValues: numbers)), size: 41)
    #expect(field.theory == [20 - count...20 + count, 20 - count...20 + count])
    #expect(field.middle == [20, 20])
    for definition in [EffectiveField.Definition.signed, .absolute, .rectified] {
      let heat = try #require(field.heats[definition])
      for deviation in heat.deviations {
        #expect(abs(deviation * deviation / (2.0 / 3 * Double(count)) - 1) < 1e-5)
      }
      let marginal = (0..<41).map { row in heat.values[(row * 41)..<((row + 1) * 41)].reduce(0, +) }
      let fourth = marginal.enumerated().reduce(0.0) { sum, next in
        let distance = Double(next.offset) - 20
        return sum + distance * distance * distance * distance * next.element
      }
      let variance = heat.deviations[0] * heat.deviations[0]
      #expect(abs(fourth / (variance * variance) - 3 + 1.5 / Double(count)) < 1e-4)
      if count == 1 { #expect(field.sides(definition) == [3, 3, 3, 3]) }
      // A Gaussian of σ = √(2/3·16) holds half its mass in a square of side 2·1.052·σ = 6.9.
      if count == 16 { #expect(field.sides(definition)[2] == 7) }
    }
  }

  /// With random weights of mean 0 the expectation of the gradient's square is that convolution.
  @Test(arguments: ["", ", relu"]) func randomWeights(_ activation: String) throws {
    for count in [4, 16] {
      let network = try chain(count, channels: 16, size: 41, between: activation)
      var variances: [Double] = []
      for seed in 0..<8 {
        let source = ParameterSource.generator(Generator(seed: UInt64(seed), scheme: .he))
        let heat = try #require(try field(network, source, size: 41).heats[.squared])
        variances += heat.deviations.map { $0 * $0 }
      }
      let mean = variances.reduce(0, +) / Double(variances.count)
      #expect(abs(mean / (2.0 / 3 * Double(count)) - 1) < 0.1, "\(count) \(activation): \(mean)")
    }
  }

  @Test func sizesConverge() throws {
    let network = try chain(3, channels: 4, size: 15, between: ", relu")
    let field = try field(network, .generator(Generator(seed: 0, scheme: .he)), images: 12, size: 15)
    #expect(field.images == 12)
    for definition in EffectiveField.Definition.allCases {
      let steps = try #require(field.convergence[definition])
      #expect(steps.map(\.images) == [1, 2, 5, 10, 12])
      #expect(abs((field.heats[definition]?.values.reduce(0, +) ?? 0) - 1) < 1e-9)
      let sides = field.sides(definition).compactMap { $0 }
      #expect(sides == sides.sorted() && sides.count == 4 && sides[3] <= 7)
    }
  }

  /// A field whose middle lies between pixels, and one that reaches into the padding.
  @Test func squaresAroundTheMiddle() {
    let heat = EffectiveField.Heat(height: 1, width: 4, values: [0.1, 0.4, 0.4, 0.1])
    #expect(heat.sides(around: [0, 1.5], [0.2, 0.8, 0.81]) == [2, 2, 4])
    #expect(heat.sides(around: [0, 1], [0.4, 0.5, 1]) == [1, 3, 5])
    #expect(EffectiveField.Heat(height: 1, width: 1, values: [0]).sides(around: [0, 0], [0.5]) == [nil])
  }

  @Test func whatIsNoPictureIsRefused() throws {
    let network = try network("{input: [4], layers: [{fc: 2, name: fc}]}")
    let error = #expect(throws: InferenceError.self) {
      try EffectiveField(
        of: [0, 0], layer: 1, in: network, weights: .generator(Generator(seed: 0, scheme: .he)), images: 1
      ) { _ in [0, 0, 0, 0] }
    }
    #expect(error?.message == "the network reads 4, which is no picture")
  }

  @Test func twoPicturesAreRefused() throws {
    let both = try network("{inputs: {a: [1, 2, 2], b: [1, 2, 2]}, layers: [{add: [a, b], name: sum}]}")
    #expect(throws: InferenceError("the network reads 2 inputs, and not a picture alone")) {
      try EffectiveField(
        of: [0, 0], layer: 2, in: both, weights: .generator(Generator(seed: 0, scheme: .he)), images: 1
      ) { _ in [0, 0, 0, 0] }
    }
  }
}
