import Architecture
import Downloads
import Foundation
import Synchronization
import Testing

/// A published file is fetched whole and right, or not at all, from whatever stands at its address.
@Suite(.enabled(if: hasCurl, "curl is not installed")) struct DownloadTests {
  /// 100,000 bytes, each as its index is.
  private static let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }
  /// `sha256sum` of them.
  private static let digest = "55af394c980c7a7fb68aa904c4afdd93d76e5f826487105fc06f92a25bab8cbe"

  private let cache = Cache(
    folder: FileManager.default.temporaryDirectory.appending(path: "cache-\(UUID().uuidString)/zoo").path)

  @Test func aFileIsFetchedOnceAndNeverOverwritten() throws {
    defer { clean() }
    let server = try LoopbackServer { _ in LoopbackServer.answer(Self.bytes) }
    let download = download(server)
    var last = 0
    #expect(try download.run { last = $0 } == .fetched)
    #expect(last == 100_000)
    #expect(content() == Self.bytes)
    #expect(names() == ["weights.pth"])
    #expect(try download.run() == .wasThere)
    try Data("mine".utf8).write(to: URL(filePath: cache.path(of: download.file)))
    let size = "\(cache.folder)/weights.pth: 4 bytes, where 100000 were published; remove it to fetch it anew"
    #expect(message { try download.run() } == size)
    #expect(content() == Array("mine".utf8))
  }

  @Test func aConnectionThatIsCutIsGoneOnWith() throws {
    defer { clean() }
    let server = try LoopbackServer { request in
      let start = request.start ?? 0
      let rest = Array(Self.bytes[start...])
      return LoopbackServer.answer(
        Array(rest.prefix(30_000)), claiming: rest.count, from: request.start, of: Self.bytes.count)
    }
    #expect(try download(server).run() == .fetched)
    #expect(content() == Self.bytes)
  }

  @Test func whereAServerCannotGoOnItBeginsAgain() throws {
    defer { clean() }
    let server = try LoopbackServer { request in
      LoopbackServer.answer(Array(Self.bytes.prefix(request.number == 0 ? 40_000 : 100_000)), claiming: 100_000)
    }
    #expect(try download(server).run() == .fetched)
    #expect(content() == Self.bytes)
  }

  @Test func aServerThatAlwaysCutsIsGivenUp() throws {
    defer { clean() }
    let server = try LoopbackServer { _ in LoopbackServer.answer(Array(Self.bytes.prefix(10)), claiming: 100_000) }
    #expect(message { try download(server).run() } == "\(server.address)/weights.pth: 100 connections were cut")
    #expect(names() == ["weights.pth.part"])
  }

  @Test func whatWasReceivedIsKeptForTheNextTime() throws {
    defer { clean() }
    let first = try LoopbackServer { request in
      guard request.number == 0 else { return [.send("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n")] }
      return LoopbackServer.answer(Array(Self.bytes.prefix(50_000)), claiming: 100_000)
    }
    #expect(throws: DownloadError.self) { try download(first).run() }
    #expect(content("weights.pth.part") == Array(Self.bytes.prefix(50_000)))
    let second = try LoopbackServer { request in
      guard request.start == 50_000 else { return [] }
      return LoopbackServer.answer(Array(Self.bytes[50_000...]), from: 50_000, of: 100_000)
    }
    #expect(try download(second).run() == .fetched)
    #expect(content() == Self.bytes)
  }

  @Test func aPartThatIsWholeAlreadyNeedsNoServer() throws {
    defer { clean() }
    let server = try LoopbackServer { _ in [] }
    try FileManager.default.createDirectory(atPath: cache.folder, withIntermediateDirectories: true)
    try Data(Self.bytes).write(to: URL(filePath: cache.folder + "/weights.pth.part"))
    #expect(try download(server).run() == .fetched)
    #expect(names() == ["weights.pth"])
  }

  @Test func otherBytesAreNotTaken() throws {
    defer { clean() }
    let server = try LoopbackServer { _ in LoopbackServer.answer([UInt8](repeating: 0, count: 100_000)) }
    let text = message { try download(server).run() }
    #expect(
      text
        == "\(server.address)/weights.pth: its SHA-256 begins with 9192c25b, where \(Self.digest.prefix(8)) was published"
    )
    #expect(names() == [])
  }

  @Test(arguments: [99_999, 100_001, 3_000_000]) func anotherLengthIsNotTaken(length: Int) throws {
    defer { clean() }
    let server = try LoopbackServer { _ in
      LoopbackServer.answer(Array((Self.bytes + [UInt8](repeating: 0, count: 2_900_000)).prefix(length)))
    }
    let text = message { try download(server).run() }
    #expect(
      text
        == (length < 100_000
          ? "\(server.address)/weights.pth: 99999 bytes, where 100000 were published"
          : "\(server.address)/weights.pth: longer than the 100000 bytes that were published"))
    #expect(names() == [])
  }

  @Test func aStreamWithoutEndIsCutOff() throws {
    defer { clean() }
    let server = try LoopbackServer { _ in
      [.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")]
        + Array(repeating: LoopbackServer.Step.bytes([UInt8](repeating: 1, count: 1 << 20)), count: 200)
    }
    let text = message { try download(server).run() }
    #expect(text == "\(server.address)/weights.pth: longer than the 100000 bytes that were published")
    #expect(names() == [])
  }

  @Test func redirectionsAreFollowedFiveTimes() throws {
    defer { clean() }
    let server = try LoopbackServer { request in
      guard let number = Int(request.path.dropFirst()), number > 0 else { return LoopbackServer.answer(Self.bytes) }
      return [.send("HTTP/1.1 302 Found\r\nLocation: /\(number - 1)\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")]
    }
    #expect(try Download(file(server, "/5"), into: cache).run() == .fetched)
    clean()
    let text = message { try Download(file(server, "/6"), into: cache).run() }
    #expect(text == "\(server.address)/6: curl: (47) Maximum (5) redirects followed")
  }

  @Test func aRedirectionToAFileIsNotFollowed() throws {
    defer { clean() }
    let server = try LoopbackServer { _ in
      [.send("HTTP/1.1 302 Found\r\nLocation: file:///etc/hostname\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")]
    }
    let text = message { try download(server).run() } ?? ""
    #expect(text.contains("(1)"), "\(text)")
  }

  @Test func aServerThatStallsIsGivenUp() throws {
    defer { clean() }
    let server = try LoopbackServer { _ in
      LoopbackServer.answer(Array(Self.bytes.prefix(10)), claiming: 100_000) + [.wait(seconds: 30)]
    }
    let stalled = Download(file(server, "/weights.pth"), into: cache, patience: 1)
    #expect(throws: DownloadError.self) { try stalled.run() }
  }

  @Test(arguments: [404, 500]) func anErrorOfTheServerIsOne(status: Int) throws {
    defer { clean() }
    let server = try LoopbackServer { _ in
      [.send("HTTP/1.1 \(status) No\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno")]
    }
    let text = message { try download(server).run() }
    #expect(text == "\(server.address)/weights.pth: curl: (22) The requested URL returned error: \(status)")
    #expect(names() == ["weights.pth.part"])
    #expect(content("weights.pth.part") == [])
  }

  @Test func aServerThatIsNotThereIsSaid() throws {
    defer { clean() }
    let absent = PublishedFile(
      name: "weights.pth", address: "http://127.0.0.1:9/weights.pth", size: .bytes(5), sha256: "00")
    let text = message { try Download(absent, into: cache).run() } ?? ""
    #expect(text.hasPrefix("http://127.0.0.1:9/weights.pth: curl: (7) Failed to connect"), "\(text)")
  }

  @Test func twoDoNotWriteIntoTheSameFile() throws {
    defer { clean() }
    let server = try LoopbackServer { _ in LoopbackServer.answer(Self.bytes) }
    try FileManager.default.createDirectory(atPath: cache.folder, withIntermediateDirectories: true)
    let part = open(cache.folder + "/weights.pth.part", O_RDWR | O_CREAT, 0o644)
    defer { close(part) }
    #expect(flock(part, LOCK_EX | LOCK_NB) == 0)
    let text = message { try download(server).run() }
    #expect(text == "\(cache.folder)/weights.pth.part: another process is fetching it")
  }

  /// What is to be written into is no link to elsewhere.
  @Test func aLinkIsNotWrittenThrough() throws {
    defer { clean() }
    let server = try LoopbackServer { _ in LoopbackServer.answer(Self.bytes) }
    try FileManager.default.createDirectory(atPath: cache.folder, withIntermediateDirectories: true)
    let part = cache.folder + "/weights.pth.part"
    try FileManager.default.createSymbolicLink(atPath: part, withDestinationPath: cache.folder + "/elsewhere")
    #expect(message { try download(server).run() } == "\(part): Too many levels of symbolic links")
    #expect(names() == ["weights.pth.part"])
  }

  /// What has come to lie there in the meantime stays.
  @Test func aFileOfTheSameNameIsNotReplaced() throws {
    defer { clean() }
    let path = cache.folder + "/weights.pth"
    let server = try LoopbackServer { _ in
      _ = FileManager.default.createFile(atPath: path, contents: Data("mine".utf8))
      return LoopbackServer.answer(Self.bytes)
    }
    #expect(message { try download(server).run() } == "\(path): File exists")
    #expect(content() == Array("mine".utf8))
    #expect(content("weights.pth.part") == Self.bytes)
  }

  /// Connections that bring nothing: three where another may mend it, else one.
  @Test(
    arguments: [
      (nil, 3, "curl: (52) Empty reply from server"), (404, 1, "curl: (22) The requested URL returned error: 404"),
    ] as [(Int?, Int, String)])
  func connectionsThatBringNothing(status: Int?, connections: Int, text: String) throws {
    defer { clean() }
    let tally = Tally()
    let server = try LoopbackServer { _ in
      tally.connections.withLock { $0 += 1 }
      return status.map { [.send("HTTP/1.1 \($0) No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")] } ?? []
    }
    #expect(message { try download(server).run() } == "\(server.address)/weights.pth: \(text)")
    #expect(tally.connections.withLock(\.self) == connections)
  }

  @Test(arguments: [(527.796, 553_433_695...553_434_742), (0, 0...524)])
  func aRoundedSizeIsARange(mebibytes: Double, bytes: ClosedRange<Int>) {
    #expect(PublishedSize.mebibytes(mebibytes).range == bytes)
  }

  private func file(
    _ server: LoopbackServer, _ path: String, size: PublishedSize = .bytes(100_000)
  ) -> PublishedFile {
    PublishedFile(
      name: "weights.pth", address: server.address + path, size: size, sha256: String(Self.digest.prefix(8)))
  }

  private func download(_ server: LoopbackServer) -> Download { Download(file(server, "/weights.pth"), into: cache) }

  private func message(_ work: () throws -> Download.Outcome) -> String? {
    do {
      _ = try work()
      return nil
    } catch {
      return (error as? DownloadError)?.message
    }
  }

  private func content(_ name: String = "weights.pth") -> [UInt8]? {
    FileManager.default.contents(atPath: "\(cache.folder)/\(name)").map(Array.init)
  }

  private func names() -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: cache.folder)) ?? [] }

  private func clean() { try? FileManager.default.removeItem(atPath: String(cache.folder.dropLast(4))) }
}

/// How many connections there were.
private final class Tally: Sendable {
  let connections = Mutex(0)
}

private let hasCurl = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
  FileManager.default.isExecutableFile(atPath: "\($0)/curl")
}
