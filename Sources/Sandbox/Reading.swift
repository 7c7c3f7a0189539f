import PlainText

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The system's word for the last error.
package func reason() -> Phrase { Phrase(verbatim: String(cString: strerror(errno))) }

/// Reads the whole range of a file; false where it ends before, or the system refuses.
package func readWhole(_ descriptor: Int32, _ range: Range<Int>, into target: UnsafeMutableRawBufferPointer) -> Bool {
  var done = 0
  while done < range.count {
    let count = pread(
      descriptor, target.baseAddress.map { $0 + done }, range.count - done, off_t(range.lowerBound + done))
    if count < 0, errno == EINTR { continue }
    // The end of the file is no error of the system's, which would be said to be whatever went wrong before.
    if count == 0 { errno = ENODATA }
    guard count > 0 else { return false }
    done += count
  }
  return true
}
