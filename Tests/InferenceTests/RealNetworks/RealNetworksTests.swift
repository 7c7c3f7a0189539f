import Architecture
import TestSupport
import Testing
import Weights

@testable import Inference

/// Trained weights that others published, on all test images of MNIST: exactly the accuracy that they have.
@Suite(.serialized, .enabled(if: RealFiles.areThere, "the folder ../shared/data with published weights is not there"))
struct RealNetworksTests {
  struct Trained: CustomTestStringConvertible, Sendable {
    let path: String
    /// A network of the zoo, or a model file.
    let model: String
    /// What a pixel, 0 to 255, becomes.
    let change: @Sendable (Float) -> Float
    /// Images of 10,000 that are told right.
    let right: Int
    var testDescription: String { path }
  }

  private static let kerasLeNet = """
    input: [1, 28, 28]
    layers:
    - {conv: 32, kernel: 5, name: conv2d}
    - relu
    - {maxpool: 2, name: max_pooling2d}
    - {conv: 64, kernel: 5, name: conv2d_1}
    - relu
    - {maxpool: 2, name: max_pooling2d_1}
    - flatten
    - {fc: 120, name: dense}
    - relu
    - {fc: 84, name: dense_1}
    - relu
    - {fc: 10, name: dense_2}
    """

  private static let torchLeNet = """
    input: [1, 28, 28]
    layers:
    - {conv: 6, kernel: 5, name: conv1}
    - {maxpool: 2, name: pool1}
    - relu
    - {conv: 16, kernel: 5, name: conv2}
    - {maxpool: 2, name: pool2}
    - relu
    - flatten
    - {fc: 120, name: fc1}
    - relu
    - {fc: 84, name: fc2}
    - relu
    - {fc: 10, name: fc3}
    """

  static let networks = [
    Trained(path: "lenet5-keras2/lenet5.h5", model: "lenet5-modern", change: { $0 }, right: 9889),
    // Scaled to 0 to 1, which these weights do not expect.
    Trained(path: "lenet5-keras2/lenet5.h5", model: "lenet5-modern", change: { $0 / 255 }, right: 4618),
    Trained(
      path: "lenet-caffe/lenet_iter_10000.caffemodel.h5", model: "lenet-caffe", change: { $0 / 256 }, right: 9904),
    Trained(path: "keras2-lenet/lenet.h5", model: kerasLeNet, change: { $0 / 255 }, right: 9902),
    Trained(
      path: "torch-lenet/lenet.pth", model: torchLeNet, change: { ($0 / 255 - 0.1307) / 0.3081 }, right: 9813),
  ]

  @Test(arguments: networks) func accuracyIsWhatWasPublished(trained: Trained) throws {
    let network = try trained.model.contains("\n") ? network(trained.model) : zoo(trained.model)
    let file = try WeightFile(RealFiles.path(trained.path), worker: hdf5Worker)
    let mapping = Mapping(of: file, onto: network)
    #expect(mapping.isComplete)
    let digits = try Digits()
    let together = 500
    let executor = try Executor(
      network, weights: .file(file, mapping), options: Executor.Options(batch: together))
    let output = try #require(network.layers.last)
    var right = 0
    for start in stride(from: 0, to: digits.labels.count, by: together) {
      let images = start..<(start + together)
      let input = digits.batch(images, size: network.input.extent[0], trained.change)
      let scores = try #require(try executor.run(input).all.first)
      for (position, image) in images.enumerated() {
        let best = ClassAgreement.best(scores.image(position), of: output)[0]
        if best == Int(digits.labels[image]) { right += 1 }
      }
    }
    #expect(right == trained.right)
  }
}
