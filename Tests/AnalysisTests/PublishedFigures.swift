import Architecture

/// A number that someone published about a network, or that follows from the paper's table.
struct PublishedFigure {
  enum Quantity: String {
    case parameters, trainable, convParameters, fcParameters
    case macs, convMACs, fcMACs
    /// Outputs of convolutions and fully connected layers, which timm calls activations.
    case outputs
  }

  let model: String
  let quantity: Quantity
  /// Training is with auxiliary classifiers.
  let mode: Mode
  let value: Int
  let source: String

  init(_ model: String, _ quantity: Quantity, _ value: Int, _ source: String, _ mode: Mode = .inference) {
    self.model = model
    self.quantity = quantity
    self.mode = mode
    self.value = value
    self.source = source
  }

  static let all: [PublishedFigure] = [
    PublishedFigure("lenet5", .trainable, 60_000, "LeCun et al. 1998, section II.B"),
    PublishedFigure("lenet5", .parameters, 60_840, "the same and 10·84 fixed code words"),
    PublishedFigure("lenet5-modern", .parameters, 61_706, "derived from the layers; widely quoted"),
    PublishedFigure("lenet5-modern", .macs, 416_520, "derived from the layers"),
    PublishedFigure("lenet-caffe", .parameters, 431_080, "NVIDIA/DIGITS pull request 221"),
    PublishedFigure("lenet-caffe", .macs, 2_293_000, "derived from the layers"),

    PublishedFigure("alexnet", .parameters, 60_965_224, "Caffe's bvlc_alexnet; onnx-tool 60.96 M"),
    PublishedFigure("alexnet", .convParameters, 2_334_080, "derived; Krizhevsky 2014: about 5 % of the parameters"),
    PublishedFigure("alexnet", .fcParameters, 58_631_144, "derived"),
    PublishedFigure("alexnet", .macs, 724_406_816, "derived"),
    PublishedFigure("alexnet", .convMACs, 665_784_864, "onnx-tool's README, 665 M"),
    PublishedFigure("alexnet", .fcMACs, 58_621_952, "derived"),
    PublishedFigure("caffenet", .parameters, 60_965_224, "Caffe's bvlc_reference_caffenet"),
    PublishedFigure("caffenet", .macs, 724_406_816, "derived"),
    PublishedFigure("alexnet-torchvision", .parameters, 61_100_840, "torchvision, num_params"),
    PublishedFigure("alexnet-torchvision", .macs, 714_188_480, "torchvision, _ops"),
    PublishedFigure("alexnet-torchvision", .convMACs, 655_566_528, "derived"),
    PublishedFigure("alexnet-torchvision", .fcMACs, 58_621_952, "derived"),

    PublishedFigure("vgg11", .parameters, 132_863_336, "torchvision, num_params"),
    PublishedFigure("vgg11-lrn", .parameters, 132_863_336, "as vgg11: normalization has no parameters"),
    PublishedFigure("vgg13", .parameters, 133_047_848, "torchvision, num_params"),
    PublishedFigure("vgg16-c", .parameters, 133_638_952, "the paper's table 2: 134 million; derived exactly"),
    PublishedFigure("vgg16", .parameters, 138_357_544, "torchvision, num_params; Keras 138.4 M"),
    PublishedFigure("vgg19", .parameters, 143_667_240, "torchvision, num_params; Keras 143.7 M"),
    PublishedFigure("vgg11-bn", .parameters, 132_868_840, "torchvision, num_params"),
    PublishedFigure("vgg13-bn", .parameters, 133_053_736, "torchvision, num_params"),
    PublishedFigure("vgg16-bn", .parameters, 138_365_992, "torchvision, num_params"),
    PublishedFigure("vgg19-bn", .parameters, 143_678_248, "torchvision, num_params"),
    PublishedFigure("vgg11", .macs, 7_609_090_048, "torchvision, _ops; calflops 7.61 G"),
    PublishedFigure("vgg11-lrn", .macs, 7_609_090_048, "as vgg11"),
    PublishedFigure("vgg11-bn", .macs, 7_609_090_048, "torchvision, _ops"),
    PublishedFigure("vgg13", .macs, 11_308_466_176, "torchvision, _ops; calflops 11.31 G"),
    PublishedFigure("vgg13-bn", .macs, 11_308_466_176, "torchvision, _ops"),
    PublishedFigure("vgg16", .macs, 15_470_264_320, "torchvision, _ops; calflops 15.47 G"),
    PublishedFigure("vgg16", .convMACs, 15_346_630_656, "derived"),
    PublishedFigure("vgg16", .fcMACs, 123_633_664, "derived"),
    PublishedFigure("vgg16-bn", .macs, 15_470_264_320, "torchvision, _ops"),
    PublishedFigure("vgg19", .macs, 19_632_062_464, "torchvision, _ops; calflops 19.63 G"),
    PublishedFigure("vgg19", .convMACs, 19_508_428_800, "derived"),
    PublishedFigure("vgg19-bn", .macs, 19_632_062_464, "torchvision, _ops"),

    PublishedFigure("googlenet", .parameters, 6_998_552, "onnx-tool's README, 6.99 M"),
    PublishedFigure("googlenet", .parameters, 13_378_280, "NVIDIA/DIGITS pull request 221", .training),
    PublishedFigure("googlenet", .macs, 1_582_671_872, "derived"),
    PublishedFigure("googlenet", .macs, 1_591_044_096, "derived", .training),
    PublishedFigure("googlenet-torchvision", .parameters, 6_624_904, "torchvision, num_params"),
    PublishedFigure("googlenet-torchvision", .parameters, 13_004_888, "torchinfo's google.out", .training),
    PublishedFigure("googlenet-torchvision", .macs, 1_498_376_192, "torchvision, _ops"),
    PublishedFigure("googlenet-torchvision", .macs, 1_506_748_416, "derived", .training),

    // Module 3a. b: 192·64 + 192·96 + 96·128·9 + 192·16 + 16·32·25 + 192·32 weights, 368 biases, 28·28 positions.
    PublishedFigure("inception", .parameters, 163_696, "table 1 of the paper, row 3a: 159K"),
    PublishedFigure("inception", .macs, 128_049_152, "table 1 of the paper, row 3a: 128M"),
    // a: 192·64 + 192·128·9 + 192·32·25 weights, 224 biases.
    PublishedFigure("inception-naive", .parameters, 387_296, "derived"),
    PublishedFigure("inception-naive", .macs, 303_464_448, "derived"),

    PublishedFigure("vgg11", .outputs, 7_440_000, "timm, 7.44 M activations"),
    PublishedFigure("vgg13", .outputs, 12_250_000, "timm, 12.25 M activations"),
    PublishedFigure("vgg16", .outputs, 13_560_000, "timm, 13.56 M activations"),
    PublishedFigure("vgg19", .outputs, 14_860_000, "timm, 14.86 M activations"),
  ]
}
