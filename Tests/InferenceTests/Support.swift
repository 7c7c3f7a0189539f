import Architecture
import TestSupport
import Testing
import Weights

@testable import Inference

/// A network, synthetic weights and a batch of inputs, computed by the executor and by the reference.
struct Trial {
  let network: Network
  let batch: Int
  let input: [Float]
  private let generator: Generator

  init(_ network: Network, batch: Int = 1, seed: Int = 1) {
    self.network = network
    self.batch = batch
    generator = Generator(seed: UInt64(seed), scheme: .he)
    var random = SeededGenerator(seed: seed)
    let count = network.inputs.reduce(0) { $0 + $1.shape.count }
    input = (0..<(batch * count)).map { _ in Float.random(in: -1...1, using: &random) }
  }

  func run(_ keeps: Executor.Kept, threads: Int? = nil) throws -> Activations {
    try executor(keeps, threads: threads).run(input)
  }

  func executor(
    _ keeps: Executor.Kept, threads: Int? = nil, winograd: Winograd.Choice = Winograd.Choice()
  ) throws -> Executor {
    var options = Executor.Options(batch: batch, threads: threads, keeps: keeps)
    options.winograd = winograd
    return try Executor(network, weights: .generator(generator), options: options)
  }

  /// Every layer's output by the reference: NCHW.
  ///
  /// - Parameter known: numbers that the layers get which read those that have them.
  func reference(known: Activations? = nil) throws -> [String: [Double]] {
    var parameters: [String: [Double]] = [:]
    for parameter in NetworkParameter.all(of: network) {
      let numbers = [Float](unsafeUninitializedCapacity: parameter.count) { buffer, count in
        generator.fill(UnsafeMutableBufferPointer(rebasing: buffer[..<parameter.count]), of: parameter, from: 0)
        count = parameter.count
      }
      parameters[parameter.name] = numbers.map(Double.init)
    }
    let executor = ReferenceExecutor(network, parameters: parameters)
    var values: [String: [Double]] = [:]
    for image in 0..<batch {
      var start = 0
      let inputs = network.inputs.map { input in
        var maps = ReferenceExecutor.Maps(input.shape)
        let first = start + image * input.shape.count
        maps.values = self.input[first..<(first + input.shape.count)].map(Double.init)
        start += batch * input.shape.count
        return maps
      }
      let ofImage = (known?.all ?? []).map { activation in
        let count = activation.values.count / batch
        return (activation.layer, activation.values[(image * count)..<((image + 1) * count)].map(Double.init))
      }
      let outputs = try executor.outputs(inputs: inputs, known: Dictionary(uniqueKeysWithValues: ofImage))
      for (layer, output) in zip(network.layers, outputs) {
        values[layer.name, default: []] += output.values
      }
    }
    return values
  }

  /// Compares every layer, and with fused layers the outputs, with the reference.
  func check(_ comment: Comment? = nil, tolerance: Double = 1e-5, winograd: Winograd.Choice = Winograd.Choice()) throws
  {
    let reference = try reference()
    func run(_ keeps: Executor.Kept) throws -> Activations {
      try executor(keeps, winograd: winograd).run(input)
    }
    let all = try run(.all)
    #expect(all.all.map(\.layer) == network.body.map(\.name), comment)
    for keeps in [all, try run(.outputs)] {
      for activation in keeps.all {
        let expected = try #require(reference[activation.layer])
        let difference = largestDifference(activation.values, expected)
        #expect(difference <= tolerance, "\(activation.layer): \(comment?.rawValue ?? "")")
      }
    }
  }
}

extension Trial {
  /// Compares every kept layer with the reference, which computes from the kept layers before it: errors that a layer enlarges
  /// are no errors of its own.
  func checkSteps(_ keeps: Executor.Kept, _ comment: Comment, tolerance: Double = 1e-5) throws {
    let activations = try run(keeps)
    let reference = try reference(known: activations)
    for activation in activations.all {
      let difference = largestDifference(activation.values, try #require(reference[activation.layer]))
      #expect(difference <= tolerance, "\(activation.layer): \(comment)")
    }
  }
}

/// The largest difference, relative to the largest expected number.
func largestDifference(_ values: [Float], _ expected: [Double]) -> Double {
  guard values.count == expected.count else { return .infinity }
  let scale = expected.reduce(1e-30) { max($0, abs($1)) }
  return zip(values, expected).reduce(0) { max($0, abs(Double($1.0) - $1.1) / scale) }
}
