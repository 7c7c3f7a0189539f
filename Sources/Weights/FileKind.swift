import TensorFiles

/// What a file is by its first bytes.
enum FileKind {
  case hdf5, safetensors
  /// A zip archive or a pickle stream of `torch.save`.
  case torch

  /// - Throws: `FormatError` for a file that is none of these.
  init(of bytes: some ByteSource) throws(FormatError) {
    let start = try FileKind.bytes(at: 0, 16, of: bytes)
    if start.starts(with: [0x50, 0x4B, 0x03, 0x04]) || start.starts(with: [0x80, 0x02]) {
      self = .torch
    } else if start.count >= 9, start[8] == UInt8(ascii: "{") {
      self = .safetensors
    } else if try FileKind.hasSignature(bytes) {
      self = .hdf5
    } else {
      let size = bytes.size == 0 ? "an empty file" : "a file of \(bytes.size) bytes"
      throw FormatError(rule: "file-kind", message: "\(size) that is neither HDF5 nor safetensors nor PyTorch's")
    }
  }

  /// HDF5's signature stands at byte 0, 512, 1024, 2048 …
  private static func hasSignature(_ bytes: some ByteSource) throws(FormatError) -> Bool {
    var place = 0
    while place + 8 <= bytes.size {
      if try FileKind.bytes(at: place, 8, of: bytes) == [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A] { return true }
      place = place == 0 ? 512 : 2 * place
    }
    return false
  }

  private static func bytes(at offset: Int, _ count: Int, of bytes: some ByteSource) throws(FormatError) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: max(0, min(count, bytes.size - offset)))
    let result = buffer.withUnsafeMutableBytes { pointer in
      Result { () throws(FormatError) in try bytes.read(at: offset, into: pointer) }
    }
    try result.get()
    return buffer
  }
}
