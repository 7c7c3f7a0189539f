import Architecture
import Foundation
import TestSupport
import Testing
import Weights

@testable import Inference

/// Gradients of the zoo's networks are PyTorch's, with respect to the input, to every layer and to every parameter.
@Suite(.serialized) struct GradientReferenceTests {
  /// How many layers, the input among them, and how many parameters each file compares: all on which the objective depends.
  private static let counts = [
    "lenet5": (14, 13), "lenet5-modern": (13, 10), "alexnet": (23, 16), "vgg11": (31, 22), "googlenet": (156, 128),
    "googlenet-torchvision": (216, 187),
  ]

  /// PyTorch's numbers are double precision's, ours float32: the bound is 10⁻⁴ of the largest number of each gradient, and of its norm.
  ///
  /// In GoogLeNet rounding decides which cell a maximum is taken from: with random weights neighbours hardly differ, and 3.96151044
  /// beside 3.96150583 (channel 164 at inception_5a/pool) are as near as float32 is exact after so many layers. The gradient then
  /// goes to the neighbour, and everything before it differs. Where PyTorch takes our activations and so our decisions, all
  /// numbers of all gradients are within 1.4·10⁻⁶ of the largest; by its own they are within 1 %, and norms within 7·10⁻⁴.
  private static func bounds(_ model: String) -> (probe: Double, norm: Double) {
    model.hasPrefix("googlenet") ? (2e-2, 2e-3) : (1e-4, 1e-4)
  }

  @Test(arguments: counts.keys.sorted()) func everyGradientIsAsRecorded(model: String) throws {
    let reference = try RecordedGradients(model)
    let network = try zoo(model).network(for: reference.mode == "training" ? .training : .inference)
    let options = GradientRun.Options(batch: reference.batch, layers: .all, parameters: true)
    let run = try GradientRun(network, weights: .generator(Generator(seed: 0, scheme: .he)), options: options)
    let gradients = try run.run(syntheticInput(reference.batch * network.input.count), of: reference.objective)
    #expect(abs(gradients.value - reference.value) <= 1e-5 * abs(reference.value))
    let bounds = GradientReferenceTests.bounds(model)
    for recorded in reference.layers {
      let gradient = try #require(gradients.layers[recorded.name], "\(recorded.name)")
      #expect([gradient.batch] + gradient.shape.dimensions == recorded.shape, "\(recorded.name)")
      recorded.compare(gradient.values, bounds)
    }
    for recorded in reference.parameters {
      recorded.compare(try #require(gradients.parameters[recorded.name]), bounds)
    }
    let counts = try #require(GradientReferenceTests.counts[model])
    #expect(reference.layers.count == counts.0)
    #expect(reference.parameters.count == counts.1)
    #expect(gradients.parameters.count == counts.1)
  }
}

/// What PyTorch's autograd computed with the synthetic weights, from `Tests/Fixtures/gradients`, which
/// Scripts/record_gradients.py writes.
private struct RecordedGradients: Decodable {
  struct Tensor: Decodable {
    let name: String
    let shape: [Int]
    let norm: Double
    let largest: Double
    let samples: [Double]

    func compare(_ values: [Float], _ bounds: (probe: Double, norm: Double)) {
      let key = Generator.hash(name)
      for (number, sample) in samples.enumerated() {
        let place = Int(Generator.mix(key &+ UInt64(number)) % UInt64(values.count))
        let difference = abs(Double(values[place]) - sample) / largest
        #expect(difference <= bounds.probe, "\(name) at \(place)")
      }
      var squares = 0.0
      values.withUnsafeBufferPointer { for value in $0 { squares += Double(value) * Double(value) } }
      let difference = abs(squares.squareRoot() - norm) / norm
      #expect(difference <= bounds.norm, "\(name)")
    }
  }

  struct Term: Decodable {
    let layer: String
    let weight: Double
    let classes: [Int]?
    let channel: Int?
    let position: [Int]?
  }

  let mode: String
  let batch: Int
  let objective: Objective
  let value: Double
  let layers: [Tensor]
  let parameters: [Tensor]

  enum CodingKeys: CodingKey { case mode, batch, objective, value, layers, parameters }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    mode = try container.decode(String.self, forKey: .mode)
    batch = try container.decode(Int.self, forKey: .batch)
    value = try container.decode(Double.self, forKey: .value)
    layers = try container.decode([Tensor].self, forKey: .layers)
    parameters = try container.decode([Tensor].self, forKey: .parameters)
    objective = Objective(
      try container.decode([Term].self, forKey: .objective).map { term in
        let function: Objective.Function =
          term.classes.map { .crossEntropy(classes: $0) } ?? .sum(channel: term.channel, position: term.position)
        return Objective.Term(term.layer, function, weight: term.weight)
      })
  }

  init(_ model: String) throws {
    let file = RecordedReference.folder.appending(path: "../gradients/\(model).json")
    self = try JSONDecoder().decode(RecordedGradients.self, from: Data(contentsOf: file))
  }
}
