import Analysis
import Architecture
import Testing

/// Parameters and "FLOPs/2" of imgclsmob's table of networks for ImageNet (gluon/README.md of osmr/imgclsmob), as printed.
///
/// It was measured with MXNet on networks written anew, and holds where these are the reference's: its ResNets with a b, which
/// have the stride in the 3×3 convolution, its ShuffleNets of half and whole width.
@Suite struct ImgclsmobTests {
  struct Row: CustomTestStringConvertible {
    let model: String
    let parameters: Int
    /// In hundredths of a million.
    let halfFLOPs: Int
    var testDescription: String { model }
  }

  static let published = [
    Row(model: "alexnet-torchvision", parameters: 61_100_840, halfFLOPs: 714_83),
    Row(model: "vgg11", parameters: 132_863_336, halfFLOPs: 7615_87),
    Row(model: "vgg13", parameters: 133_047_848, halfFLOPs: 11317_65),
    Row(model: "vgg16", parameters: 138_357_544, halfFLOPs: 15480_10),
    Row(model: "vgg19", parameters: 143_667_240, halfFLOPs: 19642_55),
    Row(model: "vgg11-bn", parameters: 132_868_840, halfFLOPs: 7630_72),
    Row(model: "vgg13-bn", parameters: 133_053_736, halfFLOPs: 11342_14),
    Row(model: "vgg16-bn", parameters: 138_365_992, halfFLOPs: 15507_20),
    Row(model: "vgg19-bn", parameters: 143_678_248, halfFLOPs: 19672_26),
    Row(model: "resnet18", parameters: 11_689_512, halfFLOPs: 1820_41),
    Row(model: "resnet34", parameters: 21_797_672, halfFLOPs: 3672_68),
    Row(model: "resnet50", parameters: 25_557_032, halfFLOPs: 4110_48),
    Row(model: "resnet101", parameters: 44_549_160, halfFLOPs: 7830_48),
    Row(model: "resnet152", parameters: 60_192_808, halfFLOPs: 11554_38),
    Row(model: "densenet121", parameters: 7_978_856, halfFLOPs: 2872_13),
    Row(model: "densenet161", parameters: 28_681_000, halfFLOPs: 7793_16),
    Row(model: "densenet169", parameters: 14_149_480, halfFLOPs: 3403_89),
    Row(model: "densenet201", parameters: 20_013_928, halfFLOPs: 4347_15),
    Row(model: "squeezenet1-0", parameters: 1_248_424, halfFLOPs: 823_67),
    Row(model: "squeezenet1-1", parameters: 1_235_496, halfFLOPs: 352_02),
    Row(model: "mobilenet", parameters: 4_231_976, halfFLOPs: 579_80),
    Row(model: "shufflenet-v2-x0-5", parameters: 1_366_792, halfFLOPs: 43_31),
    Row(model: "shufflenet-v2-x1-0", parameters: 2_278_604, halfFLOPs: 149_72),
    Row(model: "inception-v3", parameters: 23_834_568, halfFLOPs: 5743_06),
    Row(model: "xception", parameters: 22_855_952, halfFLOPs: 8403_63),
  ]

  @Test(arguments: published) func rowComesOutAsPrinted(_ row: Row) throws {
    let profile = try zooProfile(row.model)
    #expect(profile.totals.parameters.trainable == row.parameters)
    let flops = try profile.rows.reduce(0) { $0 + (try Self.flops($1)) }
    #expect((Double(flops) / 2 / 10_000).rounded() == Double(row.halfFLOPs))
  }

  /// What its measure_model counts of a layer.
  private static func flops(_ row: Profile.Row) throws -> Int {
    let (layer, output) = (row.layer, row.layer.shape.count)
    switch layer.kind {
    // A convolution without bias lacks an addition per pair of channels, not per output.
    case let conv as Convolution:
      let pairs = layer.inputShapes[0].channels * conv.channels / conv.groups
      return 2 * row.macs - (conv.hasBias ? 0 : pairs)
    case let connected as FullyConnected: return 2 * row.macs - (connected.hasBias ? 0 : output)
    case is BatchNormalization: return 4 * output
    case is ReLU, is ReLU6, is ChannelShuffle: return output
    case is MaxPooling, is AveragePooling: return output * layer.windows.reduce(1) { $0 * $1.kernel }
    // Pooling to one position is a window over the map there; AlexNet's and VGG's, to the size there is, is left out.
    case is AdaptiveAveragePooling, is GlobalAveragePooling, is Mean:
      return output == layer.inputShapes[0].count ? 0 : layer.inputShapes[0].count
    // Neither layers of their own there nor counted.
    case is Addition, is Concatenation, is Flatten, is Dropout, is Slice, is Softmax: return 0
    default: throw Uncounted(layer: layer.name)
    }
  }

  private struct Uncounted: Error {
    let layer: String
  }
}
