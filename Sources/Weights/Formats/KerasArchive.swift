import TensorFiles

/// Keras 3's archive, a zip file: `config.json`, `metadata.json` and the weights, `model.weights.h5`.
package struct KerasArchive {
  private let zip: ZipReader
  private let file: FileBytes

  package static let configuration = "config.json"
  package static let metadata = "metadata.json"
  package static let weights = "model.weights.h5"

  package init(_ file: FileBytes) throws(FormatError) {
    self.file = file
    zip = try ZipReader(reading: file, allowsDeflate: true)
  }

  /// Whether the content is an archive with a configuration of Keras.
  package static func recognizes(_ source: some ByteSource) -> Bool {
    guard ZipReader.recognizes(source), let zip = try? ZipReader(reading: source, allowsDeflate: true) else {
      return false
    }
    return zip[configuration] != nil && (zip[metadata] != nil || zip[weights] != nil)
  }

  /// The contents of a text; nil where there is none of that name.
  ///
  /// - Parameter limit: the most bytes that it may have.
  package func text(_ name: String, atMost limit: Int) throws(FormatError) -> [UInt8]? {
    guard let member = zip[name] else { return nil }
    return try zip.contents(of: member, in: file, atMost: limit)
  }

  /// The HDF5 file of weights: where it is stored the bytes of the archive that it is, else it is inflated into a temporary
  /// file that has no name. Nil where there is none.
  package func weights() throws(FormatError) -> (file: FileBytes, part: Range<Int>?)? {
    guard let member = zip[KerasArchive.weights] else { return nil }
    guard member.isDeflated else { return (file, member.offset..<member.offset + member.size) }
    let inflated = try FileBytes.temporary { write throws(FormatError) in
      try zip.extract(member, from: file, to: write)
    }
    return (inflated, nil)
  }
}
