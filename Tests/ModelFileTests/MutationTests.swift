import Architecture
import Models
import struct TestSupport.SeededGenerator
import Testing

@testable import ModelFile

/// The files of the zoo with random damage: whatever comes out, a network or an error, the reader lives through it.
@Suite struct MutationTests {
  /// Pieces that mean something to the format, for insertion at random places.
  private static let pieces = [
    "$", "${", "}", "]", "[", "{", ": ", ", ", "- ", "&a ", "*a", "\n", "\"", "#", "9223372036854775808", "-1", "0",
    "65535", "from: input", "name: x", "concat", "auxiliary", "stride: 2", "same", "ceil", "\0", "\u{1B}", "\u{2028}",
  ].map { Array($0.utf8) }

  private static func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    guard !bytes.isEmpty else { return }
    let place = Int.random(in: 0..<bytes.count, using: &random)
    let end = min(bytes.count, place + .random(in: 1...20, using: &random))
    switch Int.random(in: 0..<7, using: &random) {
    case 0: bytes[place] = .random(in: 0...255, using: &random)
    case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<7, using: &random)
    case 2: bytes.removeSubrange(place..<end)
    case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
    case 4: bytes.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: place)
    case 5:
      // A number becomes another.
      guard let digit = bytes[place...].firstIndex(where: { (0x30...0x39).contains($0) }) else { return }
      bytes[digit] = .random(in: 0x30...0x39, using: &random)
    default:
      var lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
      lines.swapAt(.random(in: 0..<lines.count, using: &random), .random(in: 0..<lines.count, using: &random))
      bytes = Array(lines.joined(separator: [10]))
    }
  }

  /// Files of one family differ in numbers alone: the first of each.
  @Test("Damaged files of the zoo", arguments: Models.families.compactMap { $0.files.first?.name })
  func damage(name: String) throws {
    let file = try #require(Models.file(named: name))
    var random = SeededGenerator(seed: name.utf8.reduce(7) { $0 &* 31 &+ Int($1) })
    var refused = 0
    for _ in 0..<200 {
      var bytes = file.text
      for _ in 0..<Int.random(in: 1...4, using: &random) { MutationTests.mutate(&bytes, &random) }
      let source = SourceText(name: "damaged.yaml", text: String(decoding: bytes, as: UTF8.self))
      do {
        let network = try ModelFile.network(source, name: name) { Models.include(named: $0).map(SourceText.init) }
        let isOrdered = network.layers.indices.allSatisfy { index in
          network.layers[index].inputs.allSatisfy { $0 < index }
        }
        #expect(isOrdered)
      } catch {
        refused += 1
        let text = error.description
        // In the file itself, or in one whose modules it takes.
        let files = ["damaged", "googlenet"] + Models.modules.map(\.name)
        #expect(files.contains { text.hasPrefix("\($0).yaml:") }, "\(text)")
        #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
      }
    }
    // Damage in a title or a comment does no harm; most of it does.
    #expect((60..<200).contains(refused), "\(refused) of 200 are refused")
  }
}
