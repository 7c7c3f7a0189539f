import Glibc

/// A server of HTTP/1.1 on 127.0.0.1 that does with each connection what a test says, well-behaved or not.
final class LoopbackServer: Sendable {
  /// What a connection asks for.
  struct Request: Sendable {
    let path: String
    /// The first byte that is wanted, of a request that goes on in the middle.
    let start: Int?
    /// How many came before it.
    let number: Int
  }

  /// What is done with a connection before it is closed.
  enum Step: Sendable {
    case send(String)
    case bytes([UInt8])
    case wait(seconds: Double)
  }

  let address: String
  private let listener: Int32

  /// Answers at most 200 connections, one after another, on a thread of its own until the server is gone.
  init(_ answer: @escaping @Sendable (Request) -> [Step]) throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var own = sockaddr_in()
    own.sin_family = sa_family_t(AF_INET)
    own.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let port: UInt16? = withUnsafeMutablePointer(to: &own) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        guard bind(listener, address, length) == 0, listen(listener, 8) == 0,
          getsockname(listener, address, &length) == 0
        else { return nil }
        return UInt16(bigEndian: pointer.pointee.sin_port)
      }
    }
    guard let port else { throw Refused() }
    self.listener = listener
    address = "http://127.0.0.1:\(port)"
    signal(SIGPIPE, SIG_IGN)
    let work = Work(listener: listener, answer: answer)
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run()
        return nil
      }, Unmanaged.passRetained(work).toOpaque())
    pthread_detach(thread)
  }

  deinit { shutdown(listener, Int32(SHUT_RDWR)) }

  /// The system gives no port.
  struct Refused: Error {}

  /// An answer with a body, of which it may claim another length.
  static func answer(_ body: [UInt8], claiming length: Int? = nil, from start: Int? = nil, of total: Int? = nil)
    -> [Step]
  {
    let range = start.map { "Content-Range: bytes \($0)-\((total ?? 0) - 1)/\(total ?? 0)\r\n" }
    return [
      .send(
        "HTTP/1.1 \(start == nil ? "200 OK" : "206 Partial Content")\r\n\(range ?? "")"
          + "Content-Length: \(length ?? body.count)\r\nConnection: close\r\n\r\n"), .bytes(body),
    ]
  }

  private final class Work: Sendable {
    private let listener: Int32
    private let answer: @Sendable (Request) -> [Step]

    init(listener: Int32, answer: @escaping @Sendable (Request) -> [Step]) {
      self.listener = listener
      self.answer = answer
    }

    func run() {
      defer { close(listener) }
      for number in 0..<200 {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { return }
        if let request = read(connection, number) {
          for step in answer(request) { perform(step, connection) }
        }
        shutdown(connection, Int32(SHUT_WR))
        close(connection)
      }
    }

    private func read(_ connection: Int32, _ number: Int) -> Request? {
      var text = ""
      var buffer = [UInt8](repeating: 0, count: 4096)
      while !text.contains("\r\n\r\n") {
        let count = recv(connection, &buffer, buffer.count, 0)
        guard count > 0, text.utf8.count < 1 << 16 else { return nil }
        text += String(decoding: buffer[..<count], as: UTF8.self)
      }
      let lines = text.split(separator: "\r\n")
      let range = lines.first { $0.lowercased().hasPrefix("range: bytes=") }
      let words = lines[0].split(separator: " ")
      guard words.count > 1 else { return nil }
      let start = range?.split(separator: "=").last?.split(separator: "-").first.flatMap { Int($0) }
      return Request(path: String(words[1]), start: start, number: number)
    }

    private func perform(_ step: Step, _ connection: Int32) {
      switch step {
      case .send(let text): perform(.bytes(Array(text.utf8)), connection)
      case .wait(let seconds): usleep(useconds_t(seconds * 1e6))
      case .bytes(let bytes):
        var sent = 0
        while sent < bytes.count {
          let count = bytes[sent...].withUnsafeBytes {
            send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
          }
          guard count > 0 else { return }
          sent += count
        }
      }
    }
  }
}
