import Analysis
import Architecture
import TestSupport
import Testing

/// What torchvision publishes of its weights: parameters, operations, size of the file, smallest image, accuracy.
@Suite struct TorchvisionMetadataTests {
  /// One of a network's weights, as `Scripts/record_torchvision.py` recorded it.
  struct Weights: Decodable, CustomTestStringConvertible {
    let model: String
    let weights: String
    /// `num_params`.
    let parameters: Int
    /// `_ops`, 10⁹ multiply–adds, three decimals.
    let operations: Double
    let address: String
    /// `_file_size`, MiB on disk.
    let file_size: Double
    /// `min_size`, pixels on a side.
    let minimum: Int
    /// Pixels on a side of the pictures that the other figures are for.
    let crop: Int
    /// Pixels that their shorter side is resized to before.
    let resize: Int
    /// `bilinear` or `bicubic`.
    let interpolation: String
    let top1: Double
    let top5: Double

    var testDescription: String { "\(model) \(weights)" }

    /// What the zoo calls it.
    var name: String { zooName(ofTorchvision: model) }

    /// `num_params` of Inception v3 counts the auxiliary classifier, which its file has; that of GoogLeNet does not.
    var countsAuxiliaries: Bool { model == "inception_v3" }
  }

  static let all: [Weights] = recording("torchvision.json") ?? []

  /// One of each network, where the weights make no difference.
  static let networks = all.reduce(into: [Weights]()) { networks, weights in
    if networks.last?.model != weights.model { networks.append(weights) }
  }

  @Test func everyNetworkIsThere() {
    #expect(Self.networks.count == 68)
    #expect(Self.all.count == 97)
  }

  @Test(arguments: networks)
  func parametersAreThePublishedOnes(_ weights: Weights) throws {
    let profile = try zooProfile(weights.name, weights.countsAuxiliaries ? .training : .inference)
    #expect(profile.totals.parameters.total == weights.parameters)
  }

  @Test(arguments: all)
  func operationsRoundToThePublishedOnes(_ weights: Weights) throws {
    let profile = try zooProfile(weights.name, convention: .torchvision, size: weights.crop)
    #expect((Double(profile.totals.operations) / 1e6).rounded() / 1e3 == weights.operations)
  }

  /// The file has the auxiliary classifiers and the running statistics, and for each tensor its name and sizes.
  @Test(arguments: networks)
  func fileIsALittleLargerThanItsTensors(_ weights: Weights) throws {
    let profile = try zooProfile(weights.name, .training)
    let tensors = profile.rows.flatMap(\.layer.parameters)
    let statistics = tensors.filter { $0.role == .statistic }
    let bytes = profile.parameterBytes + statistics.reduce(0) { $0 + $1.count } * DataType.float32.bytes
    let mebibytes = Double(bytes) / 1_048_576
    // The first weights of the wide ResNets take little more than half: two bytes for each number.
    if weights.model.hasPrefix("wide_resnet") {
      return #expect(mebibytes / 2 < weights.file_size && weights.file_size < mebibytes / 2 + 1)
    }
    #expect(mebibytes < weights.file_size)
    #expect(weights.file_size - mebibytes < Double(tensors.count) * 0.5 / 1024 + 0.01)
  }

  /// EfficientNetV2 is said to need 33 pixels. It needs none but one, as EfficientNet does, of which torchvision says so: all of its
  /// windows are padded. With fewer than 33 its last maps have one position, of which batch normalization has no variance in
  /// training with one image.
  @Test(arguments: networks)
  func smallestImageIsThePublishedOne(_ weights: Weights) throws {
    let network = try zoo(weights.name).network(for: .inference)
    let minimum = weights.model.hasPrefix("efficientnet_v2") ? 1 : weights.minimum
    func takes(_ size: Int) -> Bool {
      (try? network.resized(to: Shape(channels: 3, extent: [size, size]))) != nil
    }
    #expect(takes(minimum) && !takes(minimum - 1))
  }

  /// No size above the smallest is left out. Trying all of them takes seconds, and a family's members are alike in this.
  @Test(arguments: networks.filter { familyNames.contains($0.name) })
  func everyLargerImageFits(_ weights: Weights) throws {
    let accepted = AcceptedSizes(of: try zoo(weights.name).network(for: .inference))
    #expect(accepted.ranges == [weights.minimum...accepted.largestTried])
  }

  @Test(arguments: all)
  func accuracyIsThePublishedOne(_ weights: Weights) throws {
    let network = try zoo(weights.name)
    let found = try #require(network.model.weights.first { $0.name == weights.weights })
    #expect(found.top1 == weights.top1 && found.top5 == weights.top5 && found.source == "torchvision")
    #expect((found.size ?? network.input.extent[0]) == weights.crop)
  }

  @Test(arguments: all)
  func picturesAreResizedAsTorchvisionDoes(_ weights: Weights) throws {
    let network = try zoo(weights.name)
    let found = try #require(network.model.weights.first { $0.name == weights.weights })
    let input = try Shape(channels: 3, extent: [weights.crop, weights.crop])
    let stated = try #require(network.model.preprocessing(for: ["torchvision", "pytorch"]))
    let own = stated.adapted(to: found, for: input)
    #expect(own.resizing == .shorterSide(weights.resize))
    #expect(own.interpolation.rawValue == weights.interpolation)
  }

  /// The name of a file ends in the first digits of its SHA-256.
  @Test(arguments: all)
  func fileIsThePublishedOne(_ weights: Weights) throws {
    let found = try #require(try zoo(weights.name).model.weights.first { $0.name == weights.weights })
    let file = try #require(found.file)
    #expect(file.address == weights.address && file.address.hasSuffix("-\(file.sha256).pth"))
    #expect(file.size == .mebibytes(weights.file_size))
  }
}
