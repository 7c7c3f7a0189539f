/// A file that somebody publishes: where it is, and how one knows that it is this file.
public struct PublishedFile: Hashable, Sendable {
  /// Its name where it is kept, the last part of its address: `vgg16-397923af.pth`.
  public let name: String
  /// `https://…`, in full.
  public let address: String
  /// Bytes in it.
  public let size: PublishedSize
  /// The SHA-256 of its bytes in hexadecimal digits, or the first eight or more of them, as its publisher states.
  public let sha256: String

  public init(name: String, address: String, size: PublishedSize, sha256: String) {
    self.name = name
    self.address = address
    self.size = size
    self.sha256 = sha256
  }

  /// Whether a whole digest, in 64 lower-case digits, is the one that is stated.
  package func has(sha256 digest: String) -> Bool { !sha256.isEmpty && digest.hasPrefix(sha256.lowercased()) }
}

/// How large a published file is: its bytes, or a number of mebibytes that its publisher rounded to three decimals.
public enum PublishedSize: Hashable, Sendable {
  case bytes(Int)
  /// 2²⁰ bytes each.
  case mebibytes(Double)

  /// The least and the most bytes that a file of this size has.
  public var range: ClosedRange<Int> {
    switch self {
    case .bytes(let count): return count...count
    case .mebibytes(let number):
      // Rounded to the nearest thousandth: 0.0005 · 2²⁰ = 524.288 bytes on either side.
      let (middle, half) = (number * 0x1p20, 0.0005 * 0x1p20)
      guard middle >= 0, middle < 0x1p50 else { return 0...0 }
      return max(0, Int((middle - half).rounded(.up)))...Int((middle + half).rounded(.down))
    }
  }
}
