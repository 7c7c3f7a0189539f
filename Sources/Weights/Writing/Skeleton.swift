import FileSystem
import HDF5
import PlainText
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
      if let format = plan.format.description as? any WritableHDF5Format.Type {
        try writeHDF5(plan, format, type, model, output)
      } else {
        try writeSafetensors(plan, type, output)
      }
    } catch let error as FormatError {
      throw WeightError("\(output.path): \(error.phrase)")
    } catch HDF5Error.system(let reason) {
      throw WeightError("\(output.path): \(reason); nothing was changed", .output)
    } catch let error as HDF5Error {
      throw WeightError("\(output.path): \(error); nothing was changed", .output)
    } catch let error as OutputError {
      throw WeightError(error.phrase, .output)
    } catch {
      throw WeightError("\(output.path): \(error)")
    }
  }

  /// The path under which a reader finds an item.
  static func path(of item: WritingPlan.Item, in plan: WritingPlan) -> String {
    plan.format == .safetensors ? item.path : "/" + item.path
  }

  private mutating func writeSafetensors(_ plan: WritingPlan, _ type: ElementType, _ output: OutputFile) throws {
    let entries = plan.items.map { SafetensorsHeader.Entry(name: $0.path, type: $0.type(type), shape: $0.shape) }
    let header = try SafetensorsHeader(entries, metadata: ["format": "pt"])
    try header.bytes.withUnsafeBytes { bytes in try output.write(bytes, at: 0) }
    let offsets = Dictionary(header.tensors.map { ($0.name, $0.offset) }, uniquingKeysWith: { first, _ in first })
    places = plan.items.map { offsets[$0.path] ?? 0 }
  }

  private mutating func writeHDF5(
    _ plan: WritingPlan, _ format: any WritableHDF5Format.Type, _ type: ElementType, _ model: String,
    _ output: OutputFile
  ) throws {
    let writer = try HDF5Writer(path: output.temporary)
    try format.addGroups(of: plan, model: model, to: writer)
    for item in plan.items {
      let own = item.type(type)
      try writer.addDataset("/" + item.path, shape: item.shape, type: own.hdf5)
      // h5py has no bfloat16: its bits go as uint16 and say so.
      if own == .bfloat16 { try writer.addAttribute("dtype", .string("bfloat16"), to: "/" + item.path) }
    }
    if plan.format == .zoo {
      try writer.addDataset(ZooFormat.digests, shape: [plan.items.count, 32], type: .uint8)
    }
    places = try writer.finish()
    if plan.format == .zoo { digests = places.popLast() }
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
