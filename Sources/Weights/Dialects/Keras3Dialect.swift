/// Keras 3: groups `…/<class>_<n>/vars` with datasets `0`, `1` …, the layer's own name as attribute `name` of `vars`.
///
/// Subclassed and nested models put more groups in between; layers are found by the attribute all the same.
enum Keras3Dialect: HDF5DialectReader {
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
      // Batch normalization has four tensors; without scale and shift two.
      let isNormalization = folder.hasPrefix("batch_normalization") || numbers.count == 4
      let parts: [WeightTensor.Part] =
        !isNormalization
        ? [.weight, .bias]
        : numbers.count == 2 ? [.runningMean, .runningVariance] : [.weight, .bias, .runningMean, .runningVariance]
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
}
