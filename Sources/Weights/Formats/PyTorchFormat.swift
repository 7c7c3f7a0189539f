import Architecture
import HDF5
import TensorFiles

/// A PyTorch state_dict: flat names with dots (`features.0.weight`), or in HDF5 nested groups (`features/0/weight`).
enum PyTorchFormat: WritableHDF5Format {
  static let title = "PyTorch state_dict in HDF5"
  static let layout = Layout.channelsFirst
  static let implementations = ["torchvision", "pytorch"]

  static func read(_ contents: HDF5Contents) throws(WeightError) -> Reading? {
    let datasets = contents.objects.filter { $0.dataset != nil }
    guard !datasets.isEmpty, datasets.contains(where: { part(of: name($0.path)) != nil }) else { return nil }
    var reading = Reading(.pytorch)
    for dataset in datasets {
      guard let (layer, part) = part(of: name(dataset.path)) ?? bare(name(dataset.path), dataset.dataset?.shape ?? [])
      else {
        reading.remarks.append("'\(dataset.path)' is no tensor of a layer that is known, and left out")
        continue
      }
      reading.tensors.append(try contents.tensor(dataset.path, layer: layer, part))
    }
    return reading
  }

  static func items(of layers: [WritingPlan.Layer], in network: Network) -> [WritingPlan.Item] {
    var items: [WritingPlan.Item] = []
    for layer in layers {
      let name = layer.name
      for (parameter, part) in layer.parameters {
        items.append(WritingPlan.Item(name, path: "\(name).\(part.rawValue)", parameter, layout))
      }
      if layer.isNormalization, !layer.parameters.isEmpty {
        let path = "\(name).\(WeightTensor.Part.batchCount.rawValue)"
        items.append(WritingPlan.Item(name, path: path, shape: [], number: 0, .int64))
      }
    }
    return items
  }

  /// The state_dict of a file that is not HDF5.
  static func read(_ format: WeightFormat, _ stored: [StoredTensor]) -> Reading {
    var reading = Reading(format)
    for tensor in stored {
      guard let (layer, part) = part(of: tensor.name) ?? bare(tensor.name, tensor.shape) else {
        reading.remarks.append("'\(tensor.name)' is no tensor of a layer that is known, and left out")
        continue
      }
      reading.tensors.append(
        WeightTensor(
          path: tensor.name, layer: layer, part: part, shape: tensor.shape, type: tensor.type,
          isBigEndian: tensor.isBigEndian, storage: tensor.storage,
          place: .file(offset: tensor.offset), strides: tensor.strides))
    }
    return reading
  }

  /// `features/0/weight` or `features.0.weight`: the path without its first slash.
  private static func name(_ path: String) -> String { String(path.dropFirst()) }

  /// A parameter that a module keeps beside its layers, such as ConvNeXt's `features.1.0.layer_scale`: the weight of a layer of
  /// that name. Scalars and names without a module are no parameters, but notes of who trained.
  private static func bare(_ name: String, _ shape: [Int]) -> (layer: String, part: WeightTensor.Part)? {
    guard !shape.isEmpty, name.contains(where: { $0 == "." || $0 == "/" }) else { return nil }
    return (String(name.map { $0 == "/" ? "." : $0 }), .weight)
  }

  /// The layer and the part, divided at the last dot or slash. Slashes of nested groups become dots.
  private static func part(of name: String) -> (layer: String, part: WeightTensor.Part)? {
    guard let division = name.lastIndex(where: { $0 == "." || $0 == "/" }),
      let part = WeightTensor.Part(rawValue: String(name[name.index(after: division)...]))
    else { return nil }
    let layer = name[..<division]
    return (name[division] == "/" ? String(layer.map { $0 == "/" ? "." : $0 }) : String(layer), part)
  }
}
