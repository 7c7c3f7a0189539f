import PlainText

/// What kind of file holds a picture, by its first bytes; its name does not matter.
public enum ImageFormat: Sendable {
  case png, jpeg

  /// Nil for any other file.
  public init?(of bytes: [UInt8]) {
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else {
      return nil
    }
  }

  /// What else the bytes are, where that is known: `a GIF picture`.
  static func otherKind(of bytes: [UInt8]) -> Phrase? {
    func has(_ text: String, at offset: Int = 0) -> Bool { bytes.dropFirst(offset).starts(with: text.utf8) }
    if has("GIF8") { return "a GIF picture" }
    if has("BM") { return "a BMP picture" }
    if has("RIFF"), has("WEBP", at: 8) { return "a WebP picture" }
    if has("II*\0") || has("MM\0*") { return "a TIFF picture" }
    if has("ftyp", at: 4) { return "a HEIF or AVIF picture, or a film" }
    if has("P5") || has("P6") { return "a PNM picture" }
    if has("<svg") || has("<?xml") { return "an SVG or XML text" }
    if has("%PDF") { return "a PDF document" }
    if has("\u{89}HDF") || bytes.starts(with: [0x89] + Array("HDF".utf8)) { return "an HDF5 file" }
    return nil
  }
}
