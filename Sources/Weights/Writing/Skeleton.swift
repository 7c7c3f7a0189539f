import TensorFiles

/// The file without its numbers: heads, names and attributes, and room for every tensor.
enum Skeleton {
  /// Writes it; where each item's numbers go, in bytes from the file's start.
  static func write(
    _ plan: WritingPlan, type: ElementType, model: String, to output: OutputFile
  ) throws(WeightError) -> [Int] {
    switch plan.dialect {
    case .safetensors: try writeSafetensors(plan, type, output)
    default: throw WeightError("\(output.path): \(plan.dialect.title) is not written")
    }
  }

  /// Puts the SHA-256 of every tensor into zoo's own format.
  static func sign(_ plan: WritingPlan, _ digests: [String], _ output: OutputFile) throws(WeightError) {}

  /// The path under which a reader finds an item.
  static func path(of item: WritingPlan.Item, in plan: WritingPlan) -> String {
    plan.dialect == .safetensors ? item.path : "/" + item.path
  }

  private static func writeSafetensors(
    _ plan: WritingPlan, _ type: ElementType, _ output: OutputFile
  ) throws(WeightError) -> [Int] {
    let entries = plan.items.map { SafetensorsHeader.Entry(name: $0.path, type: $0.type(type), shape: $0.shape) }
    do {
      let header = try SafetensorsHeader(entries, metadata: ["format": "pt"])
      let result = header.bytes.withUnsafeBytes { bytes in
        Result { () throws(WeightError) in try output.write(bytes, at: 0) }
      }
      try result.get()
      let offsets = Dictionary(header.tensors.map { ($0.name, $0.offset) }, uniquingKeysWith: { first, _ in first })
      return plan.items.map { offsets[$0.path] ?? 0 }
    } catch let error as FormatError {
      throw WeightError("\(output.path): \(error.message)")
    } catch let error as WeightError {
      throw error
    } catch {
      throw WeightError("\(output.path): \(error)")
    }
  }
}
