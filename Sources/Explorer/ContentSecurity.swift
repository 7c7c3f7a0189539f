internal import Crypto

/// The policy that keeps a browser from loading anything, and from running anything but the page's own script.
enum ContentSecurity {
  /// The content of the `Content-Security-Policy` element of a page with one script and one style sheet.
  static func policy(script: String, style: String) -> String {
    "default-src 'none'; script-src '\(hash(script))'; style-src '\(hash(style))'; img-src data:; base-uri 'none'; "
      + "form-action 'none'"
  }

  /// `sha256-…`, as browsers compute it of what stands between the tags (CSP Level 3, section 6.7.3.2).
  private static func hash(_ text: String) -> String {
    var sha256 = SHA256()
    var text = text
    text.withUTF8 { sha256.update(bufferPointer: UnsafeRawBufferPointer($0)) }
    return "sha256-" + base64(Array(sha256.finalize()))
  }

  /// RFC 4648, with padding.
  static func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for digit in 0..<4 {
        text.append(digit <= group.count ? alphabet[bits >> (18 - 6 * digit) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
