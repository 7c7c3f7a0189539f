import Foundation
import Testing

@testable import Weights

/// Files that are of no format: the message names the rule that they break, and not only what they lack.
@Suite struct RefusalTests {
  private func refusal(_ name: String, _ bytes: [UInt8]) throws -> String? {
    let folder = try Folder()
    defer { withExtendedLifetime(folder) {} }
    let path = try folder.write(bytes, to: name)
    do throws(WeightError) {
      _ = try WeightFile(path, worker: worker)
      return nil
    } catch { return error.message.replacingOccurrences(of: path, with: name) }
  }

  private func header(_ length: UInt64, _ text: String) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + Array(text.utf8)
  }

  @Test(arguments: [
    ("beyond the file", 4096, "{}"), ("of 100 MB", 100_000_001, "{"), ("of 2^63", 1 << 63, "{}"),
    ("of all ones", .max, "{}"), ("of nothing", 0, ""), ("a list", 2, "[]"), ("a number", 1, "1"),
    ("of spaces", 2, "  "),
  ])
  func headersOfSafetensors(what: String, length: UInt64, text: String) throws {
    #expect(try refusal("x.safetensors", header(length, text))?.contains("safetensors-header: ") == true, "\(what)")
  }

  @Test func anEmptySafetensorsFile() throws {
    #expect(try refusal("x.safetensors", [])?.contains("safetensors-header: ") == true)
  }

  @Test func aCutHeaderIsOneWhateverItsName() throws {
    #expect(try refusal("weights", header(4096, "{\"a\""))?.contains("safetensors-header: ") == true)
    #expect(try refusal("weights", Array("[{\"a\":0,{}]".utf8))?.contains("neither HDF5") == true)
  }

  private static let hostile = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../HDF5Tests/Fixtures/hostile").standardizedFileURL

  @Test(arguments: try FileManager.default.contentsOfDirectory(atPath: hostile.path).sorted())
  func hostileHDF5(name: String) throws {
    let rule = try #require(name.components(separatedBy: "--").first)
    let message = try #require(
      try refusal(name, Array(Data(contentsOf: Self.hostile.appendingPathComponent(name)))))
    // From HDF5 1.14 on the library finds the fault of some, and says that they are unsound.
    let unsound = try String(
      contentsOf: Self.hostile.appendingPathComponent("../found-by-later-libraries.txt"), encoding: .utf8)
    let rules = unsound.split(separator: "\n").contains(Substring(name)) ? [rule, "sound-contents"] : [rule]
    #expect(rules.contains { message.hasPrefix("\(name): rule \($0): ") }, "\(message)")
  }

  @Test func aTableOfDigestsOfAnotherSize() {
    #expect {
      try ZooFormat.check(tableBytes: 1 << 31, [])
    } throws: { error in
      (error as? WeightError)?.message == "the table of digests has 2147483648 bytes for 0 tensors"
    }
  }

  /// Chunks that do no harm, in a file of no format: what it lacks is said.
  @Test func anHDF5FileOfOtherThings() throws {
    let path = Self.hostile.deletingLastPathComponent().appendingPathComponent("chunks.h5")
    #expect(try refusal("chunks.h5", Array(Data(contentsOf: path)))?.contains("but not of weights") == true)
  }
}
