/// Caffe: `/data/<layer>/<n>`, blobs numbered from 0; a layer's name may hold slashes.
enum CaffeDialect: HDF5DialectReader {
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

  /// Weights and bias; with three blobs the mean, the variance and the scale factor of a BatchNorm.
  private static func part(_ number: Int, of count: Int) -> WeightTensor.Part? {
    let parts: [WeightTensor.Part] = count == 3 ? [.runningMean, .runningVariance, .scaleFactor] : [.weight, .bias]
    return parts.indices.contains(number) ? parts[number] : nil
  }
}
