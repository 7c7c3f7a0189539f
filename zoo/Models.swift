/// The model files of this folder, embedded in the binary.
public enum Models {
  /// A network of the zoo: its name, other names for it, and the text of its file.
  public struct File: Sendable {
    public let name: String
    public let aliases: [String]
    public let text: [UInt8]
    /// The weights that the project trained, as safetensors; nil for most.
    public let weights: [UInt8]?

    init(_ name: String, _ text: [UInt8], aliases: [String] = [], weights: [UInt8]? = nil) {
      self.name = name
      self.aliases = aliases
      self.text = text
      self.weights = weights
    }
  }

  /// Networks that share their idea, from the smallest to the largest.
  public struct Family: Sendable {
    public let name: String
    public let files: [File]

    init(_ name: String, _ files: [File]) {
      self.name = name
      self.files = files
    }
  }

  /// Every network by its family, in the order in which they are listed.
  public static let families: [Family] = [
    Family(
      "LeNet",
      [
        File("lenet5", PackageResources.lenet5_yaml, aliases: ["lenet"], weights: PackageResources.lenet5_safetensors),
        File("lenet5-modern", PackageResources.lenet5_modern_yaml, weights: PackageResources.lenet5_modern_safetensors),
        File("lenet-caffe", PackageResources.lenet_caffe_yaml),
      ]),
    Family(
      "AlexNet",
      [
        File("alexnet", PackageResources.alexnet_yaml),
        File("caffenet", PackageResources.caffenet_yaml),
        File("alexnet-torchvision", PackageResources.alexnet_torchvision_yaml),
      ]),
    Family(
      "VGG",
      [
        File("vgg11", PackageResources.vgg11_yaml),
        File("vgg11-lrn", PackageResources.vgg11_lrn_yaml),
        File("vgg11-bn", PackageResources.vgg11_bn_yaml),
        File("vgg13", PackageResources.vgg13_yaml),
        File("vgg13-bn", PackageResources.vgg13_bn_yaml),
        File("vgg16-c", PackageResources.vgg16_c_yaml),
        File("vgg16", PackageResources.vgg16_yaml, aliases: ["vgg"]),
        File("vgg16-bn", PackageResources.vgg16_bn_yaml),
        File("vgg19", PackageResources.vgg19_yaml),
        File("vgg19-bn", PackageResources.vgg19_bn_yaml),
      ]),
    Family(
      "Inception",
      [
        File("googlenet", PackageResources.googlenet_yaml, aliases: ["inception-v1"]),
        File("googlenet-torchvision", PackageResources.googlenet_torchvision_yaml),
        File("inception-naive", PackageResources.inception_naive_yaml),
        File("inception", PackageResources.inception_yaml),
        File("inception-v3", PackageResources.inception_v3_yaml),
        File("xception", PackageResources.xception_yaml),
      ]),
    Family(
      "ResNet",
      [
        File("resnet18", PackageResources.resnet18_yaml),
        File("resnet34", PackageResources.resnet34_yaml),
        File("resnet50", PackageResources.resnet50_yaml, aliases: ["resnet"]),
        File("resnet101", PackageResources.resnet101_yaml),
        File("resnet152", PackageResources.resnet152_yaml),
        File("wide-resnet50-2", PackageResources.wide_resnet50_2_yaml),
        File("wide-resnet101-2", PackageResources.wide_resnet101_2_yaml),
        File("resnext50-32x4d", PackageResources.resnext50_32x4d_yaml),
        File("resnext101-32x8d", PackageResources.resnext101_32x8d_yaml),
        File("resnext101-64x4d", PackageResources.resnext101_64x4d_yaml),
        File("resnet50-keras", PackageResources.resnet50_keras_yaml),
        File("resnet101-keras", PackageResources.resnet101_keras_yaml),
        File("resnet152-keras", PackageResources.resnet152_keras_yaml),
      ]),
    Family(
      "DenseNet",
      [
        File("densenet121", PackageResources.densenet121_yaml, aliases: ["densenet"]),
        File("densenet161", PackageResources.densenet161_yaml),
        File("densenet169", PackageResources.densenet169_yaml),
        File("densenet201", PackageResources.densenet201_yaml),
        File("densenet121-keras", PackageResources.densenet121_keras_yaml),
        File("densenet169-keras", PackageResources.densenet169_keras_yaml),
        File("densenet201-keras", PackageResources.densenet201_keras_yaml),
      ]),
    Family(
      "SqueezeNet",
      [
        File("squeezenet1-0", PackageResources.squeezenet1_0_yaml, aliases: ["squeezenet"]),
        File("squeezenet1-1", PackageResources.squeezenet1_1_yaml),
      ]),
    Family(
      "MobileNet",
      [
        File("mobilenet", PackageResources.mobilenet_yaml),
        File("mobilenet-v2", PackageResources.mobilenet_v2_yaml),
        File("mobilenet-v3-small", PackageResources.mobilenet_v3_small_yaml),
        File("mobilenet-v3-large", PackageResources.mobilenet_v3_large_yaml),
      ]),
    Family(
      "MNASNet",
      [
        File("mnasnet0-5", PackageResources.mnasnet0_5_yaml),
        File("mnasnet0-75", PackageResources.mnasnet0_75_yaml),
        File("mnasnet1-0", PackageResources.mnasnet1_0_yaml),
        File("mnasnet1-3", PackageResources.mnasnet1_3_yaml),
      ]),
    Family(
      "ShuffleNetV2",
      [
        File("shufflenet-v2-x0-5", PackageResources.shufflenet_v2_x0_5_yaml),
        File("shufflenet-v2-x1-0", PackageResources.shufflenet_v2_x1_0_yaml),
        File("shufflenet-v2-x1-5", PackageResources.shufflenet_v2_x1_5_yaml),
        File("shufflenet-v2-x2-0", PackageResources.shufflenet_v2_x2_0_yaml),
      ]),
    Family(
      "EfficientNet",
      [
        File("efficientnet-b0", PackageResources.efficientnet_b0_yaml),
        File("efficientnet-b1", PackageResources.efficientnet_b1_yaml),
        File("efficientnet-b2", PackageResources.efficientnet_b2_yaml),
        File("efficientnet-b3", PackageResources.efficientnet_b3_yaml),
        File("efficientnet-b4", PackageResources.efficientnet_b4_yaml),
        File("efficientnet-b5", PackageResources.efficientnet_b5_yaml),
        File("efficientnet-b6", PackageResources.efficientnet_b6_yaml),
        File("efficientnet-b7", PackageResources.efficientnet_b7_yaml),
        File("efficientnet-v2-s", PackageResources.efficientnet_v2_s_yaml),
        File("efficientnet-v2-m", PackageResources.efficientnet_v2_m_yaml),
        File("efficientnet-v2-l", PackageResources.efficientnet_v2_l_yaml),
      ]),
    Family(
      "RegNet",
      [
        File("regnet-x-400mf", PackageResources.regnet_x_400mf_yaml),
        File("regnet-x-800mf", PackageResources.regnet_x_800mf_yaml),
        File("regnet-x-1-6gf", PackageResources.regnet_x_1_6gf_yaml),
        File("regnet-x-3-2gf", PackageResources.regnet_x_3_2gf_yaml),
        File("regnet-x-8gf", PackageResources.regnet_x_8gf_yaml),
        File("regnet-x-16gf", PackageResources.regnet_x_16gf_yaml),
        File("regnet-x-32gf", PackageResources.regnet_x_32gf_yaml),
        File("regnet-y-400mf", PackageResources.regnet_y_400mf_yaml),
        File("regnet-y-800mf", PackageResources.regnet_y_800mf_yaml),
        File("regnet-y-1-6gf", PackageResources.regnet_y_1_6gf_yaml),
        File("regnet-y-3-2gf", PackageResources.regnet_y_3_2gf_yaml),
        File("regnet-y-8gf", PackageResources.regnet_y_8gf_yaml),
        File("regnet-y-16gf", PackageResources.regnet_y_16gf_yaml),
        File("regnet-y-32gf", PackageResources.regnet_y_32gf_yaml),
        File("regnet-y-128gf", PackageResources.regnet_y_128gf_yaml),
      ]),
    Family(
      "ConvNeXt",
      [
        File("convnext-tiny", PackageResources.convnext_tiny_yaml),
        File("convnext-small", PackageResources.convnext_small_yaml),
        File("convnext-base", PackageResources.convnext_base_yaml),
        File("convnext-large", PackageResources.convnext_large_yaml),
      ]),
  ]

