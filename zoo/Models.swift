/// The model files of this folder, embedded in the binary.
public enum Models {
  /// A network of the zoo: its name, other names for it, and the text of its file.
  public struct File: Sendable {
    public let name: String
    public let aliases: [String]
    public let text: [UInt8]

    init(_ name: String, _ text: [UInt8], aliases: [String] = []) {
      self.name = name
      self.aliases = aliases
      self.text = text
    }
  }

  /// Every network, in the order in which they are listed.
  public static let all: [File] = [
    File("lenet5", PackageResources.lenet5_yaml, aliases: ["lenet"]),
    File("lenet5-modern", PackageResources.lenet5_modern_yaml),
    File("lenet-caffe", PackageResources.lenet_caffe_yaml),
    File("alexnet", PackageResources.alexnet_yaml),
    File("caffenet", PackageResources.caffenet_yaml),
    File("alexnet-torchvision", PackageResources.alexnet_torchvision_yaml),
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
    File("googlenet", PackageResources.googlenet_yaml, aliases: ["inception-v1"]),
    File("googlenet-torchvision", PackageResources.googlenet_torchvision_yaml),
    File("inception-naive", PackageResources.inception_naive_yaml),
    File("inception", PackageResources.inception_yaml),
  ]

  /// Files that hold modules alone, for others to include.
  public static let modules: [File] = [File("vgg", PackageResources.vgg_yaml)]

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
