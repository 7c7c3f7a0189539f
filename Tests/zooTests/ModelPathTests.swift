import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Model files given by their path, good and bad.
@Suite struct ModelPathTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  @Test func aFileIsReadWithTheFilesBesideIt() async throws {
    try folder.write(
      """
      title: Mine
      input: [1, 8, 8]
      include: parts
      layers:
      - {unit: 4, name: first}
      - {fc: 2, name: fc}
      """, to: "mine.yaml")
    try folder.write(
      """
      modules:
        unit:
          arguments: {channels: required}
          layers: [{conv: $channels, kernel: 3, name: conv}, relu]
      """, to: "parts.yaml")
    for (path, place) in [
      ("./mine.yaml", folder.url), ("mine.yaml", folder.url), (folder.url.path + "/mine.yaml", nil),
    ] {
      let outcome = try await Program.run("analyze", path, "--columns", "layer,output", "--format", "csv", in: place)
      expectDone(outcome)
      #expect(
        outcome.output == """
          model,layer,output
          mine,first/conv,4×6×6
          mine,first/relu_conv,4×6×6
          mine,fc,2

          """)
    }
  }

  @Test func aFileMayIncludeTheZoosModules() async throws {
    try folder.write(
      "input: [192, 28, 28]\ninclude: googlenet\nlayers: [{inception: [64, 96, 128, 16, 32, 32]}]", to: "mine.yml")
    let outcome = try await Program.run("analyze", "./mine.yml", "--format", "json", in: folder.url)
    expectDone(outcome)
    #expect(outcome.output.contains("\"parameters\": 163696"))
  }

  @Test func aFileOfAModelsNameDoesNotHideTheModel() async throws {
    try folder.write("title: Not AlexNet\ninput: [1, 3, 3]\nlayers: [relu]", to: "alexnet")
    #expect(try await Program.run("analyze", "alexnet", in: folder.url).output.hasPrefix("AlexNet "))
    #expect(try await Program.run("analyze", "./alexnet", in: folder.url).output.hasPrefix("Not AlexNet "))
  }

  @Test func problemsAreShownAtTheirPlaces() async throws {
    try folder.write("input: [1, 8, 8]\nlayers:\n- {conv: 4, kernal: 3}\n- rleu\n", to: "bad.yaml")
    let outcome = try await Program.run("analyze", "./bad.yaml", in: folder.url)
    #expect(outcome.code == 65)
    #expect(outcome.output == "")
    #expect(
      outcome.errors == """
        ./bad.yaml:3:13: error: conv has no argument 'kernal', did you mean 'kernel'?
          - {conv: 4, kernal: 3}
                      ^
        ./bad.yaml:4:3: error: unknown layer 'rleu', did you mean 'relu'?
          - rleu
            ^

        """)
  }

  @Test func whatIsNoFileIsNotFound() async throws {
    expectFailure(try await Program.run("analyze", "./none.yaml", in: folder.url), 66, "./none.yaml: No such file")
    expectFailure(try await Program.run("analyze", "none/none.yaml", in: folder.url), 66, "No such file")
    expectFailure(try await Program.run("analyze", folder.url.path), 66, "not a regular file")
    expectFailure(try await Program.run("analyze", "/dev/null"), 66, "not a regular file")
  }

  @Test(.timeLimit(.minutes(10))) func aPipeIsNotWaitedFor() async throws {
    let path = folder.url.path + "/pipe.yaml"
    try #require(mkfifo(path, 0o600) == 0)
    expectFailure(try await Program.run("analyze", path), 66, "not a regular file")
  }

  @Test func binaryAndEmptyFilesAreBadData() async throws {
    try folder.write(Data([0x89, 0x48, 0x44, 0x46, 0xFF, 0x00]), to: "weights.yaml")
    expectFailure(
      try await Program.run("analyze", "./weights.yaml", in: folder.url), 65, "this is not a text file in UTF-8")
    try folder.write("", to: "empty.yaml")
    expectFailure(try await Program.run("analyze", "./empty.yaml", in: folder.url), 65, "a model file begins with keys")
  }

  @Test func aHugeFileIsRefusedUnread() async throws {
    let path = try folder.write("", to: "huge.yaml").path
    try #require(truncate(path, 100 << 30) == 0)
    expectFailure(
      try await Program.run("analyze", "./huge.yaml", in: folder.url), 65,
      "the file has 107374182400 bytes; at most 16777216 are read")
  }

  @Test func aFileJustWithinTheLimitIsRead() async throws {
    let text = "input: [1, 3, 3]\nlayers: [relu]\n#"
    try folder.write(text + String(repeating: "x", count: (16 << 20) - text.utf8.count), to: "large.yaml")
    expectDone(try await Program.run("analyze", "./large.yaml", in: folder.url))
  }
}