  /// Every network, in that order.
  public static let all: [File] = families.flatMap(\.files)

  /// Files that hold modules alone, for others to include.
  public static let modules: [File] = [
    File("vgg", PackageResources.vgg_yaml),
    File("resnet", PackageResources.resnet_yaml),
    File("densenet", PackageResources.densenet_yaml),
    File("squeezenet", PackageResources.squeezenet_yaml),
    File("mobilenetv2", PackageResources.mobilenetv2_yaml),
    File("mobilenetv3", PackageResources.mobilenetv3_yaml),
    File("mnasnet", PackageResources.mnasnet_yaml),
    File("shufflenetv2", PackageResources.shufflenetv2_yaml),
    File("efficientnet", PackageResources.efficientnet_yaml),
    File("regnet", PackageResources.regnet_yaml),
    File("convnext", PackageResources.convnext_yaml),
    File("resnet-keras", PackageResources.resnet_keras_yaml),
    File("densenet-keras", PackageResources.densenet_keras_yaml),
  ]

  /// What `zoo list --format json` says of all of them, so that a list need not read every file.
  public static let index: [UInt8] = PackageResources.index_json

  /// The network of a name or an alias.
  public static func file(named name: String) -> File? {
    all.first { $0.name == name } ?? all.first { $0.aliases.contains(name) }
  }

  /// The file that `include: name` means.
  public static func include(named name: String) -> File? { (modules + all).first { $0.name == name } }

  /// The names of a list of classes, in the order of a network's outputs; nil where there is no such list.
  public static func labels(named name: String) -> [String]? {
    let bytes: [UInt8]
    switch name {
    case "digits": bytes = PackageResources.digits_txt
    case "imagenet": bytes = PackageResources.imagenet_txt
    default: return nil
    }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
