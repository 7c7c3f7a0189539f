import PlainText

/// The arrays of a file that `numpy.savez` or `savez_compressed` wrote: a zip file with a member `<name>.npy` for each.
public struct NumpyArchive {
  /// An array, and the bytes that it lies in.
  public struct Entry {
    public let name: String
    public let array: StoredArray
    public let source: any ByteSource
    /// It is unpacked as it is read, and so from its first number to its last.
    public let isCompressed: Bool
  }

  /// In the order of the file.
  public let entries: [Entry]

  /// Reads the heads of all arrays; the checksums of those that are stored as they are, are compared.
  public init(reading source: any ByteSource) throws(FormatError) {
    let zip = try NumpyArchive.open(source)
    var entries: [Entry] = []
    for member in zip.members {
      guard member.name.hasSuffix(".npy") else {
        throw FormatError(.npzLayout, "\(member.name.quoted) is no array; numpy.savez writes members that end in .npy")
      }
      let bytes: any ByteSource
      if member.isDeflated {
        bytes = try InflatedSource(member, in: source)
      } else {
        try NumpyArchive.verify(member, of: zip, in: source)
        bytes = try SliceSource(source, offset: member.offset, size: member.size)
      }
      let array = try NumpyArchive.array(in: bytes)
      guard !(member.isDeflated && array.isColumnMajor) else {
        throw FormatError(
          .npzLayout,
          "\(member.name.quoted) is compressed and in Fortran order: save numpy.ascontiguousarray of it, or use savez")
      }
      entries.append(
        Entry(name: String(member.name.dropLast(4)), array: array, source: bytes, isCompressed: member.isDeflated))
    }
    self.entries = entries
  }

  private static func open(_ source: some ByteSource) throws(FormatError) -> ZipReader {
    try ZipReader(reading: source, allowsDeflate: true)
  }

  private static func verify(
    _ member: ZipReader.Member, of zip: ZipReader, in source: some ByteSource
  ) throws(FormatError) {
    try zip.verify(member, in: source)
  }

  private static func array(in source: some ByteSource) throws(FormatError) -> StoredArray {
    try NumpyArray.array(in: source)
  }
}
