import PlainText

/// The file that torch.save wrote before 1.6: pickles and storages, one after the other.
///
/// ```
/// pickle   0x1950a86a20f9469cfc6c        which kind of file this is
/// pickle   1001                          the version
/// pickle   {"little_endian": True, …}    the machine
/// pickle   the dictionary
/// pickle   [key, …]                      the storages, in the order in which they follow
/// storage  numbers (8 bytes, little-endian), then the numbers, for each key
/// ```
struct TorchStream {
  let pickle: Pickle
  /// Where each storage's numbers lie.
  private(set) var places: [String: (offset: Int, size: Int)] = [:]

  private static let magic: [UInt8] = [0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]

  /// Whether the file begins with the first pickle.
  static func recognizes(_ source: some ByteSource) -> Bool { end(ofMagic: source) != nil }

  /// The byte behind the first pickle: PROTO, from protocol 4 on FRAME, LONG1 of 10 bytes, STOP.
  private static func end(ofMagic source: some ByteSource) -> Int? {
    guard let start = try? source.bytes(at: 0, count: min(source.size, 24)), start.first == 0x80 else { return nil }
    let number = [0x8A, 10] + magic + [0x2E]
    let frame: [UInt8] = [0x95, 13, 0, 0, 0, 0, 0, 0, 0]
    if start.dropFirst(2).starts(with: number) { return 15 }
    return start.dropFirst(2).starts(with: frame + number) ? 24 : nil
  }

  init(reading source: some ByteSource) throws(FormatError) {
    // The pickles of a real file are short; the storages behind them are not touched.
    let head = try source.bytes(at: 0, count: min(source.size, FormatLimits.pickleBytes))
    guard let start = Self.end(ofMagic: source) else {
      throw FormatError(.torchLayout, "torch did not write this file")
    }
    let version = try Pickle(head, from: start)
    guard case .integer(1001) = version.value(version.root) else {
      throw FormatError(.torchVersion, "a stream of another version than 1001")
    }
    let machine = try Pickle(head, from: version.end)
    guard case .dictionary(let place) = machine.value(machine.root),
      let order = machine.pairs(place).first(where: { machine.text($0.key) == "little_endian" }),
      case .boolean(true) = machine.value(order.value)
    else {
      throw FormatError(.torchVersion, "a stream that was not written by a little-endian machine")
    }
    pickle = try Pickle(head, from: machine.end)
    let list = try Pickle(head, from: pickle.end)
    guard case .list = list.value(list.root), let keys = list.items(list.root) else {
      throw FormatError(.torchLayout, "the list of storages is \(list.value(list.root).kind)")
    }
    let storages = Dictionary(pickle.storages.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    var position = list.end
    for key in keys {
      guard let key = list.text(key), let storage = storages[key] else {
        throw FormatError(.torchStorage, "the list of storages has one that no tensor has")
      }
      let count = try source.bytes(at: position, count: 8).littleEndian(at: 0, 8) ?? 0
      position += 8
      let (size, overflow) = storage.count.multipliedReportingOverflow(by: storage.type?.bytes ?? 1)
      guard count == UInt64(storage.count) else {
        throw FormatError(
          .torchStorage, "the storage \(key.quoted) has \(count) numbers, not \(storage.count)")
      }
      guard !overflow else {
        throw FormatError(
          .torchStorage, "the storage \(key.quoted) has \(count) numbers, whose bytes are beyond any file")
      }
      guard size <= source.size - position else {
        throw FormatError(.fileEnd, "the storage \(key.quoted) is cut: \(size) bytes at \(position)")
      }
      guard places.updateValue((position, size), forKey: key) == nil else {
        throw FormatError(.torchStorage, "the storage \(key.quoted) stands there twice")
      }
      position += size
    }
    guard position == source.size else {
      throw FormatError(.torchLayout, "\(source.size - position) bytes after the last storage belong to none")
    }
  }
}
