/// One layout of weights in HDF5.
protocol HDF5DialectReader: Sendable {
  /// The tensors, and a remark for everything that was passed over; nil where the file is not of this dialect.
  static func read(_ contents: HDF5Contents) throws(WeightError) -> Reading?
}

/// What a dialect finds in a file.
struct Reading {
  let dialect: Dialect
  var tensors: [WeightTensor] = []
  /// What is in the file and was left out, one sentence each.
  var remarks: [String] = []

  init(_ dialect: Dialect) { self.dialect = dialect }
}

/// Recognises the dialect of an HDF5 file by its content.
enum HDF5Dialects {
  private static let readers: [any HDF5DialectReader.Type] = [
    ZooDialect.self, KerasDialect.self, Keras3Dialect.self, TheanoDialect.self, CaffeDialect.self, PyTorchDialect.self,
  ]

  /// - Throws: `WeightError` for a file that is something else than weights, named for what it is.
  static func read(_ contents: HDF5Contents) throws(WeightError) -> Reading {
    for reader in readers {
      if let reading = try reader.read(contents) { return reading }
    }
    let found = contents.children(of: "/").prefix(8).joined(separator: ", ")
    let unreadable = contents.objects.first { $0.dataset?.unreadable != nil }
    throw WeightError(
      "an HDF5 file, but not of weights in a layout that is known: at its root are "
        + (found.isEmpty ? "no objects" : found)
        + (unreadable.map { "; '\($0.path)' cannot be read: \($0.dataset?.unreadable ?? "")" } ?? ""))
  }
}
