/// The largest pictures that are read and made.
public enum ImageLimits {
  /// Pixels of one picture: 8192 × 8192.
  public static let pixels = 1 << 26
  /// Bytes of a file.
  public static let fileSize = 256 << 20

  /// - Throws: `ImageError` where a picture of this size has too many pixels, or none.
  public static func check(width: Int, height: Int) throws(ImageError) {
    guard width > 0, height > 0 else { throw ImageError("a picture of \(width)×\(height) pixels has none") }
    let (count, overflow) = width.multipliedReportingOverflow(by: height)
    guard !overflow, count <= pixels else {
      throw ImageError("the picture has \(width)×\(height) pixels, and at most \(pixels) are read (8192×8192)")
    }
  }
}
