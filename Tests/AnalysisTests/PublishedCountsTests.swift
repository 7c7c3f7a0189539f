import Analysis
import Architecture
import Testing

/// Totals that tools' READMEs and example outputs publish.
@Suite struct PublishedCountsTests {
  @Test(arguments: [
    ("alexnet-torchvision", Convention.torchinfo, 714_682_664),
    ("vgg16", .torchinfo, 15_483_821_032),
    ("googlenet-torchvision", .torchinfo, 1_498_391_752),
    ("vgg16", .fvcore, 15_470_289_408),
    ("vgg16", .ptflops, 15_523_225_576),
    ("vgg16", .thop, 15_470_314_496),
    ("alexnet-torchvision", .torch, 1_428_376_960),
    ("vgg16", .torch, 30_940_528_640),
    ("alexnet-torchvision", .deepspeed, 1_429_741_184),
    ("vgg16", .deepspeed, 30_973_778_432),
  ])
  func exactTotal(_ model: String, _ convention: Convention, _ operations: Int) throws {
    #expect(try zooProfile(model, convention: convention).totals.operations == operations)
  }

  /// In 10⁹, two decimals: calflops' and ptflops' READMEs, timm's table.
  @Test(arguments: [
    ("alexnet-torchvision", Convention.deepspeed, 1.43), ("vgg11", .deepspeed, 15.24), ("vgg13", .deepspeed, 22.65),
    ("vgg16", .deepspeed, 30.97), ("vgg19", .deepspeed, 39.30),
    ("alexnet-torchvision", .ptflops, 0.72), ("vgg16", .ptflops, 15.52), ("googlenet-torchvision", .ptflops, 1.51),
    ("vgg11-bn", .fvcore, 7.62), ("vgg13-bn", .fvcore, 11.33), ("vgg16-bn", .fvcore, 15.50),
    ("vgg19-bn", .fvcore, 19.66),
  ])
  func roundedTotal(_ model: String, _ convention: Convention, _ billions: Double) throws {
    let operations = try zooProfile(model, convention: convention).totals.operations
    #expect((Double(operations) / 1e7).rounded() / 100 == billions)
  }

  /// torchinfo's example output `google.out`: 112×112, training.
  @Test func torchinfosGoogLeNetAt112() throws {
    let profile = try zooProfile("googlenet-torchvision", .training, convention: .torchinfo, size: 112)
    #expect(profile.totals.operations.inMillions == 392.46)
    #expect(profile.totals.parameters.total == 13_004_888)
  }

  /// torchinfo's megabytes are 10⁶ bytes: outputs of layers with parameters, forward and backward; and parameters.
  @Test func torchinfosMemoryOfVGG16() throws {
    let profile = try zooProfile("vgg16")
    #expect((2 * profile.weightedOutputs * DataType.float32.bytes).inMillions == 108.45)
    #expect(profile.parameterBytes.inMillions == 553.43)
  }

  /// thop's README counted a fully connected layer as 2·in·out, a convolution with its bias, and batch normalization
  /// as four operations per element.
  @Test(arguments: [
    ("alexnet-torchvision", 773_295_424), ("vgg16", 15_607_445_504),
  ])
  func thopsREADME(_ model: String, _ operations: Int) throws {
    #expect(try thopAsItWas(model) == operations)
  }

  @Test(arguments: [
    ("alexnet-torchvision", 0.77), ("vgg11", 7.74), ("vgg13", 11.44), ("vgg16", 15.61), ("vgg19", 19.77),
    ("vgg11-bn", 7.77), ("vgg13-bn", 11.49), ("vgg16-bn", 15.66), ("vgg19-bn", 19.83),
  ])
  func thopsREADMERounded(_ model: String, _ billions: Double) throws {
    #expect((Double(try thopAsItWas(model)) / 1e7).rounded() / 100 == billions)
  }

  private func thopAsItWas(_ model: String) throws -> Int {
    try zooProfile(model).rows.reduce(0) { sum, row in
      switch row.layer.kind {
      case is Convolution: sum + row.macs + row.arithmetic.adds
      case is FullyConnected: sum + 2 * row.macs
      case is BatchNormalization: sum + 4 * row.layer.shape.count
      default: sum
      }
    }
  }
}
