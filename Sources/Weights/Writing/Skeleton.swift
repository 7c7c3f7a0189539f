import FileSystem
import HDF5
import TensorFiles

/// The file without its numbers: heads, names and attributes, and room for every tensor.
struct Skeleton {
  /// Where each item's numbers go, in bytes from the file's start.
  private(set) var places: [Int] = []
  /// Where zoo's own format keeps the SHA-256 of every tensor.
  private(set) var digests: Int?

  /// Writes it into the temporary file of `output`.
  init(_ plan: WritingPlan, type: ElementType, model: String, to output: OutputFile) throws(WeightError) {
    do {
      if plan.dialect == .safetensors {
        try writeSafetensors(plan, type, output)
      } else {
        try writeHDF5(plan, type, model, output)
      }
    } catch let error as FormatError {
      throw WeightError("\(output.path): \(error.message)")
    } catch HDF5Error.system(let reason) {
      throw WeightError("\(output.path): \(reason); nothing was changed", .output)
    } catch let error as HDF5Error {
      throw WeightError("\(output.path): \(error); nothing was changed", .output)
    } catch let error as OutputError {
      throw WeightError(error.message, .output)
    } catch {
      throw WeightError("\(output.path): \(error)")
    }
  }

  /// The path under which a reader finds an item.
  static func path(of item: WritingPlan.Item, in plan: WritingPlan) -> String {
    plan.dialect == .safetensors ? item.path : "/" + item.path
  }

  private mutating func writeSafetensors(_ plan: WritingPlan, _ type: ElementType, _ output: OutputFile) throws {
    let entries = plan.items.map { SafetensorsHeader.Entry(name: $0.path, type: $0.type(type), shape: $0.shape) }
    let header = try SafetensorsHeader(entries, metadata: ["format": "pt"])
    try header.bytes.withUnsafeBytes { bytes in try output.write(bytes, at: 0) }
    let offsets = Dictionary(header.tensors.map { ($0.name, $0.offset) }, uniquingKeysWith: { first, _ in first })
    places = plan.items.map { offsets[$0.path] ?? 0 }
  }

  private mutating func writeHDF5(_ plan: WritingPlan, _ type: ElementType, _ model: String, _ output: OutputFile)
    throws
  {
    let writer = try HDF5Writer(path: output.temporary)
    try plan.addGroups(to: writer, model: model)
    for item in plan.items {
      let own = item.type(type)
      try writer.addDataset("/" + item.path, shape: item.shape, type: own.hdf5)
      // h5py has no bfloat16: its bits go as uint16 and say so.
      if own == .bfloat16 { try writer.addAttribute("dtype", .string("bfloat16"), to: "/" + item.path) }
    }
    if plan.dialect == .zoo {
      try writer.addDataset(ZooDialect.digests, shape: [plan.items.count, 32], type: .uint8)
    }
    places = try writer.finish()
    if plan.dialect == .zoo { digests = places.popLast() }
  }
}

extension ElementType {
  /// How HDF5 files hold it; bfloat16 as its bits.
  fileprivate var hdf5: HDF5ElementType {
    switch self {
    case .float16: .float16
    case .bfloat16, .uint16: .uint16
    case .float32: .float32
    case .float64: .float64
    case .int8: .int8
    case .uint8: .uint8
    case .int16: .int16
    case .int32: .int32
    case .uint32: .uint32
    case .int64: .int64
    case .uint64: .uint64
    case .bool: .boolean
    }
  }
}

extension WritingPlan {
  /// The groups and attributes that the dialect's own program writes beside its tensors.
  fileprivate func addGroups(to writer: HDF5Writer, model: String) throws(HDF5Error) {
    switch dialect {
    case .zoo:
      try writer.addAttribute("zoo_format", .integer(ZooDialect.version), to: "/")
      try writer.addAttribute("model", .string(model), to: "/")
    case .keras:
      let layers = layers
      try addSplit("layer_names", layers.map(\.name), to: "/", writer)
      try writer.addAttribute("backend", .string("tensorflow"), to: "/")
      try writer.addAttribute("keras_version", .string("2.15.0"), to: "/")
      for layer in layers {
        try writer.addGroup("/" + layer.name)
        // The paths are relative to the layer's group.
        let names = layer.items.map { String($0.path.dropFirst(layer.name.count + 1)) }
        try addSplit("weight_names", names, to: "/" + layer.name, writer)
      }
    case .keras3:
      for layer in layers {
        guard let path = layer.items.first?.path, let end = path.lastIndex(of: "/") else { continue }
        let group = "/" + path[..<end]
        try writer.addGroup(group)
        try writer.addAttribute("name", .string(layer.name), to: group)
      }
    case .caffe: try writer.addGroup("/data")
    case .pytorch, .safetensors, .torch, .theano: break
    }
  }

  /// The items of each layer together, in the order of the network.
  private var layers: [(name: String, items: [Item])] {
    var layers: [(name: String, items: [Item])] = []
    for item in items {
      if layers.last?.name == item.layer {
        layers[layers.count - 1].items.append(item)
      } else {
        layers.append((item.layer, [item]))
      }
    }
    return layers
  }

  /// A list of names, over `name0`, `name1` … where it would pass an attribute's room, as Keras does it.
  private func addSplit(_ name: String, _ texts: [String], to path: String, _ writer: HDF5Writer) throws(HDF5Error) {
    let size = max(1, texts.map(\.utf8.count).max() ?? 1)
    let most = max(1, HDF5Writer.attributeBytes / size)
    guard texts.count > most else { return try writer.addAttribute(name, .fixedStrings(texts), to: path) }
    for (number, start) in stride(from: 0, to: texts.count, by: most).enumerated() {
      let part = Array(texts[start..<min(start + most, texts.count)])
      try writer.addAttribute("\(name)\(number)", .fixedStrings(part), to: path)
    }
  }
}
