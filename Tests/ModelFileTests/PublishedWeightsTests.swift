import Architecture
import Testing

@testable import ModelFile

/// `weights` in the head of a model file.
@Suite struct PublishedWeightsTests {
  @Test func weightsAreRead() throws {
    let weights = try network(
      """
      input: [3, 8, 8]
      weights:
      - {name: V1, top1: 76.13, top5: 92.862, source: torchvision}
      - {name: V2, top1: 80, top5: 95.434, size: 384, resize: 400, interpolation: bicubic, source: torchvision}
      layers: [relu]
      """
    ).model.weights
    #expect(weights.map(\.name) == ["V1", "V2"])
    #expect(weights.map(\.top1) == [76.13, 80])
    #expect(weights.map(\.top5) == [92.862, 95.434])
    #expect(weights.map(\.size) == [nil, 384])
    #expect(weights.map(\.resize) == [nil, 400])
    #expect(weights.map(\.interpolation) == [nil, .bicubic])
    #expect(weights.map(\.source) == ["torchvision", "torchvision"])
  }

  @Test func theFileOfWeightsIsRead() throws {
    let address = "https://host/a/w-0123abcd.pth"
    let files = try network(
      """
      input: [3, 8, 8]
      weights:
      - {name: V1, top1: 76, top5: 92, source: a, mebibytes: 1.5, sha256: "0123abcd", address: "\(address)"}
      - {name: V2, top1: 76, top5: 92, source: a, bytes: 7, sha256: 0123ABCDEF, address: "\(address)"}
      layers: [relu]
      """
    ).model.weights.map(\.file)
    #expect(
      files == [
        PublishedFile(name: "w-0123abcd.pth", address: address, size: .mebibytes(1.5), sha256: "0123abcd"),
        PublishedFile(name: "w-0123abcd.pth", address: address, size: .bytes(7), sha256: "0123ABCDEF"),
      ])
  }

  @Test(arguments: [
    ("bytes: 7, address: \"https://host/w\"", "weights needs sha256"),
    ("bytes: 7, sha256: \"01234567\"", "weights needs address"),
    ("sha256: \"01234567\", address: \"https://host/w\"", "a published file needs its size: bytes, or mebibytes"),
    (
      "bytes: 7, mebibytes: 1, sha256: \"01234567\", address: \"https://host/w\"",
      "a published file needs its size: bytes, or mebibytes"
    ),
    (
      "bytes: 7, sha256: \"0123456\", address: \"https://host/w\"",
      "sha256 is 8 to 64 hexadecimal digits, not '0123456'"
    ),
    ("bytes: 7, sha256: \"0123456g\", address: \"https://host/w\"", "sha256 is 8 to 64 hexadecimal digits"),
    ("bytes: 7, sha256: \"01234567\", address: \"file:///etc/passwd\"", "address is one of https or http"),
    ("bytes: 7, sha256: \"01234567\", address: \"https://host/..\"", "address is one of https or http"),
    ("bytes: 7, sha256: \"01234567\", address: \"https://host/\"", "address is one of https or http"),
  ]) func aFileThatCannotBeIsRefused(keys: String, message: String) {
    let text = problems(
      """
      input: [3, 8, 8]
      weights: [{name: V1, top1: 1, top5: 2, source: a, \(keys)}]
      layers: [relu]
      """)
    #expect(text.contains(message), "\(text)")
  }

  @Test func allProblemsAreReported() {
    let text = problems(
      """
      input: [3, 8, 8]
      weights:
      - {name: V1, top1: 176, top5: 92, source: a}
      - {name: V2, top1: many, source: a, top: 3}
      - V3
      - {name: V4, top1: 1, source: a}
      layers: [relu]
      """)
    for message in [
      "net.yaml:3:20: error: top1 is a percentage, 0 to 100, not 176", "net.yaml:4:20: error: top1 must be a number",
      "net.yaml:6:3: error: weights needs top5", "error: weights has no argument 'top'",
      "net.yaml:5:3: error: published weights are {name: text, top1: percent, top5: percent, source: text}",
    ] {
      #expect(text.contains(message), "\(text)")
    }
  }
}
