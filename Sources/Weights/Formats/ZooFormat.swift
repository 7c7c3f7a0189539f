import Architecture
import HDF5
import PlainText

/// zoo's own: root attribute `zoo_format`, the layer's name as path, then the part, OIHW.
///
/// Dataset `zoo_sha256` holds the SHA-256 of every tensor's bytes, 32 bytes each, in the order of the tensors' paths
/// (compared byte by byte).
enum ZooFormat: WritableHDF5Format {
  static let title = "zoo HDF5"
  static let layout = Layout.channelsFirst
  static let implementations: [String] = []

  /// The version that this program writes.
  static let version = 1

  /// The path of the table of digests.
  static let digests = "/zoo_sha256"

  static func read(_ contents: HDF5Contents) throws(WeightError) -> Reading? {
    guard case .integers(let version) = contents.attribute("zoo_format", of: "/") else { return nil }
    guard version == [self.version] else {
      throw WeightError("zoo's format of version \(version), and this program knows version \(self.version)")
    }
    var reading = Reading(.zoo)
    for object in contents.objects where object.dataset != nil && object.path != digests {
      guard let slash = object.path.lastIndex(of: "/"),
        let part = WeightTensor.Part(rawValue: String(object.path[object.path.index(after: slash)...]))
      else {
        reading.remarks.append("'\(object.path)' is no tensor of a layer, and left out")
        continue
      }
      let layer = String(object.path[..<slash].dropFirst())
      reading.tensors.append(try contents.tensor(object.path, layer: layer, part))
    }
    return reading
  }

  static func items(of layers: [WritingPlan.Layer], in network: Network) -> [WritingPlan.Item] {
    layers.flatMap { layer in
      layer.parameters.map { WritingPlan.Item(layer.name, path: "\(layer.name)/\($1.rawValue)", $0, layout) }
    }
  }

  static func addGroups(of plan: WritingPlan, model: String, to writer: HDF5Writer) throws(HDF5Error) {
    try writer.addAttribute("zoo_format", .integer(version), to: "/")
    try writer.addAttribute("model", .string(model), to: "/")
  }

  /// The digests of tensors in the order of the table.
  static func table(_ digests: [(path: String, digest: Digest.Value)]) -> [UInt8] {
    digests.sorted { isBefore($0.path, $1.path) }.flatMap(\.digest)
  }

  /// - Throws: `WeightError` where a table of so many bytes is not one of these tensors. Compressed in its file it can
  ///   have any size.
  static func check(tableBytes: Int?, _ tensors: [WeightTensor]) throws(WeightError) {
    guard tableBytes == 32 * tensors.count else {
      let size: Phrase = tableBytes.map { "\($0) bytes" } ?? "no bytes"
      throw WeightError("the table of digests has \(size) for \(tensors.count) tensors")
    }
  }

  /// The digest that a table has for each tensor.
  ///
  /// - Throws: `WeightError` where the table is not one of these tensors.
  static func digests(of tensors: [WeightTensor], in table: [UInt8]) throws(WeightError) -> [String: Digest.Value] {
    try check(tableBytes: table.count, tensors)
    let paths = tensors.map(\.path).sorted(by: isBefore)
    return Dictionary(
      paths.enumerated().map { ($1, Array(table[(32 * $0)..<(32 * $0 + 32)])) }, uniquingKeysWith: { first, _ in first }
    )
  }

  private static func isBefore(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }
}
