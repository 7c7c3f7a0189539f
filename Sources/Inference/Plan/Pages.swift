import PlainText

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Zeroed memory of the system, asked for so that a refusal is an answer and not the end of the program.
final class Pages {
  let address: UnsafeMutableRawPointer
  let byteCount: Int

  /// Where tables are large, entries of 2 MB instead of 4 KB spare the processor most of its look-ups.
  private static let huge = 2 << 20

  /// - Throws: `InferenceError` where the system has no more.
  init(_ byteCount: Int) throws(InferenceError) {
    let room = max(byteCount, 1)
    // A whole number of large pages, and room to begin at one.
    let isHuge = room >= 4 * Pages.huge
    let size = isHuge ? room + Pages.huge : room
    guard
      let start = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), start != MAP_FAILED
    else {
      throw InferenceError("the system refuses \(MachineMemory.text(byteCount)) of memory", .memory)
    }
    self.byteCount = byteCount
    mapping = UnsafeMutableRawBufferPointer(start: start, count: size)
    guard isHuge else {
      address = start
      return
    }
    let offset = (Pages.huge - Int(bitPattern: start) % Pages.huge) % Pages.huge
    address = start + offset
    #if os(Linux)
      madvise(address, room, MADV_HUGEPAGE)
    #endif
  }

  private let mapping: UnsafeMutableRawBufferPointer

  deinit { munmap(mapping.baseAddress, mapping.count) }
}
