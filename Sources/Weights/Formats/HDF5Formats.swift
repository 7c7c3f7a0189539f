import PlainText

/// Recognises the format of an HDF5 file by its content.
enum HDF5Formats {
  private static let readers: [any HDF5Format.Type] = [
    ZooFormat.self, KerasFormat.self, Keras3Format.self, TheanoFormat.self, CaffeFormat.self, PyTorchFormat.self,
  ]

  /// - Throws: `WeightError` for a file that is something else than weights, named for what it is.
  static func read(_ contents: HDF5Contents) throws(WeightError) -> Reading {
    for reader in readers {
      if let reading = try reader.read(contents) { return reading }
    }
    let found = contents.children(of: "/").prefix(8).joined(separator: ", ")
    let unreadable = contents.objects.first { $0.dataset?.unreadable != nil }
    let objects: Phrase = found.isEmpty ? "no objects" : "\(found)"
    let rest: Phrase = unreadable.map { "; '\($0.path)' cannot be read: \($0.dataset?.unreadable ?? "")" } ?? ""
    throw WeightError(
      "an HDF5 file, but not of weights in a layout that is known: at its root are \(objects)\(rest)")
  }
}
