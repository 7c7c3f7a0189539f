import Architecture
import HDF5
import PlainText

/// Keras 2, and Keras 3 in its legacy format: groups named by root attribute `layer_names`, tensors by each group's
/// `weight_names`. A whole model has the same below `/model_weights`.
///
/// A separable convolution has two kernels, `depthwise_kernel` and `pointwise_kernel`: they are told as those of two layers.
enum KerasFormat: WritableHDF5Format {
  static let title = "Keras HDF5 (legacy)"
  static let layout = Layout.channelsLast
  static let keepsOrder = true
  static let implementations = ["keras"]

  static func plain(_ name: String) -> String { KerasNames.plain(name) }

  static func read(_ contents: HDF5Contents) throws(WeightError) -> Reading? {
    let isWholeModel = contents.contains("/model_weights")
    let root = isWholeModel ? "/model_weights" : "/"
    guard let layers = contents.splitStrings("layer_names", of: root) else { return nil }
    var reading = Reading(.keras)
    if contents.contains("/optimizer_weights") {
      reading.remarks.append("the optimizer's state (optimizer_weights) was left out")
    }
    let prefix = root == "/" ? "/" : root + "/"
    for layer in layers {
      let group = prefix + layer
      guard let names = contents.splitStrings("weight_names", of: group) else {
        if !contents.contains(group) { throw WeightError("layer_names lists '\(layer)', and there is no such group") }
        continue
      }
      // A model within the model is one group for all of its layers, whose names stand before those of the tensors.
      let isNested = Set(names.map(owner)).count > 1
      func layerName(_ name: String) -> String { isNested ? owner(name) ?? layer : layer }
      let separable = Set(names.filter { base($0).hasSuffix("pointwise_kernel") }.map(layerName))
      for name in names {
        let path = group + "/" + name
        guard let part = part(name) else {
          reading.remarks.append("'\(path)' is of no kind that is known here, and left out")
          continue
        }
        var own = layerName(name)
        if separable.contains(own) {
          let isDepthwise = base(name).hasSuffix("depthwise_kernel")
          own += "/" + (isDepthwise ? SeparableConvolutions.depthwise : SeparableConvolutions.pointwise)
        }
        reading.tensors.append(try contents.tensor(path, layer: own, part))
      }
    }
    return reading
  }

  /// The word before the last: `conv1` of `model/conv1/kernel:0`.
  private static func owner(_ name: String) -> String? { name.split(separator: "/").dropLast().last.map(String.init) }

  /// The last word without its number: `kernel` of `conv/kernel:0`.
  private static func base(_ name: String) -> String {
    let last = name.split(separator: "/").last.map(String.init) ?? name
    return last.split(separator: ":").first.map(String.init) ?? last
  }

  /// The part that the last word of a name says: `c1/lenet5/c1/kernel`, `conv/kernel:0`, `block1_conv1_W_1:0`.
  static func part(_ name: String) -> WeightTensor.Part? {
    let words = base(name).split(separator: "_").map(String.init)
    // `W_1`: the number tells layers of one name apart.
    let ending = words.last.flatMap { Int($0) } != nil ? words.dropLast() : words[...]
    let one = ending.last ?? ""
    let two = ending.suffix(2).joined(separator: "_")
    switch (two, one) {
    case ("moving_mean", _), ("running_mean", _): return .runningMean
    case ("moving_variance", _), ("moving_var", _), ("running_std", _): return .runningVariance
    case (_, "kernel"), (_, "W"), (_, "gamma"): return .weight
    case (_, "bias"), (_, "b"), (_, "beta"): return .bias
    default: return nil
    }
  }

  static func items(of layers: [WritingPlan.Layer], in network: Network) -> [WritingPlan.Item] {
    KerasNames.targets(of: layers, in: network).flatMap { layer, name, half in
      layer.parameters.map { parameter, part in
        WritingPlan.Item(name, path: "\(name)/\(name)/\(word(part, parameter, half)):0", parameter, layout)
      }
    }
  }

  /// The word by which a tensor is named.
  private static func word(
    _ part: WeightTensor.Part, _ parameter: NetworkParameter, _ half: SeparableConvolutions.Half?
  ) -> String {
    let isNormalization = parameter.layer.kind is BatchNormalization
    return switch part {
    case .weight where isNormalization: "gamma"
    case .weight where half?.isDepthwise == false: "pointwise_kernel"
    case .weight: parameter.multiplier == nil ? "kernel" : "depthwise_kernel"
    case .bias: isNormalization ? "beta" : "bias"
    case .runningMean: "moving_mean"
    case .runningVariance: "moving_variance"
    case .scaleFactor, .batchCount: part.rawValue
    }
  }

  static func addGroups(of plan: WritingPlan, model: String, to writer: HDF5Writer) throws(HDF5Error) {
    let layers = plan.layers
    try addSplit("layer_names", layers.map(\.name), to: "/", writer)
    try writer.addAttribute("backend", .string("tensorflow"), to: "/")
    try writer.addAttribute("keras_version", .string("2.15.0"), to: "/")
    for layer in layers {
      try writer.addGroup("/" + layer.name)
      // The paths are relative to the layer's group.
      let names = layer.items.map { String($0.path.dropFirst(layer.name.count + 1)) }
      try addSplit("weight_names", names, to: "/" + layer.name, writer)
    }
  }

  /// A list of names, over `name0`, `name1` … where it would pass an attribute's room, as Keras does it.
  private static func addSplit(
    _ name: String, _ texts: [String], to path: String, _ writer: HDF5Writer
  ) throws(HDF5Error) {
    let size = max(1, texts.map(\.utf8.count).max() ?? 1)
    let most = max(1, HDF5Writer.attributeBytes / size)
    guard texts.count > most else { return try writer.addAttribute(name, .fixedStrings(texts), to: path) }
    for (number, start) in stride(from: 0, to: texts.count, by: most).enumerated() {
      let part = Array(texts[start..<min(start + most, texts.count)])
      try writer.addAttribute("\(name)\(number)", .fixedStrings(part), to: path)
    }
  }
}
