import Architecture
import HDF5
import PlainText

/// Caffe: `/data/<layer>/<n>`, blobs numbered from 0; a layer's name may hold slashes.
enum CaffeFormat: WritableHDF5Format {
  static let title = "Caffe HDF5"
  static let layout = Layout.channelsFirst
  static let implementations = ["caffe"]

  static func read(_ contents: HDF5Contents) throws(WeightError) -> Reading? {
    if contents.contains("/history"), contents.contains("/iter") {
      throw WeightError(
        "the state of a Caffe solver (momentum and iteration), not weights: take the .caffemodel.h5 beside it")
    }
    if contents.isDataset("/data"), contents.isDataset("/label") {
      throw WeightError("a data set of images and labels for Caffe, not weights")
    }
    guard contents.contains("/data"), !contents.isDataset("/data") else { return nil }
    var blobs: [(layer: String, number: Int, path: String)] = []
    var layers: [String: Int] = [:]
    for object in contents.objects where object.dataset != nil && object.path.hasPrefix("/data/") {
      let parts = object.path.dropFirst("/data/".count).split(separator: "/")
      guard parts.count >= 2, let number = Int(parts[parts.count - 1]) else { return nil }
      let layer = parts.dropLast().joined(separator: "/")
      blobs.append((layer, number, object.path))
      layers[layer, default: 0] += 1
    }
    var reading = Reading(.caffe)
    for (layer, number, path) in blobs {
      guard let part = part(number, of: layers[layer] ?? 0) else {
        reading.remarks.append("'\(path)' is one blob more than a layer of Caffe has here, and left out")
        continue
      }
      reading.tensors.append(try contents.tensor(path, layer: layer, part))
    }
    return reading
  }

  /// Caffe keeps batch normalization's scale and shift in a layer of their own.
  static func candidates(_ name: String, for layer: Layer, _ part: WeightTensor.Part) -> [String] {
    isScale(layer, part) ? [scale(of: name), "\(name)/scale", name] : [name]
  }

  static func items(of layers: [WritingPlan.Layer], in network: Network) -> [WritingPlan.Item] {
    var items: [WritingPlan.Item] = []
    for layer in layers {
      for (parameter, part) in layer.parameters {
        let name = isScale(layer.layer, part) ? scale(of: layer.name) : layer.name
        items.append(WritingPlan.Item(name, path: "data/\(name)/\(blob(part))", parameter, layout))
      }
      if layer.isNormalization, !layer.parameters.isEmpty {
        let path = "data/\(layer.name)/\(blob(.scaleFactor))"
        items.append(WritingPlan.Item(layer.name, path: path, shape: [1], number: 1, .float32))
      }
    }
    return items
  }

  static func addGroups(of plan: WritingPlan, model: String, to writer: HDF5Writer) throws(HDF5Error) {
    try writer.addGroup("/data")
  }

  /// Whether a tensor stands in the Scale layer beside its BatchNorm.
  private static func isScale(_ layer: Layer, _ part: WeightTensor.Part) -> Bool {
    layer.kind is BatchNormalization && (part == .weight || part == .bias)
  }

  /// The name of the Scale layer beside a BatchNorm: `scale1_1` for `bn1_1`, else with `_scale` behind it.
  static func scale(of name: String) -> String {
    guard let slash = name.lastIndex(of: "/") else { return scaleWord(name) }
    return name[...slash] + scaleWord(String(name[name.index(after: slash)...]))
  }

  private static func scaleWord(_ word: String) -> String {
    if word.hasPrefix("bn") { return "scale" + word.dropFirst(2) }
    if word.hasSuffix("bn") { return word.dropLast(2) + "scale" }
    return word + "_scale"
  }

  /// The number of a tensor's blob in its layer.
  private static func blob(_ part: WeightTensor.Part) -> Int {
    switch part {
    case .weight, .runningMean, .batchCount: 0
    case .bias, .runningVariance: 1
    case .scaleFactor: 2
    }
  }

  /// Weights and bias; with three blobs the mean, the variance and the scale factor of a BatchNorm.
  private static func part(_ number: Int, of count: Int) -> WeightTensor.Part? {
    let parts: [WeightTensor.Part] = count == 3 ? [.runningMean, .runningVariance, .scaleFactor] : [.weight, .bias]
    return parts.indices.contains(number) ? parts[number] : nil
  }
}
