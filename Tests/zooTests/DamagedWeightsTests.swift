import Foundation
import Testing

/// Weights that lost a bit since they were written: every command that reads their numbers says so and stops.
@Suite struct DamagedWeightsTests {
  private static let model = """
    input: [3, 8, 8]
    preprocessing: {channels: rgb, divisor: 255, resize: 9}
    labels: [cat, dog, horse]
    layers:
    - {conv: 4, kernel: 3, pad: 1, name: conv}
    - {relu: , name: relu}
    - {fc: 3, name: fc}
    """

  private static let picture = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "ImagesTests/Fixtures/rgb.png").path

  /// A folder with a model, sound weights in `sound.h5`, what they give in `ref.h5`, and weights with a turned bit in the
  /// first kernel in `w.h5`.
  private func folder() async throws -> Folder {
    let folder = try Folder()
    try folder.write(Self.model, to: "net.yaml")
    for line in [
      "weights init ./net.yaml -o sound.h5",
      "weights export ./net.yaml sound.h5 --to safetensors -o w.safetensors",
      "run ./net.yaml --weights sound.h5 --input \(Self.picture) -o ref.h5",
    ] {
      let outcome = try await Program.shell("\"$ZOO\" \(line)", in: folder.url)
      #expect(outcome.code == 0 && outcome.errors == "", "\(line)")
    }
    let kernels = try tensor("conv.weight", of: folder.url.appending(path: "w.safetensors"))
    var bytes = try Data(contentsOf: folder.url.appending(path: "sound.h5"))
    let place = try #require(bytes.range(of: kernels)).lowerBound
    bytes[place] ^= 1
    try folder.write(bytes, to: "w.h5")
    return folder
  }

  private func tensor(_ name: String, of file: URL) throws -> Data {
    let bytes = try Data(contentsOf: file)
    let length = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = try JSONSerialization.jsonObject(with: bytes[8..<(8 + length)]) as? [String: [String: Any]]
    let range = try #require(header?[name]?["data_offsets"] as? [Int])
    return bytes[(8 + length + range[0])..<(8 + length + range[1])]
  }

  @Test func everyCommandStops() async throws {
    let folder = try await folder()
    for line in [
      "run ./net.yaml --weights w.h5 --input \(Self.picture) -o out",
      "verify ./net.yaml --weights w.h5 --reference ref.h5",
      "predict ./net.yaml --weights w.h5 \(Self.picture)",
      "filters ./net.yaml --weights w.h5 -o out",
      "filters ./net.yaml --weights w.h5 --flip-channels -o out",
      "features ./net.yaml --weights w.h5 \(Self.picture) --layer relu -o out",
      "receptive-field ./net.yaml --layer relu --weights w.h5 --image \(Self.picture) --experiment -o out",
      "benchmark ./net.yaml --weights w.h5 --repetitions 1",
      "weights inspect w.h5 --statistics",
    ] {
      let outcome = try await Program.shell("\"$ZOO\" \(line)", in: folder.url)
      expectFailure(
        outcome, 65, "w.h5: damaged: the bytes of '/conv/weight' are not those that were written (sha256)\n")
      let sound = try await Program.shell(
        "\"$ZOO\" \(line.replacing("w.h5", with: "sound.h5").replacing("-o out", with: "-o good --force"))",
        in: folder.url)
      #expect(sound.code == 0 && sound.errors == "", "\(line): \(sound.errors)")
    }
    // What does not read the numbers does not know.
    expectDone(try await Program.run("weights", "inspect", "w.h5", in: folder.url))
    #expect(try folder.names == ["good", "net.yaml", "ref.h5", "sound.h5", "w.h5", "w.safetensors"])
  }

  /// These tell all that is wrong with the file.
  @Test func checksAndConversionsNameIt() async throws {
    let folder = try await folder()
    let check = try await Program.run("weights", "check", "./net.yaml", "w.h5", in: folder.url)
    #expect(check.code == 1)
    let words = "bytes that are not those that were written (sha256) in"
    #expect(check.output.contains(words))
    for line in ["import ./net.yaml w.h5 -o out", "export ./net.yaml w.h5 --to keras -o out"] {
      expectFailure(try await Program.shell("\"$ZOO\" weights \(line)", in: folder.url), 65, words)
    }
    let against = try await Program.run(
      "weights", "check", "./net.yaml", "sound.h5", "--against", "w.h5", in: folder.url)
    #expect(against.code == 1)
    #expect(against.output.contains(words))
  }
}
