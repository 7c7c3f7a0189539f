import PlainText
import TensorFiles
import Weights

/// The files beside a model that hold its tensors: regular files of its folder or below; a link may
/// lead to them as long as it stays there.
struct ExternalFiles {
  /// The model's own bytes first.
  private(set) var sources: [any ByteSource & Sendable]
  private let folder: String
  private var indices: [String: Int] = [:]

  /// Files of one model at most.
  private static let most = 4096

  /// - Parameter path: the model's file.
  init(_ file: any ByteSource & Sendable, path: String) {
    sources = [file]
    folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "./"
  }

  /// Where a tensor lies in another file.
  ///
  /// - Parameters:
  ///   - entries: `location`, a path from the model's folder; `offset` and `length`, in bytes.
  ///   - needed: the bytes of its sizes and type.
  mutating func place(
    _ entries: [Onnx_StringStringEntryProto], bytes needed: Int, of tensor: String
  ) throws(FormatError) -> (source: Int, offset: Int) {
    func value(_ key: String) -> String? { entries.first { $0.key == key }?.value }
    func number(_ key: String, else standIn: Int) throws(FormatError) -> Int {
      guard let text = value(key) else { return standIn }
      guard let number = Int(text), number >= 0 else {
        throw FormatError(.onnxExternal, "the \(key) of the tensor \(tensor) is no number")
      }
      return number
    }
    guard let location = value("location") else {
      throw FormatError(.onnxExternal, "the tensor \(tensor) is in another file, and the file is not named")
    }
    let source = try open(location, for: tensor)
    let size = sources[source].size
    let offset = try number("offset", else: 0)
    guard offset <= size else {
      throw FormatError(.onnxExternal, "the tensor \(tensor) begins at byte \(offset), and \(location) has \(size)")
    }
    let length = try number("length", else: size - offset)
    guard length == needed || value("length") == nil && length >= needed else {
      throw FormatError(
        .onnxTensor, "the tensor \(tensor) has \(needed) bytes by its sizes, and \(length) in \(location)")
    }
    guard needed <= size - offset else {
      throw FormatError(
        .onnxExternal, "the tensor \(tensor) ends at byte \(offset + needed), and \(location) has \(size)")
    }
    return (source, offset)
  }

  /// The index of a file's bytes.
  private mutating func open(_ location: String, for tensor: String) throws(FormatError) -> Int {
    if let index = indices[location] { return index }
    let parts = location.split(separator: "/", omittingEmptySubsequences: false)
    let isInside = parts.allSatisfy { $0 != ".." && !$0.isEmpty } && !location.utf8.contains(0)
    guard isInside, location.utf8.count <= FormatLimits.nameBytes else {
      throw FormatError(.onnxExternal, "the tensor \(tensor) is said to be outside of the model's folder: \(location)")
    }
    guard sources.count <= ExternalFiles.most else {
      throw FormatError(.onnxExternal, "tensors in more than \(ExternalFiles.most) files")
    }
    do {
      sources.append(try FileBytes(parts.filter { $0 != "." }.map(String.init), in: folder))
    } catch {
      throw FormatError(.onnxExternal, "the tensor \(tensor) is in another file: \(error.phrase)")
    }
    indices[location] = sources.count - 1
    return sources.count - 1
  }
}
