import HDF5
import PlainText
import TensorFiles
import Weights

/// Keras 1 and 2, and Keras 3 in its legacy format: a group for each layer of the outermost model, with a list of names.
struct KerasLegacyWeights: KerasWeights {
  private let datasets: KerasDatasets
  private let root: String

  /// - Returns: nil where the file is not of this kind.
  init?(_ datasets: KerasDatasets) {
    let root = datasets.contents.contains("/model_weights") ? "/model_weights" : "/"
    guard datasets.contents.splitStrings("layer_names", of: root) != nil else { return nil }
    self.datasets = datasets
    self.root = root == "/" ? "" : root
  }

  func tensors(of path: KerasWeightPath) throws(KerasProblem) -> [KerasTensor] {
    guard let outermost = path.steps.first, let layer = path.steps.last else { return [] }
    let group = "\(root)/\(outermost.name)"
    var names = datasets.contents.splitStrings("weight_names", of: group) ?? []
    if path.steps.count > 1 {
      // The layers of a model inside stand in one list, their own names before those of the tensors.
      let whole = path.steps.map(\.name).joined(separator: "/")
      let exact = names.filter { name in name.hasPrefix(whole + "/") }
      names = exact.isEmpty ? names.filter { KerasLegacyWeights.owner($0) == layer.name } : exact
    }
    var tensors: [KerasTensor] = []
    for name in names {
      tensors.append(KerasTensor(name: name, numbers: try datasets.numbers("\(group)/\(name)")))
    }
    return tensors
  }

  /// The word before the last: `conv1` of `model/conv1/kernel:0`.
  private static func owner(_ name: String) -> String? { name.split(separator: "/").dropLast().last.map(String.init) }
}

/// Keras 3: `layers/<class>_<n>/vars/<m>`, the layer's own name as attribute of `vars` in newer files.
struct KerasArchiveWeights: KerasWeights {
  private let datasets: KerasDatasets
  /// By the group of a model, where its layers lie by their names.
  private let folders: [String: [String: String]]

  /// - Returns: nil where the file is not of this kind.
  init?(_ datasets: KerasDatasets) {
    let contents = datasets.contents
    var folders: [String: [String: String]] = [:]
    for object in contents.objects where object.dataset == nil && object.path.hasSuffix("/vars") {
      let folder = String(object.path.dropLast("/vars".count))
      guard let slash = folder.lastIndex(of: "/") else { continue }
      let name = contents.strings("name", of: object.path)?.first
      folders[String(folder[..<slash]), default: [:]][name ?? ""] = folder
    }
    guard !folders.isEmpty else { return nil }
    self.datasets = datasets
    self.folders = folders
  }

  func tensors(of path: KerasWeightPath) throws(KerasProblem) -> [KerasTensor] {
    var group = ""
    for step in path.steps {
      let container = ["layers", "_layer_checkpoint_dependencies"].map { "\(group)/\($0)" }.first {
        datasets.contents.contains($0)
      }
      guard let container else { return [] }
      // Older files have no names: there the folder tells.
      group = folders[container]?[step.name] ?? "\(container)/\(step.folder)"
    }
    let vars = "\(group)/vars"
    let numbers = datasets.contents.children(of: vars).compactMap { Int($0) }.sorted()
    var tensors: [KerasTensor] = []
    for number in numbers {
      tensors.append(KerasTensor(name: String(number), numbers: try datasets.numbers("\(vars)/\(number)")))
    }
    return tensors
  }
}

/// The datasets of an HDF5 file as numbers of parameters.
struct KerasDatasets {
  let contents: HDF5Contents
  /// Index of the source in which they lie.
  let source: Int

  /// - Throws: `KerasProblem` where there is no such dataset, or where a rule forbids to read it.
  func numbers(_ path: String) throws(KerasProblem) -> ParameterNumbers {
    let tensor: WeightTensor
    do { tensor = try contents.tensor(path, layer: "", .weight) } catch { throw KerasProblem(error.phrase) }
    var numbers = ParameterNumbers(
      name: path, shape: tensor.shape, type: tensor.type, isBigEndian: tensor.isBigEndian, source: source, offset: 0)
    switch tensor.place {
    case .file(let offset, _): numbers.offset = offset
    case .object(let index): numbers.object = index
    }
    return numbers
  }
}
