import Architecture
import TestSupport
import Testing
import Weights

@testable import Inference

/// A network, synthetic weights, a batch of inputs and an objective; its gradients by the backward pass and by central finite
/// differences of the reference, in double precision.
struct GradientTrial {
  let network: Network
  let batch: Int
  private let generator: Generator
  private let input: [Float]
  private let factors: [(layer: Layer, numbers: [Float])]
  private let parameters: [String: [Double]]

  /// - Parameter range: of the inputs.
  init(_ network: Network, batch: Int = 1, seed: Int = 1, range: Float = 1) {
    self.network = network
    self.batch = batch
    let generator = Generator(seed: UInt64(seed), scheme: .he)
    self.generator = generator
    var random = SeededGenerator(seed: seed)
    func numbers(_ count: Int, _ range: Float) -> [Float] {
      (0..<count).map { _ in Float.random(in: -range...range, using: &random) }
    }
    input = numbers(batch * network.inputs.reduce(0) { $0 + $1.shape.count }, range)
    factors = network.outputs.map { (network.layers[$0], numbers(batch * network.layers[$0].shape.count, 1)) }
    parameters = Dictionary(
      uniqueKeysWithValues: NetworkParameter.all(of: network).map { parameter in
        let numbers = [Float](unsafeUninitializedCapacity: parameter.count) { buffer, count in
          generator.fill(UnsafeMutableBufferPointer(rebasing: buffer[..<parameter.count]), of: parameter, from: 0)
          count = parameter.count
        }
        return (parameter.name, numbers.map(Double.init))
      })
  }

  /// Every output times random factors.
  private var objective: Objective {
    Objective(factors.map { Objective.Term($0.layer.name, .product($0.numbers)) })
  }

  func gradients(_ wanted: GradientRun.Wanted = .inputs, parameters: Bool = true) throws -> Gradients {
    let options = GradientRun.Options(batch: batch, layers: wanted, parameters: parameters)
    return try GradientRun(network, weights: .generator(generator), options: options).run(input, of: objective)
  }

  /// The objective's value by the reference.
  private func value(_ executor: ReferenceExecutor, _ input: [Double]) throws -> Double {
    var sum = 0.0
    for image in 0..<batch {
      var start = 0
      let maps = network.inputs.map { layer in
        var maps = ReferenceExecutor.Maps(layer.shape)
        let first = start + image * layer.shape.count
        maps.values = Array(input[first..<(first + layer.shape.count)])
        start += batch * layer.shape.count
        return maps
      }
      let outputs = try executor.outputs(inputs: maps)
      for (index, factor) in zip(network.outputs, factors) {
        let count = factor.layer.shape.count
        for cell in 0..<count { sum += outputs[index].values[cell] * Double(factor.numbers[image * count + cell]) }
      }
    }
    return sum
  }

  /// Compares numbers of every gradient, and its product with a random direction, with finite differences.
  ///
  /// - Parameters:
  ///   - count: how many numbers of each tensor, at most.
  ///   - tolerance: of the largest number of a gradient, or of a thousandth of the largest of all where that is more.
  func check(_ comment: Comment, count: Int = 8, tolerance: Double = 1e-5) throws {
    let gradients = try gradients()
    let executor = ReferenceExecutor(network, parameters: parameters)
    let inputs = input.map(Double.init)
    let expected = try value(executor, inputs)
    #expect(abs(gradients.value - expected) <= 1e-4 * max(1, abs(expected)), comment)
    let largest = (gradients.layers.all.map(\.values) + gradients.parameters.values).joined().reduce(Float(0)) {
      max($0, abs($1))
    }
    var random = SeededGenerator(seed: 77)

    func compare(
      _ name: String, _ gradient: [Float], _ evaluate: ([Double]) throws -> Double
    ) throws {
      let step = 1e-6
      func difference(_ direction: [Double]) throws -> Double {
        (try evaluate(direction.map { step * $0 }) - evaluate(direction.map { -step * $0 })) / (2 * step)
      }
      let scale = max(gradient.reduce(0) { max($0, Double(abs($1))) }, 1e-3 * Double(largest), 1e-30)
      for index in Set((0..<count).map { _ in Int.random(in: 0..<gradient.count, using: &random) }).sorted() {
        let found = try difference(gradient.indices.map { $0 == index ? 1 : 0 })
        #expect(
          abs(found - Double(gradient[index])) <= tolerance * scale,
          "\(comment.rawValue): \(name)[\(index)] is \(gradient[index]), by differences \(found)")
      }
      let signs = gradient.map { _ in Bool.random(using: &random) ? 1.0 : -1 }
      let found = try difference(signs)
      let product = zip(gradient, signs).reduce(0) { $0 + Double($1.0) * $1.1 }
      let room = tolerance * scale * Double(gradient.count).squareRoot()
      #expect(
        abs(found - product) <= room, "\(comment.rawValue): \(name) in a direction: \(product), by differences \(found)"
      )
    }

    var start = 0
    for layer in network.inputs {
      let count = batch * layer.shape.count
      let gradient = gradients.layers[layer.name]?.values ?? Array(repeating: 0, count: count)
      let first = start
      try compare(layer.name, gradient) { step in
        var moved = inputs
        for index in 0..<count { moved[first + index] += step[index] }
        return try value(executor, moved)
      }
      start += count
    }
    for parameter in NetworkParameter.all(of: network) where parameter.declaration.role != .statistic {
      let gradient = try #require(gradients.parameters[parameter.name], comment)
      try compare(parameter.name, gradient) { step in
        var moved = parameters
        moved[parameter.name] = parameters[parameter.name].map { zip($0, step).map { $0 + $1 } }
        return try value(ReferenceExecutor(network, parameters: moved), inputs)
      }
    }
  }
}
