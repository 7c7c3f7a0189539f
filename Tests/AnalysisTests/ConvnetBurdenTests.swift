import Analysis
import Architecture
import Testing

/// The rows of convnet-burden's README and of its sweep at batch 128.
///
/// "MB" is 2²⁰ bytes there. Its AlexNet was measured without local response normalization, as operations and memory
/// both say, and its GoogLeNet with it; its VGG has no adaptive pooling.
@Suite struct ConvnetBurdenTests {
  private static let withoutNormalization = ["norm1=[]", "norm2=[]"]

  /// Input, megabytes of parameters and of features, operations in 10⁶ or 10⁹ as printed.
  struct Row: CustomTestStringConvertible {
    let model: String
    let size: Int
    /// With auxiliary classifiers in training: what its GoogLeNet file holds.
    let parameterMode: Mode
    let parameters: Double
    let features: Double
    let operations: Int
    var overrides: [String] = []
    var testDescription: String { model }
  }

  static let published = [
    Row(
      model: "alexnet", size: 227, parameterMode: .inference, parameters: 233, features: 3, operations: 727_000_000,
      overrides: withoutNormalization),
    Row(model: "caffenet", size: 224, parameterMode: .inference, parameters: 233, features: 3, operations: 724_000_000),
    Row(
      model: "vgg16", size: 224, parameterMode: .inference, parameters: 528, features: 58, operations: 16_000_000_000),
    Row(
      model: "vgg19", size: 224, parameterMode: .inference, parameters: 548, features: 63, operations: 20_000_000_000),
    Row(
      model: "googlenet", size: 224, parameterMode: .training, parameters: 51, features: 26, operations: 2_000_000_000),
  ]

  @Test(arguments: published)
  func rowComesOutAsPrinted(_ row: Row) throws {
    let profile = try zooProfile(row.model, convention: .burden, overrides: row.overrides, size: row.size)
    let parameters = try zooProfile(row.model, row.parameterMode).parameterBytes
    #expect(mebibytes(parameters).rounded() == row.parameters)
    #expect(mebibytes(featureBytes(profile)).rounded() == row.features)
    let step = row.operations < 1_000_000_000 ? 1e6 : 1e9
    #expect((Double(profile.totals.operations) / step).rounded() * step == Double(row.operations))
  }

  @Test(arguments: [("alexnet", 232.56), ("vgg16", 527.79), ("googlenet", 26.70)])
  func parameterMemory(_ model: String, _ megabytes: Double) throws {
    #expect(hundredths(mebibytes(try zooProfile(model).parameterBytes)) == megabytes)
  }

  /// The 51 MB of its GoogLeNet are those with both auxiliary classifiers; without them it is 26.70.
  @Test func googLeNetsFileHoldsTheAuxiliaries() throws {
    #expect(hundredths(mebibytes(try zooProfile("googlenet", .training).parameterBytes)) == 51.03)
  }

  @Test(arguments: [
    ("alexnet", withoutNormalization, 2.99), ("vgg16", [], 57.55), ("vgg19", [], 62.53), ("googlenet", [], 25.50),
  ])
  func featureMemory(_ model: String, _ overrides: [String], _ megabytes: Double) throws {
    #expect(hundredths(mebibytes(featureBytes(try zooProfile(model, overrides: overrides)))) == megabytes)
  }

  /// `reports/*.md`: features and operations up to the last pooling at batch 128, in the unit printed.
  @Test(arguments: [
    (model: "alexnet", last: "pool5", memory: 377.0, unit: 1.0, operations: 86e9),
    (model: "vgg16", last: "pool5", memory: 7, unit: 1024, operations: 2e12),
    (model: "vgg19", last: "pool5", memory: 8, unit: 1024, operations: 3e12),
    (model: "googlenet", last: "inception_5b/output", memory: 3, unit: 1024, operations: 205e9),
  ])
  func batchOf128(_ row: (model: String, last: String, memory: Double, unit: Double, operations: Double)) throws {
    let overrides = row.model == "alexnet" ? ConvnetBurdenTests.withoutNormalization : []
    let profile = try zooProfile(row.model, convention: .burden, batch: 128, overrides: overrides)
    let end = try #require(profile.rows.firstIndex { $0.layer.name == row.last })
    let rows = profile.rows[...end]
    #expect((mebibytes(featureBytes(profile, rows)) / row.unit).rounded() == row.memory)
    let step = row.operations < 1e12 ? 1e9 : 1e12
    let operations = Double(rows.reduce(0) { $0 + ($1.operations.number ?? 0) })
    #expect((operations / step).rounded() * step == row.operations)
  }

  /// The exact totals behind the rounded ones, with the last pooling as a 7×7 window, as there.
  @Test(arguments: [
    ("alexnet", withoutNormalization, 727_362_344),
    ("alexnet", [], 728_800_924),
    ("caffenet", [], 727_703_884),
    ("vgg16", [], 15_523_175_400),
    ("vgg19", [], 19_688_887_272),
    ("googlenet", ["pool5/7x7_s1=[{avgpool: 7, stride: 1}]"], 1_600_525_816),
  ])
  func exactOperations(_ model: String, _ overrides: [String], _ operations: Int) throws {
    #expect(try zooProfile(model, convention: .burden, overrides: overrides).totals.operations == operations)
  }

  @Test func caffeNetAt224() throws {
    #expect(try zooProfile("caffenet", convention: .burden, size: 224).totals.operations == 723_874_060)
  }

  private func featureBytes(_ profile: Profile, _ rows: ArraySlice<Profile.Row>? = nil) -> Int {
    (rows ?? profile.rows[...]).reduce(0) { $0 + ($1.layer.kind is AdaptiveAveragePooling ? 0 : $1.activationBytes) }
  }

  private func mebibytes(_ bytes: Int) -> Double { Double(bytes) / 1_048_576 }

  private func hundredths(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
