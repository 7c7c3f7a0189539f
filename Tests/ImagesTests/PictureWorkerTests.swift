import Foundation
import PlainText
import Sandbox
import Testing

@testable import Images

/// What comes out of a picture's worker is not trusted either.
@Suite struct PictureWorkerTests {
  private static let picture = PNG.gray([[1, 2, 3], [4, 5, 6]])

  private static func octal(_ bytes: [UInt8]) -> String {
    bytes.map { "\\0" + String($0, radix: 8).leftPadded(to: 3) }.joined()
  }

  /// A worker that reads nothing and gives answers.
  private static func answering(_ replies: PictureReply...) -> [String] {
    let bytes = replies.flatMap { reply in
      var frame = FrameWriter()
      reply.write(to: &frame)
      var length = FrameWriter()
      length.put(frame.bytes.count)
      return length.bytes + frame.bytes
    }
    return ["/bin/sh", "-c", "printf '%b' '\(octal(bytes))' >&4; sleep 9"]
  }

  private static func failure(of command: [String]) -> String? {
    do {
      _ = try PictureProcess(command).decode(picture, .png).0.get()
      return nil
    } catch {
      return "\((error as? any PhrasedError)?.phrase ?? "")"
    }
  }

  @Test func aWorkerThatDies() {
    #expect(Self.failure(of: ["/bin/sh", "-c", "kill -SEGV $$"])?.contains("is not its own (signal 11)") == true)
    #expect(
      Self.failure(of: ["/bin/sh", "-c", "kill -SYS $$"])?.contains("what is forbidden to it (signal 31)") == true)
    #expect(Self.failure(of: []) == "\(WorkerFailure.unknown.phrase)")
  }

  @Test(
    "Sizes that no picture has, or that are not what was asked for",
    arguments: [
      .pixels(.init(width: 4096, height: 4096, channels: 4)), .pixels(.init(width: 0, height: 4, channels: 1)),
      .pixels(.init(width: -1, height: -4, channels: 1)), .pixels(.init(width: .max, height: 2, channels: 1)),
      .pixels(.init(width: 2, height: 2, channels: 5)), .needsRoom(.init(width: 2, height: 2, channels: 1)),
    ] as [PictureReply])
  func aWorkerThatLies(_ reply: PictureReply) {
    #expect(Self.failure(of: Self.answering(reply)) == "the process that read it answered nonsense")
  }

  /// A picture that needs more room than the first 4 MiB is asked for again, and has to have the size that it said.
  @Test func theSecondAnswer() {
    let large = PictureReply.Size(width: 2048, height: 2049, channels: 1)
    let nonsense = "the process that read it answered nonsense"
    #expect(Self.failure(of: Self.answering(.needsRoom(large), .pixels(large))) == nil)
    #expect(Self.failure(of: Self.answering(.needsRoom(large), .damaged("cut"))) == "a damaged PNG file: cut")
    for other in [
      PictureReply.pixels(.init(width: 2049, height: 2048, channels: 1)),
      .pixels(.init(width: 3, height: 2, channels: 1)), .needsRoom(large),
    ] {
      #expect(Self.failure(of: Self.answering(.needsRoom(large), other)) == nonsense)
    }
    // What has room already needs none.
    let first = PictureReply.Size(width: 2048, height: 2048, channels: 1)
    #expect(Self.failure(of: Self.answering(.needsRoom(first), .pixels(first))) == nonsense)
    #expect(Self.failure(of: Self.answering(.pixels(first))) == nil)
    #expect(Self.failure(of: Self.answering(.pixels(large))) == nonsense)
  }

  @Test func aSizeThatIsTooLargeIsSaid() {
    #expect(
      Self.failure(of: Self.answering(.needsRoom(.init(width: 20_000, height: 20_000, channels: 3))))
        == "the picture has 20000×20000 pixels, and at most 67108864 are read (8192×8192)")
  }

  @Test func whatItSaysActsOnNoTerminal() {
    #expect(
      Self.failure(of: Self.answering(.damaged("bad\u{1b}[2J"))) == "a damaged PNG file: bad\\u{1b}[2J")
  }

  @Test func framesThatAreCutOrChangedNeverTrap() {
    var frame = FrameWriter()
    PictureReply.pixels(.init(width: 3, height: 2, channels: 1)).write(to: &frame)
    for position in frame.bytes.indices {
      var cut = FrameReader(Array(frame.bytes[..<position]))
      #expect((try? PictureReply(&cut)) == nil)
      for value: UInt8 in [0, 1, 2, 3, 0x7f, 0x80, 0xff] {
        var changed = frame.bytes
        changed[position] = value
        var reader = FrameReader(changed)
        if case .pixels(let size)? = try? PictureReply(&reader) { _ = size.bytes }
      }
    }
  }

  /// One larger than the room that is there at first, and small ones before and after it.
  @Test func largeAndSmallByTheSameWorkers() throws {
    let rows = 2100
    let large = Image(
      width: rows, height: rows, channels: 1, pixels: (0..<rows * rows).map { UInt8(truncatingIfNeeded: $0 / 7) })
    let bytes = try large.png()
    for _ in 0..<2 {
      #expect(try Image(decoding: Self.picture).pixels == [1, 2, 3, 4, 5, 6])
      #expect(try Image(decoding: bytes) == large)
    }
  }

  @Test func threadsHaveWorkersOfTheirOwn() async throws {
    let pictures = try await withThrowingTaskGroup(of: Image.self) { group in
      for _ in 0..<16 { group.addTask { try Image(decoding: Self.picture) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(pictures.count == 16 && pictures.allSatisfy { $0.pixels == [1, 2, 3, 4, 5, 6] })
  }
}

extension String {
  fileprivate func leftPadded(to count: Int) -> String {
    String(repeating: "0", count: max(0, count - self.count)) + self
  }
}
