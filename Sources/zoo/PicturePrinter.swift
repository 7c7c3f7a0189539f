import FileSystem
import PlainText
import Programs

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Has another program make a PNG or a PDF of a picture in SVG: Chromium, else rsvg-convert.
enum PicturePrinter {
  enum Kind {
    /// So many pixels for each of the picture's.
    case png(zoom: Int)
    case pdf
  }

  /// The largest side of a PNG, in pixels.
  private static let mostPixels = 16_000
  /// Bytes of a picture that are taken at most.
  private static let limit = 256 << 20

  /// - Parameter svg: a picture that this program wrote.
  /// - Returns: nil where neither program is here, or both fail.
  static func print(_ svg: String, _ kind: Kind) throws -> [UInt8]? {
    guard let (width, height) = size(of: svg) else { return nil }
    var kind = kind
    if case .png(let zoom) = kind {
      let fitting = min(zoom, mostPixels / max(1, max(width, height)))
      guard fitting >= 1 else {
        throw Failure.data(
          "the picture has \(width) by \(height) pixels, and a png at most \(mostPixels) on a side; --format svg and pdf have no limit"
        )
      }
      if fitting < zoom {
        Console.say("note: the png is \(fitting) times as large as the picture, since more is too large")
      }
      kind = .png(zoom: fitting)
    }
    return try chromium(svg, kind, width, height) ?? convert(svg, kind)
  }

  private static func chromium(_ svg: String, _ kind: Kind, _ width: Int, _ height: Int) throws -> [UInt8]? {
    let page = """
      <!doctype html><html><head><meta charset="utf-8"><style>
      @page{size:\(width)px \(height)px;margin:0}
      html,body{margin:0;padding:0}svg{display:block}
      </style></head><body>
      \(svg)</body></html>

      """
    switch kind {
    case .pdf: return try? Chromium.product(of: page, "pdf") { ["--no-pdf-header-footer", "--print-to-pdf=\($0)"] }
    case .png(let zoom):
      return try? Chromium.product(of: page, "png") {
        [
          "--hide-scrollbars", "--force-device-scale-factor=\(zoom)", "--window-size=\(width),\(height)",
          "--screenshot=\($0)",
        ]
      }
    }
  }

  private static func convert(_ svg: String, _ kind: Kind) throws -> [UInt8]? {
    try Chromium.inFolder { folder in
      let (source, made) = ("\(folder)/picture.svg", "\(folder)/made")
      try OutputFile.write(Array(svg.utf8), to: source, isDurable: false)
      let options: [String]
      switch kind {
      case .pdf: options = ["--format=pdf"]
      case .png(let zoom): options = ["--format=png", "--zoom=\(zoom)"]
      }
      let command = ["rsvg-convert"] + options + ["--output=\(made)", source]
      guard let process = Spawn.start(command), Spawn.endsWell(process, within: Chromium.patience) else {
        return nil
      }
      return try? Files.read(made, limit: limit)
    }
  }

  /// Of the picture's root, whole pixels upwards.
  private static func size(of svg: String) -> (width: Int, height: Int)? {
    func number(_ name: String) -> Int? {
      guard let start = svg.prefix(600).firstRange(of: " \(name)=\"")?.upperBound else { return nil }
      return Double(svg[start...].prefix { $0 != "\"" }).map { Int($0.rounded(.up)) }
    }
    guard let width = number("width"), let height = number("height") else { return nil }
    return (width, height)
  }
}
