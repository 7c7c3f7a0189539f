import Analysis
import Architecture
import TestSupport
import Testing

/// What torchvision publishes of its weights: operations, size of the file, smallest image.
@Suite struct TorchvisionMetadataTests {
  struct Weights: CustomTestStringConvertible {
    let model: String
    /// `_ops`, 10⁹ multiply–adds, three decimals.
    let operations: Double
    /// `_file_size`, MiB on disk.
    let fileSize: Double
    /// `min_size`, pixels on a side.
    let minimum: Int
    var testDescription: String { model }

    init(_ model: String, _ operations: Double, _ fileSize: Double, _ minimum: Int) {
      self.model = model
      self.operations = operations
      self.fileSize = fileSize
      self.minimum = minimum
    }
  }

  static let published = [
    Weights("alexnet-torchvision", 0.714, 233.087, 63),
    Weights("vgg11", 7.609, 506.84, 32),
    Weights("vgg11-bn", 7.609, 506.881, 32),
    Weights("vgg13", 11.308, 507.545, 32),
    Weights("vgg13-bn", 11.308, 507.59, 32),
    Weights("vgg16", 15.47, 527.796, 32),
    Weights("vgg16-bn", 15.47, 527.866, 32),
    Weights("vgg19", 19.632, 548.051, 32),
    Weights("vgg19-bn", 19.632, 548.143, 32),
    Weights("googlenet-torchvision", 1.498, 49.731, 15),
  ]

  @Test(arguments: published)
  func operationsRoundToThePublishedOnes(_ weights: Weights) throws {
    let profile = try zooProfile(weights.model, convention: .torchvision)
    #expect((Double(profile.totals.operations) / 1e6).rounded() / 1e3 == weights.operations)
  }

  /// The file has the auxiliary classifiers and the running statistics, and some kilobytes of names and sizes.
  @Test(arguments: published)
  func fileIsALittleLargerThanItsTensors(_ weights: Weights) throws {
    let profile = try zooProfile(weights.model, .training)
    let statistics = profile.rows.flatMap(\.layer.parameters).filter { $0.role == .statistic }
    let bytes = profile.parameterBytes + statistics.reduce(0) { $0 + $1.count } * DataType.float32.bytes
    let mebibytes = Double(bytes) / 1_048_576
    #expect(mebibytes < weights.fileSize)
    #expect(mebibytes > weights.fileSize - 0.1)
  }

  @Test(arguments: published)
  func smallestImageIsThePublishedOne(_ weights: Weights) throws {
    let accepted = AcceptedSizes(of: try zoo(weights.model).network(for: .inference))
    #expect(accepted.ranges == [weights.minimum...accepted.largestTried])
  }
}
