import Analysis
import Architecture
import Foundation
import Import
import Inference
import ModelFile
import Models
import Report
import TestSupport
import Testing
import Weights

/// Caffe's own files: networks as it publishes them, and weights as it wrote them.
@Suite(.serialized, .enabled(if: RealFiles.areThere, "the folder ../shared/data with published files is not there"))
struct CaffeRealFilesTests {
  /// What is to be said of files that do not state a size.
  private static let inputs = [
    "cifar10-cifar10_full_sigmoid_train_test_bn": [3, 32, 32], "mnist-lenet_train_test": [1, 28, 28],
    "mnist-mnist_autoencoder": [1, 28, 28], "siamese-mnist_siamese_train_test": [2, 28, 28],
  ]

  private static let names = [
    "bvlc_alexnet-deploy", "bvlc_alexnet-train_val", "bvlc_googlenet-deploy", "bvlc_googlenet-train_val",
    "bvlc_reference_caffenet-deploy", "bvlc_reference_caffenet-train_val", "cifar10-cifar10_full",
    "cifar10-cifar10_full_sigmoid_train_test_bn", "cifar10-cifar10_quick", "mnist-lenet", "mnist-lenet_train_test",
    "mnist-mnist_autoencoder", "net_surgery-bvlc_caffenet_full_conv", "siamese-mnist_siamese_train_test",
  ]

  private static func read(_ name: String) throws -> ImportedModel {
    var options = ImportOptions()
    options.input = inputs[name] ?? []
    return try ImportedModel.read(RealFiles.path("caffe-prototxt/\(name).prototxt"), options: options)
  }

  @Test(arguments: names) func everyFileIsRead(name: String) throws {
    let model = try Self.read(name)
    for mode in Mode.allCases { _ = try Profile(of: model.network.network(for: mode)) }
  }

  @Test(arguments: [
    ("bvlc_alexnet-deploy", "alexnet", []), ("bvlc_reference_caffenet-deploy", "caffenet", []),
    ("mnist-lenet", "lenet-caffe", []),
    // The zoo writes its last pooling, of 7×7, as a global one.
    ("bvlc_googlenet-deploy", "googlenet", ["pool5/7x7_s1"]),
    ("bvlc_googlenet-train_val", "googlenet", ["pool5/7x7_s1"]),
  ])
  func theZoosNetworksAreTheSame(name: String, zoo: String, differing: [String]) throws {
    let file = try #require(Models.file(named: zoo))
    let own = try ModelFile.network(SourceText(name: zoo, text: String(decoding: file.text, as: UTF8.self)), name: zoo)
    let network = try Self.read(name).network
    let mode: Mode = name.hasSuffix("train_val") ? .training : .inference
    let profiles = try [own, network].map { try Profile(of: $0.network(for: mode)) }
    let comparison = try #require(ComparisonReport(profiles).comparisons.first)
    #expect(comparison.differing.compactMap { $0.first?.layer.name } == differing)
    #expect(comparison.differing.compactMap { $0.second?.layer.name } == differing)
    #expect(profiles[0].totals.parameters.total == profiles[1].totals.parameters.total)
    #expect(
      own.network(for: mode).layers.filter { $0.auxiliary != nil }.map(\.auxiliary)
        == network.network(for: mode).layers.filter { $0.auxiliary != nil }.map(\.auxiliary))
  }

  @Test(arguments: ["lenet_iter_10000.caffemodel", "lenet_iter_10000.caffemodel.h5"])
  func lenetReadsDigitsAsWell(weights: String) throws {
    var options = ImportOptions()
    options.weights = RealFiles.path("lenet-caffe/\(weights)")
    options.worker = worker
    let model = try ImportedModel.read(RealFiles.path("caffe-prototxt/mnist-lenet.prototxt"), options: options)
    #expect(try Self.right(model) == 9904)
  }

  @Test func lenetReadsDigitsByItsCaffemodelAlone() throws {
    var options = ImportOptions()
    options.input = [28]
    let model = try ImportedModel.read(RealFiles.path("lenet-caffe/lenet_iter_10000.caffemodel"), options: options)
    #expect(model.format == .caffemodel)
    #expect(model.network.input.dimensions == [1, 28, 28])
    #expect(try Self.right(model) == 9904)
  }

  @Test func aCaffemodelFitsTheZoosNetwork() throws {
    let file = try WeightFile.opening(RealFiles.path("lenet-caffe/lenet_iter_10000.caffemodel"))
    #expect(file.format == .caffemodel)
    let lenet = try #require(Models.file(named: "lenet-caffe"))
    let network = try ModelFile.network(
      SourceText(name: "lenet-caffe", text: String(decoding: lenet.text, as: UTF8.self)), name: "lenet-caffe")
    #expect(Mapping(of: file, onto: network).isComplete)
  }

  /// How many of MNIST's 10,000 test images are told right, pixels over 256.
  private static func right(_ model: ImportedModel) throws -> Int {
    let file = try #require(model.weights)
    let mapping = Mapping(of: file, onto: model.network)
    #expect(mapping.isComplete)
    let digits = try Digits()
    let together = 500
    let executor = try Executor(
      model.network, weights: .file(file, mapping), options: Executor.Options(batch: together))
    return try stride(from: 0, to: digits.labels.count, by: together).reduce(0) { count, start in
      let input = digits.batch(start..<start + together, size: 28) { $0 / 256 }
      let scores = try #require(try executor.run(input).all.last)
      return count
        + (0..<together).count { image in
          let best = scores.image(image).enumerated().max { $0.element < $1.element }?.offset
          return best == Int(digits.labels[start + image])
        }
    }
  }
}
