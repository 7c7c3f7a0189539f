import Sandbox

/// What a picture worker is asked: to decode the bytes at the start of the shared memory, where it has room behind them.
struct PictureRequest {
  let format: ImageFormat
  /// Bytes of the picture's file.
  let count: Int
  /// Bytes for its pixels.
  let room: Int

  init(format: ImageFormat, count: Int, room: Int) { (self.format, self.count, self.room) = (format, count, room) }

  /// Where the pixels go: on a page of their own.
  var pixels: Int { (count + 4095) / 4096 * 4096 }
  /// Bytes of the shared memory.
  var memory: Int { pixels + room }

  /// The most of it: the largest file and the largest picture, of four bytes a pixel.
  static let mostMemory = ImageLimits.fileSize + 4 * ImageLimits.pixels

  /// Seconds of processor time for a picture: one more for 4 MiB of pixels.
  static func seconds(room: Int) -> Int { 4 + room >> 22 }

  func write(to frame: inout FrameWriter) {
    frame.put(format == .png)
    frame.put(count)
    frame.put(room)
  }

  init(_ frame: inout FrameReader) throws(FrameReader.Malformed) {
    format = try frame.bool() ? .png : .jpeg
    count = try frame.int()
    room = try frame.int()
    guard frame.isAtEnd, 0..<PictureRequest.mostMemory ~= count, 0...PictureRequest.mostMemory ~= room else {
      throw FrameReader.Malformed()
    }
  }
}

/// What it answers.
enum PictureReply: Equatable {
  struct Size: Equatable {
    let width: Int
    let height: Int
    /// 1 to 4 bytes a pixel.
    let channels: Int

    /// Bytes of the pixels; nil where there are more than are read, or none.
    var bytes: Int? {
      guard 1...4 ~= channels, (try? ImageLimits.check(width: width, height: height)) != nil else { return nil }
      return width * height * channels
    }
  }

  /// They are in the shared memory.
  case pixels(Size)
  /// There was no room for them.
  case needsRoom(Size)
  /// What the library said.
  case damaged(String)

  func write(to frame: inout FrameWriter) {
    switch self {
    case .pixels(let size), .needsRoom(let size):
      if case .pixels = self { frame.put(UInt8(0)) } else { frame.put(UInt8(1)) }
      frame.put(size.width)
      frame.put(size.height)
      frame.put(size.channels)
    case .damaged(let text):
      frame.put(UInt8(2))
      frame.put(text)
    }
  }

  init(_ frame: inout FrameReader) throws(FrameReader.Malformed) {
    let kind = try frame.byte()
    switch kind {
    case 0, 1:
      let size = Size(width: try frame.int(), height: try frame.int(), channels: try frame.int())
      guard 1...4 ~= size.channels else { throw FrameReader.Malformed() }
      self = kind == 0 ? .pixels(size) : .needsRoom(size)
    case 2: self = .damaged(try frame.string())
    default: throw FrameReader.Malformed()
    }
  }
}
