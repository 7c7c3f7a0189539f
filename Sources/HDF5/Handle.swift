internal import CHDF5
import PlainText

/// An open thing of the library, closed when its owner lets go.
struct Handle: ~Copyable {
  let id: hid_t
  private let close: (hid_t) -> herr_t

  /// - Parameters:
  ///   - attempt: what was tried and on what, for the message: "open '/a'".
  init(_ id: hid_t, _ attempt: @autoclosure () -> Phrase, close: @escaping (hid_t) -> herr_t) throws(HDF5Error) {
    guard id >= 0 else { throw Library.failure(attempt()) }
    self.id = id
    self.close = close
  }

  deinit { _ = close(id) }
}

/// The library as a whole: how it is set up, and what it says when it fails.
enum Library {
  /// Starts the library and silences its own printing, which is a setting of the thread.
  static func start() throws(HDF5Error) {
    // Nothing of the library runs when the process ends: closing a damaged file there has crashed. It fails when said
    // twice, and may.
    _ = H5dont_atexit()
    guard H5open() >= 0, H5Eset_auto2(0, nil, nil) >= 0 else { throw .damaged("the HDF5 library does not start") }
  }

  /// `start`, and forbids plugins and links to other files for the whole process.
  static func startForStrangers() throws(HDF5Error) {
    try start()
    guard H5PLset_loading_state(0) >= 0, H5Lunregister(H5L_TYPE_EXTERNAL) >= 0 else {
      throw failure("forbid plugins and external links")
    }
  }

  /// Turns a negative result into an error.
  @discardableResult
  static func check<T: SignedInteger>(_ result: T, _ attempt: @autoclosure () -> Phrase) throws(HDF5Error) -> T {
    guard result >= 0 else { throw failure(attempt()) }
    return result
  }

  /// The error of the call that just failed.
  static func failure(_ attempt: Phrase) -> HDF5Error {
    let said = plain(innermostError())
    let detail: Phrase = said.isEmpty ? "cannot \(attempt)" : "cannot \(attempt): \(said)"
    if ["memory allocation failed", "unable to allocate", "H5MM_realloc"].contains(where: said.contains) {
      return .refused(rule: .boundedMemory, detail: detail)
    }
    // Messages of HDF5 1.10's decoders when a version byte is larger than they know.
    return said.contains("version number") || said.contains("unknown version")
      ? .unknownVersion(detail) : .damaged(detail)
  }

  /// What the library says up to the first `name = value`: its values are addresses in memory, numbers of descriptors and
  /// times, which tell nobody anything. Where the system's reason is among them, that alone.
  static func plain(_ said: String) -> String {
    if let start = indexAfter("error message = '", in: said[...]) { return String(said[start...].prefix { $0 != "'" }) }
    guard let value = indexAfter(" = ", in: said[...]),
      let cut = said[..<value].lastIndex(where: { ",:(".contains($0) })
    else { return said }
    return String(said[..<cut])
  }

  private static func indexAfter(_ mark: String, in text: Substring) -> String.Index? {
    var rest = text
    while !rest.isEmpty {
      if rest.hasPrefix(mark) { return rest.index(rest.startIndex, offsetBy: mark.count) }
      rest = rest.dropFirst()
    }
    return nil
  }

  /// The cause at the bottom of the library's error stack, in its own words; at most 200 bytes.
  private static func innermostError() -> String {
    var message: [UInt8] = []
    withUnsafeMutablePointer(to: &message) { message in
      // Copied to bounded memory here: H5Eprint formats names of the file into a buffer on the stack.
      _ = H5Ewalk2(
        0, H5E_WALK_UPWARD,
        { _, entry, message in
          guard let message = message?.assumingMemoryBound(to: [UInt8].self), message.pointee.isEmpty,
            let text = entry?.pointee.desc
          else { return 0 }
          var index = 0
          while index < 200, text[index] != 0 {
            message.pointee.append(UInt8(bitPattern: text[index]))
            index += 1
          }
          return 0
        }, message)
    }
    return String(decoding: message, as: UTF8.self)
  }
}
