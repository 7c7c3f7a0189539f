import TensorFiles

/// The words of Keras 1, said in those of Keras 2.
enum Keras1 {
  private static let classes = [
    "Convolution1D": "Conv1D", "Convolution2D": "Conv2D", "Convolution3D": "Conv3D",
    "Deconvolution2D": "Conv2DTranspose",
    "AtrousConvolution1D": "Conv1D", "AtrousConvolution2D": "Conv2D", "SeparableConvolution2D": "SeparableConv2D",
    "SeparableConvolution1D": "SeparableConv1D", "Convolution2DTranspose": "Conv2DTranspose",
  ]

  private static let keys = [
    "nb_filter": "filters", "filter_length": "kernel_size", "subsample": "strides", "subsample_length": "strides",
    "border_mode": "padding", "atrous_rate": "dilation_rate", "bias": "use_bias", "output_dim": "units", "p": "rate",
    "pool_length": "pool_size", "stride": "strides", "length": "size", "sigma": "stddev", "init": "kernel_initializer",
  ]

  /// A layer's class and arguments; those of later versions stay as they are.
  static func modernized(_ className: String, _ config: JSONValue) -> (className: String, config: JSONValue) {
    let modern = classes[className] ?? className
    guard case .object(let members) = config else { return (modern, config) }
    let isMerge = className == "Merge"
    guard isMerge || classes[className] != nil || members.contains(where: { keys[$0.key] != nil || isOrdering($0) })
    else {
      return (modern, config)
    }
    var result: [JSONValue.Member] = []
    func add(_ key: String, _ value: JSONValue) {
      if !result.contains(where: { $0.key == key }) { result.append(.init(key: key, value: value)) }
    }
    for member in members {
      switch member.key {
      case "dim_ordering":
        add("data_format", .string(member.value == .string("th") ? "channels_first" : "channels_last"))
      case "concat_axis": add("axis", member.value)
      case "nb_row":
        let sizes = ["nb_row", "nb_col"].compactMap { config[$0] }
        add("kernel_size", .array(sizes))
      case "kernel_dim1":
        add("kernel_size", .array(["kernel_dim1", "kernel_dim2", "kernel_dim3"].compactMap { config[$0] }))
      default: add(keys[member.key] ?? member.key, member.value)
      }
    }
    return (isMerge ? merge(config["mode"]?.text) : modern, .object(result))
  }

  private static func isOrdering(_ member: JSONValue.Member) -> Bool { member.key == "dim_ordering" }

  /// The class that a mode of `Merge` became.
  private static func merge(_ mode: String?) -> String {
    switch mode {
    case "sum": "Add"
    case "mul": "Multiply"
    case "ave": "Average"
    case "max": "Maximum"
    case "concat": "Concatenate"
    default: "Merge"
    }
  }
}
