import Architecture
import HDF5

/// Keras 3: groups `…/<class>_<n>/vars` with datasets `0`, `1` …, the layer's own name as attribute `name` of `vars`.
///
/// Subclassed and nested models put more groups in between; layers are found by the attribute all the same.
enum Keras3Format: WritableHDF5Format {
  static let title = "Keras 3 HDF5"
  static let layout = Layout.channelsLast
  static let implementations = ["keras"]

  static func plain(_ name: String) -> String { KerasNames.plain(name) }

  static func read(_ contents: HDF5Contents) throws(WeightError) -> Reading? {
    let groups = contents.objects.filter { $0.dataset == nil && $0.path.hasSuffix("/vars") }.map(\.path)
    guard !groups.isEmpty else { return nil }
    var reading = Reading(.keras3)
    for group in groups {
      if group.hasPrefix("/optimizer/") {
        if !contents.children(of: group).isEmpty { reading.remarks.append("the optimizer's state was left out") }
        continue
      }
      let numbers = contents.children(of: group).compactMap { Int($0) }.sorted()
      guard !numbers.isEmpty else { continue }
      let folder = group.split(separator: "/").dropLast().last.map(String.init) ?? group
      let layer = contents.strings("name", of: group)?.first ?? folder
      if isSeparable(group, contents) {
        let parts: [(half: String, part: WeightTensor.Part)] = [
          (SeparableConvolutions.depthwise, .weight), (SeparableConvolutions.pointwise, .weight),
          (SeparableConvolutions.pointwise, .bias),
        ]
        for (number, (half, part)) in zip(0..., parts) where numbers.contains(number) {
          reading.tensors.append(try contents.tensor("\(group)/\(number)", layer: "\(layer)/\(half)", part))
        }
        continue
      }
      // Batch normalization has four tensors; without scale three, without scale and shift two.
      let isNormalization = folder.hasPrefix("batch_normalization") || numbers.count == 4
      let all: [WeightTensor.Part] = [.weight, .bias, .runningMean, .runningVariance]
      let parts = isNormalization ? Array(all.suffix(max(numbers.count, 2))) : [.weight, .bias]
      for number in numbers {
        let path = "\(group)/\(number)"
        guard parts.indices.contains(number) else {
          reading.remarks.append("'\(path)' is of no kind that is known here, and left out")
          continue
        }
        reading.tensors.append(try contents.tensor(path, layer: layer, parts[number]))
      }
    }
    return reading
  }

  /// Whether a group's first two tensors are both kernels, the second of 1×1: no other layer of Keras has such.
  private static func isSeparable(_ group: String, _ contents: HDF5Contents) -> Bool {
    guard let first = contents.shape(of: "\(group)/0"), let second = contents.shape(of: "\(group)/1") else {
      return false
    }
    return first.count > 2 && second.count == first.count && second.dropLast(2).allSatisfy { $0 == 1 }
  }

  /// Layers by their places: the n-th of a class is in the folder `<class>_<n>`.
  static func placed(_ layers: [Layer], in network: Network, among tensors: [WeightTensor]) -> [String: String] {
    // `conv2d_1` of `/layers/conv2d_1/vars/0`.
    func folder(_ path: String) -> String? { path.split(separator: "/").dropLast(2).last.map(String.init) }
    var found: [String: String] = [:]
    for tensor in tensors {
      if let folder = folder(tensor.path), found[folder] == nil {
        found[folder] = SeparableConvolutions.wholeName(of: tensor.layer)
      }
    }
    let separable = SeparableConvolutions(layers, names: layers.map(\.name), in: network)
    var classes = Classes()
    var names: [String: String] = [:]
    for layer in layers {
      let half = separable.half(of: layer.name)
      guard let whole = found[classes.folder(for: layer, half)] else { continue }
      let part = half.map { "/" + ($0.isDepthwise ? SeparableConvolutions.depthwise : SeparableConvolutions.pointwise) }
      names[layer.name] = whole + (part ?? "")
    }
    return names
  }

  static func items(of layers: [WritingPlan.Layer], in network: Network) -> [WritingPlan.Item] {
    var classes = Classes()
    return KerasNames.targets(of: layers, in: network).flatMap { layer, name, half in
      let folder = classes.folder(for: layer.layer, half)
      return layer.parameters.map { parameter, part in
        WritingPlan.Item(name, path: "layers/\(folder)/vars/\(number(part, layer.layer, half))", parameter, layout)
      }
    }
  }

  static func addGroups(of plan: WritingPlan, model: String, to writer: HDF5Writer) throws(HDF5Error) {
    for layer in plan.layers {
      guard let path = layer.items.first?.path, let end = path.lastIndex(of: "/") else { continue }
      let group = "/" + path[..<end]
      try writer.addGroup(group)
      try writer.addAttribute("name", .string(layer.name), to: group)
    }
  }

  /// The number of a tensor in its layer: batch normalization without scale and shift begins with its mean, and the second
  /// half of a separable convolution comes after the first.
  private static func number(
    _ part: WeightTensor.Part, _ layer: Layer, _ half: SeparableConvolutions.Half?
  ) -> Int {
    let isAffine = layer.parameters.contains { $0.role == .weight }
    let first = half?.isDepthwise == false ? 1 : 0
    return switch part {
    case .weight, .batchCount, .scaleFactor: first
    case .bias: layer.parameters.contains { $0.name == "weight" } ? first + 1 : first
    case .runningMean: isAffine ? 2 : 0
    case .runningVariance: isAffine ? 3 : 1
    }
  }

  /// The names of groups: the layer's class, numbered from the second one on.
  private struct Classes {
    private var counts: [String: Int] = [:]

    mutating func folder(for layer: Layer, _ half: SeparableConvolutions.Half?) -> String {
      let axes = "\(layer.inputShapes[0].extent.count)d"
      let isDepthwise = SeparableConvolutions.kernel(of: layer)?.multiplier != nil
      let name =
        switch layer.kind {
        case is Convolution where half != nil: "separable_conv" + axes
        case is Convolution where isDepthwise: "depthwise_conv" + axes
        case is Convolution: "conv" + axes
        case is FullyConnected: "dense"
        case is BatchNormalization: "batch_normalization"
        default: layer.kind.name
        }
      // Both halves of one layer lie in its group.
      let count = counts[name, default: 0] - (half?.isDepthwise == false ? 1 : 0)
      counts[name] = count + 1
      return count == 0 ? name : "\(name)_\(count)"
    }
  }
}
