internal import CSandbox

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A socket on which frames travel, each after its length in 8 bytes.
public struct Channel: Sendable {
  public enum Failure: Error, Sendable {
    case closed, late, malformed
  }

  let descriptor: Int32

  public init(descriptor: Int32) { self.descriptor = descriptor }

  /// False where the other end is closed.
  public func send(_ frame: [UInt8]) -> Bool {
    var message = FrameWriter()
    message.put(frame.count)
    return sendAll(message.bytes) && sendAll(frame)
  }

  /// The next frame.
  ///
  /// - Parameters:
  ///   - limit: the longest frame that is taken.
  ///   - deadline: when to give up, in seconds of `Clock.now`; nil waits for ever.
  public func receive(limit: Int, deadline: Double?) throws(Failure) -> [UInt8] {
    let head = try receiveAll(8, deadline: deadline)
    var reader = FrameReader(head)
    guard let length = try? reader.int(), length >= 0, length <= limit else { throw .malformed }
    return try receiveAll(length, deadline: deadline)
  }

  private func sendAll(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var sent = 0
      while sent < buffer.count {
        let count = csandbox_send(descriptor, buffer.baseAddress.map { $0 + sent }, buffer.count - sent)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        sent += count
      }
      return true
    }
  }

  private func receiveAll(_ length: Int, deadline: Double?) throws(Failure) -> [UInt8] {
    // It grows as bytes arrive: a length that was only claimed takes no memory.
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: min(length, 1 << 16))
    while bytes.count < length {
      if let deadline {
        var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let left = deadline - Clock.now
        guard left > 0 else { throw .late }
        let ready = poll(&poller, 1, Int32(min(left * 1000, 60_000)) + 1)
        if ready == 0 || (ready < 0 && errno == EINTR) { continue }
        guard ready > 0 else { throw .closed }
      }
      let wanted = min(buffer.count, length - bytes.count)
      let count = buffer.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, wanted, 0) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .closed }
      bytes += buffer[..<count]
    }
    return bytes
  }
}

/// Time that only goes forward.
public enum Clock {
  /// Seconds since some moment in the past.
  public static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
