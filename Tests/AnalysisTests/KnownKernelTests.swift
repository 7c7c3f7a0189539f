import Testing

@testable import Analysis

/// Kernels by name and by number.
@Suite struct KnownKernelTests {
  @Test("Blur and sharpen keep brightness; the others find differences") func sums() {
    for kernel in KnownKernel.allCases {
      let sum = kernel.plane.values.reduce(0, +)
      #expect(sum == ([.blur, .sharpen].contains(kernel) ? 1 : 0), "\(kernel)")
    }
  }

  @Test("Numbers in rows", arguments: ["1,2;3,4", "1 2\n3 4\n", "# a kernel\n1, 2\r\n3,\t4", "1,2,;3,4"])
  func rows(text: String) throws {
    #expect(try Correlation.Plane(text: text) == Correlation.Plane(height: 2, width: 2, values: [1, 2, 3, 4]))
  }

  @Test(
    "What is no plane",
    arguments: [
      ("", 1, "there are no numbers"), ("1,2\n3", 2, "this row has 1 numbers, and the first has 2"),
      ("1,x", 1, "'x' is no number"), ("1,inf", 1, "'inf' is no number"), ("\n\nnan", 3, "'nan' is no number"),
    ])
  func refused(text: String, line: Int, message: String) {
    #expect(throws: PlaneError(line: line, phrase: "\(message)")) { try Correlation.Plane(text: text) }
  }
}
