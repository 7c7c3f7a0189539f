import Testing

@testable import TensorFiles

/// Arrays as numpy.save writes them.
@Suite struct NumpyTests {
  /// A file of numpy's: the head padded with blanks to a multiple of 64, as numpy does.
  private func file(_ head: String, version: UInt8 = 1, _ numbers: [UInt8] = []) -> MemorySource {
    let width = version == 1 ? 2 : 4
    var text = Array(head.utf8)
    while (8 + width + text.count + 1) % 64 != 0 { text.append(0x20) }
    text.append(0x0A)
    let length = (0..<width).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) }
    return MemorySource([0x93] + Array("NUMPY".utf8) + [version, 0] + length + text + numbers)
  }

  private func head(_ type: String, _ shape: String, fortran: String = "False") -> String {
    "{'descr': '\(type)', 'fortran_order': \(fortran), 'shape': \(shape), }"
  }

  private func refusal(_ source: MemorySource) -> String? {
    do throws(FormatError) {
      _ = try NumpyArray.array(in: source)
      return nil
    } catch { return error.message }
  }

  /// 1.5 and −2 in every type that holds them, and two bytes.
  @Test(
    arguments: [
      ("<f4", [0, 0, 0xC0, 0x3F, 0, 0, 0, 0xC0], [1.5, -2]), (">f4", [0x3F, 0xC0, 0, 0, 0xC0, 0, 0, 0], [1.5, -2]),
      ("<f8", [0, 0, 0, 0, 0, 0, 0xF8, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0xC0], [1.5, -2]),
      ("<f2", [0, 0x3E, 0, 0xC0], [1.5, -2]), ("|u1", [7, 255], [7, 255]), ("|i1", [7, 255], [7, -1]),
      ("<i2", [7, 0, 0xFE, 0xFF], [7, -2]), (">i2", [0, 7, 0xFF, 0xFE], [7, -2]), ("<u2", [7, 1, 0, 0], [263, 0]),
      ("<i4", [7, 0, 0, 0, 0xFE, 0xFF, 0xFF, 0xFF], [7, -2]), ("|b1", [1, 0], [1, 0]),
      ("<i8", [7, 0, 0, 0, 0, 0, 0, 0, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [7, -2]),
    ] as [(String, [UInt8], [Float])])
  func numbersOfEveryType(type: String, bytes: [UInt8], expected: [Float]) throws {
    for version: UInt8 in 1...3 {
      let source = file(head(type, "(1, 2)"), version: version, bytes)
      let array = try NumpyArray.array(in: source)
      #expect(array.shape == [1, 2])
      #expect(try array.floats(in: source) == expected)
    }
  }

  @Test func shapesAsPythonWritesThem() throws {
    #expect(try NumpyArray.array(in: file(head("|u1", "()"), [1])).shape == [])
    #expect(try NumpyArray.array(in: file(head("|u1", "(3,)"), [1, 2, 3])).shape == [3])
    #expect(try NumpyArray.array(in: file(head("|u1", "(0, 5)"))).count == 0)
    #expect(try NumpyArray.array(in: file(head("|u1", "(0, 3000000000, 3000000000)"))).count == 0)
  }

  @Test(arguments: [
    ("{'descr': '<c8', 'fortran_order': False, 'shape': (1,)}", "npy-type: numbers of type '<c8' are not read"),
    ("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}", "npy-type: "),
    ("{'descr': '<f4', 'fortran_order': None, 'shape': (1,)}", "npy-header: at byte"),
    ("{'descr': '<f4', 'fortran_order': False}", "npy-header: 'descr', 'fortran_order' and 'shape' are not all there"),
    ("{'descr': '<f4', 'descr': '<f4', 'shape': (1,)}", "npy-header: 'descr' stands twice"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'x': 1}", "npy-header: an unknown key 'x'"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}", "npy-header: at byte"),
    (
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}",
      "npy-size: 2 numbers of 4 bytes should fill the 4 bytes"
    ),
    (
      "{'descr': '<f4', 'fortran_order': False, 'shape': (999999999999, 999999999999, 999999999999)}",
      "npy-size: "
    ),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (999999999999, 999999999999, 0)}", "npy-size: "),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 999999999999, 999999999999)}", "npy-size: "),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}", "npy-header: at byte"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} + exit()", "npy-header: at byte"),
    ("{'descr': '<f4", "npy-header: at byte"), ("", "npy-header: at byte"), ("{", "npy-header: at byte"),
  ])
  func malformedHeadsAreRefused(head: String, message: String) {
    #expect(refusal(file(head, [0, 0, 0, 0]))?.hasPrefix(message) == true)
  }

  /// The first axis varies fastest: 2×3×2 numbers, read item by item in the order of rows.
  @Test func fortranOrder() throws {
    let source = file(head("|u1", "(2, 3, 2)", fortran: "True"), [0, 100, 10, 110, 20, 120, 1, 101, 11, 111, 21, 121])
    let array = try NumpyArray.array(in: source)
    #expect(array.isColumnMajor)
    #expect(try array.floats(in: source) == [0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121])
    #expect(try array.floats(of: 1..<2, in: source) == [100, 101, 110, 111, 120, 121])
    #expect(try array.floats(of: 1..<1, in: source) == [])
  }

  @Test func otherFilesAreRefused() {
    #expect(refusal(MemorySource([])) != nil)
    #expect(refusal(MemorySource(Array("PK\u{3}\u{4}".utf8)))?.hasPrefix("npy-header: ") == true)
    #expect(refusal(file(head("<f4", "(1,)"), version: 4, [0, 0, 0, 0]))?.hasPrefix("npy-header: version 4.0") == true)
    var long = file(head("|u1", "(1,)"), version: 2, [1]).contents
    long[10] = 0xFF
    #expect(refusal(MemorySource(long))?.contains("at most 65536 are read") == true)
  }

  /// Versions 1.0 to 3.0, and no other.
  @Test(arguments: [(0, 0), (1, 1), (3, 1), (4, 0)] as [(UInt8, UInt8)])
  func otherVersions(_ major: UInt8, _ minor: UInt8) {
    var bytes = file(head("|u1", "(1,)"), version: major, [1]).contents
    bytes[7] = minor
    #expect(
      refusal(MemorySource(bytes)) == "npy-header: version \(major).\(minor) is not read; 1.0 to 3.0 are")
    (bytes[6], bytes[7]) = (major == 1 ? 1 : 3, 0)
    #expect(refusal(MemorySource(bytes)) == nil)
  }

  @Test func theLongestHead() {
    func refusal(_ length: Int) -> String? {
      let text = Array(head("|u1", "(1,)").utf8)
      let bytes = [0x93] + Array("NUMPY".utf8) + [2, 0] + (0..<4).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
      let blanks = [UInt8](repeating: 0x20, count: length - text.count)
      return self.refusal(MemorySource(bytes + text + blanks + [1]))
    }
    #expect(refusal(65_536) == nil)
    #expect(refusal(65_537) == "npy-header: a head of 65537 bytes: at most 65536 are read")
  }

  @Test func theLargestSize() {
    func message(_ size: String) -> String? { refusal(file(head("|u1", "(0, \(size))"))) }
    #expect(message("999999999999999999") == nil)
    #expect(message("1000000000000000000") == "npy-header: at byte 54 of the head a size should be")
  }

  @Test func quotesOfPython() throws {
    let other = head("|u1", "(1,)").replacing("'", with: "\"")
    #expect(try NumpyArray.array(in: file(other, [1])).shape == [1])
    #expect(
      refusal(file(head("|u1", "(1,)").replacing("'", with: "`"), [1]))
        == "npy-header: at byte 1 of the head a text in quotes should be")
  }

  @Test func theMostAxes() throws {
    let ones = String(repeating: "1, ", count: 32)
    #expect(try NumpyArray.array(in: file(head("|u1", "(\(ones))"), [1])).shape.count == 32)
    #expect(refusal(file(head("|u1", "(\(ones)1)"), [1])) == "npy-header: the shape has too many axes")
  }

  /// Every cut of a file is refused.
  @Test func everyCutIsRefused() throws {
    let whole = file(head("<f4", "(2, 2)"), Array(repeating: 1, count: 16)).contents
    _ = try NumpyArray.array(in: MemorySource(whole))
    for length in 0..<whole.count { #expect(refusal(MemorySource(Array(whole[..<length]))) != nil) }
  }
}
