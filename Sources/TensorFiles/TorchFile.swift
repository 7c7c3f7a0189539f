import PlainText

/// The tensors of a file that torch.save wrote: a state_dict, or a checkpoint that holds one.
///
/// ```
/// zip     <prefix>/data.pkl      the dictionary; a tensor in it names a storage
///         <prefix>/data/<key>    a storage's numbers
///         <prefix>/byteorder     "little" or "big"; little where it is absent
/// stream  (before torch 1.6)     five pickles, the fourth the dictionary; then the storages
/// ```
public struct TorchFile: Sendable {
  /// How the file is built.
  public enum Container: String, Sendable { case zip, stream }

  /// Something in the file that is not a weight.
  public struct LeftOut: Hashable, Sendable {
    /// Its key, or keys joined by dots.
    public let name: String
    /// What it is.
    public let reason: Phrase
  }

  public let container: Container
  /// The key of the checkpoint under which the tensors stand; nil where the file is a state_dict itself.
  public let key: String?
  /// In the order of the dictionary.
  public let tensors: [StoredTensor]
  public let leftOut: [LeftOut]

  /// Whether the first bytes are those of a file of torch. Other zip files begin in the same way.
  public static func recognizes(_ source: some ByteSource) -> Bool {
    ZipReader.recognizes(source) || TorchStream.recognizes(source)
  }

  public init(reading source: some ByteSource) throws(FormatError) {
    if TorchStream.recognizes(source) {
      let stream = try TorchStream(reading: source)
      try self.init(.stream, stream.pickle, isBigEndian: false, source.size) { stream.places[$0] }
      return
    }
    if let name = try? source.bytes(at: 257, count: 5), name == Array("ustar".utf8) {
      throw FormatError(
        .torchVersion, "a tar file, as torch wrote before 0.2: load it there and save the state_dict() anew")
    }
    let zip = try ZipReader(reading: source)
    let prefix = try Self.prefix(zip)
    guard let data = zip["\(prefix)/data.pkl"] else {
      throw FormatError(
        .torchLayout, "no \("\(prefix)/data.pkl".quoted): torch did not write this zip file")
    }
    if zip["\(prefix)/constants.pkl"] != nil || zip.members.contains(where: { $0.name.hasPrefix("\(prefix)/code/") }) {
      throw FormatError(
        .torchScript, "the file holds a TorchScript program, which is never run: save model.state_dict()")
    }
    let isBigEndian = try Self.isBigEndian(zip["\(prefix)/byteorder"], source)
    guard data.size <= FormatLimits.pickleBytes else { throw FormatError(.pickleSize, "\(data.size) bytes of pickle") }
    try zip.verify(data, in: source)
    let pickle = try Pickle(source.bytes(at: data.offset, count: data.size))
    guard pickle.end == data.size else {
      throw FormatError(.pickleSize, "\(data.size - pickle.end) bytes after the end of the pickle")
    }
    try self.init(.zip, pickle, isBigEndian: isBigEndian, source.size) { key in
      zip["\(prefix)/data/\(key)"].map { (offset: $0.offset, size: $0.size) }
    }
  }

  /// - Parameter place: where a storage lies.
  private init(
    _ container: Container, _ pickle: Pickle, isBigEndian: Bool, _ fileSize: Int,
    place: (_ key: String) -> (offset: Int, size: Int)?
  ) throws(FormatError) {
    let dictionary = try StateDictionary(pickle)
    var checked: [String: PickledStorage] = [:]
    var tensors: [StoredTensor] = []
    var total = 0
    for (name, tensor) in dictionary.tensors {
      let storage = pickle.storages[tensor.storage]
      let quoted = storage.key.quoted
      guard let place = place(storage.key) else {
        throw FormatError(.torchStorage, "the storage \(quoted) of \(name.quoted) is missing")
      }
      let (bytes, overflow) = storage.count.multipliedReportingOverflow(by: storage.type?.bytes ?? 1)
      guard !overflow, bytes == place.size else {
        throw FormatError(
          .torchStorage, "the storage \(quoted) has \(place.size) bytes, which the tensors say otherwise")
      }
      if let first = checked.updateValue(storage, forKey: storage.key), first.type != storage.type {
        throw FormatError(.torchStorage, "the storage \(quoted) has two types")
      }
      let view = try TorchView(tensor, named: name, start: place.offset, storageBytes: place.size)
      tensors.append(
        StoredTensor(
          name: name, shape: tensor.shape, type: tensor.type, isBigEndian: isBigEndian && tensor.type.bytes > 1,
          offset: view.offset, byteCount: view.byteCount, strides: view.strides))
      let (sum, tooMuch) = total.addingReportingOverflow(view.byteCount)
      guard !tooMuch, sum / FormatLimits.sharing <= fileSize else {
        throw FormatError(
          .tensorCount, "the tensors share so much that they are \(FormatLimits.sharing) times the file")
      }
      total = sum
    }
    self.container = container
    key = dictionary.key
    self.tensors = tensors
    leftOut = dictionary.leftOut
  }

  /// The folder that all members lie in.
  private static func prefix(_ zip: ZipReader) throws(FormatError) -> String {
    guard let slash = zip.members.first?.name.firstIndex(of: "/"), let first = zip.members.first?.name[..<slash] else {
      throw FormatError(.torchLayout, "the members of the zip file lie in no folder: torch did not write it")
    }
    let prefix = "\(first)/"
    for member in zip.members where !member.name.hasPrefix(prefix) {
      throw FormatError(.torchLayout, "\(member.name.quoted) lies outside the folder of the others")
    }
    return String(first)
  }

  private static func isBigEndian(_ member: ZipReader.Member?, _ source: some ByteSource) throws(FormatError) -> Bool {
    guard let member else { return false }
    let word =
      member.size <= 8 ? String(decoding: try source.bytes(at: member.offset, count: member.size), as: UTF8.self) : ""
    switch word {
    case "little": return false
    case "big": return true
    default: throw FormatError(.torchLayout, "the byte order is neither 'little' nor 'big'")
    }
  }
}
