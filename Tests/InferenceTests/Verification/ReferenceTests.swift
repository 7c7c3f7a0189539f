import Architecture
import Foundation
import Models
import TestSupport
import Testing
import Weights

@testable import Inference

/// Every network that has a reference implementation gives what that one gave, at every layer.
@Suite(.serialized) struct ReferenceTests {
  /// How many layers each file compares: all that the network has, but for those that the program does not have, which
  /// leave every value as it is.
  private static let layers = [
    "lenet5": 13, "lenet5-modern": 12, "lenet-caffe": 8, "alexnet": 23, "caffenet": 23, "googlenet": 142,
    "alexnet-torchvision": 22, "googlenet-torchvision": 215, "vgg11": 30, "vgg11-bn": 38, "vgg13": 34, "vgg13-bn": 44,
    "vgg16": 40, "vgg16-bn": 53, "vgg19": 46, "vgg19-bn": 62,
  ]

  @Test func everyReferenceIsThere() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: RecordedReference.folder.path)
    #expect(Set(names.map { $0.replacing(".json", with: "") }) == Set(ReferenceTests.layers.keys))
    for name in ReferenceTests.layers.keys {
      #expect(try RecordedReference(name).layers.count == ReferenceTests.layers[name], "\(name)")
    }
  }

  @Test(arguments: layers.keys.sorted()) func everyLayerIsAsRecorded(model: String) throws {
    let reference = try RecordedReference(model)
    let whole = try zoo(model)
    let network = whole.network(for: reference.mode == "training" ? .training : .inference)
    let executor = try Executor(
      network, weights: .generator(Generator(seed: 0, scheme: .he)),
      options: Executor.Options(batch: reference.batch, keeps: .all))
    let activations = try executor.run(syntheticInput(reference.batch * network.input.count))
    for recorded in reference.layers {
      let activation = try #require(activations[recorded.name])
      #expect(activation.shape.dimensions == recorded.shape, "\(recorded.name)")
      let tolerance = 1e-4 * recorded.largest
      let values = activation.values
      for (place, sample) in zip(recorded.places(values.count), recorded.samples) {
        #expect((Double(values[place]) - sample).magnitude <= tolerance, "\(recorded.name) at \(place)")
      }
      let (sum, squares) = sums(values)
      // What errors of 1e-4 of the root mean square in every number would add up to, all in one direction.
      let room = 1e-4 * (Double(values.count) * recorded.sumOfSquares).squareRoot()
      #expect((sum - recorded.sum).magnitude <= room, "\(recorded.name)")
      #expect((squares - recorded.sumOfSquares).magnitude <= 2e-4 * recorded.sumOfSquares, "\(recorded.name)")
    }
    for (name, answers) in reference.classes {
      let activation = try #require(activations[name])
      let layer = try #require(network.layers.first { $0.name == name })
      let found = (0..<reference.batch).map { ClassAgreement.best(activation.image($0), of: layer) }
      #expect(found == answers, "\(name)")
    }
  }

  private func sums(_ values: [Float]) -> (Double, Double) {
    var (sum, squares) = (0.0, 0.0)
    values.withUnsafeBufferPointer { buffer in
      for value in buffer {
        sum += Double(value)
        squares += Double(value) * Double(value)
      }
    }
    return (sum, squares)
  }
}
