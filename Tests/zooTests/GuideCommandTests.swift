import Foundation
import Testing

/// `zoo guide`, and the commands that the guide's pages name.
@Suite struct GuideCommandTests {
  private static let project = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static let pages: [(name: String, text: String)] = {
    let folder = project.appending(path: "reports/guide")
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".md") && $0 != "README.md" }.sorted().map { file in
      (String(file.dropLast(3)), (try? String(contentsOf: folder.appending(path: file), encoding: .utf8)) ?? "")
    }
  }()

  private func shell(_ line: String, in folder: Folder) async throws -> Program.Outcome {
    try await Program.shell("zoo() { \"$ZOO\" \"$@\"; }; \(line)", in: folder.url)
  }

  @Test func allPagesAreListed() async throws {
    let outcome = try await Program.run("guide")
    expectDone(outcome)
    #expect(Self.pages.count >= 10)
    for page in Self.pages { #expect(outcome.output.contains("  \(page.name) "), "\(page.name)") }
  }

  @Test func aPageIsReadInTheTerminal() async throws {
    let outcome = try await Program.run("guide", "windows", "--language", "es")
    expectDone(outcome)
    #expect(outcome.output.hasPrefix("Tamaño del núcleo, paso y relleno\n\n"))
    #expect(outcome.output.contains("⌊(7 + 2·1 − 3)/2⌋ + 1 = 4"))
    #expect(outcome.output.contains("el paso (stride)"))
    #expect(outcome.output.contains("\nRespuestas\n"))
    #expect(!outcome.output.contains("<details>") && !outcome.output.contains("**"))
  }

  @Test func aPageFitsTheTerminal() throws {
    let colored = try Program.onTerminal("guide", "pooling", environment: ["COLUMNS": "60"])
    #expect(colored.contains("\u{1B}[1m"))
    let plain = try Program.onTerminal("guide", "pooling", environment: ["COLUMNS": "60", "NO_COLOR": "1"])
    #expect(!plain.contains("\u{1B}"))
    #expect(plain.split(separator: "\n").allSatisfy { $0.count <= 60 })
  }

  @Test func aMisspeltPageIsFound() async throws {
    expectFailure(
      try await Program.run("guide", "poling"), 66,
      "no page of the guide is called 'poling', did you mean 'pooling'? ('zoo guide' lists all)\n")
  }

  @Test func aKernelThatCannotBeWatchedIsRefused() async throws {
    let folder = try Folder()
    try folder.write((0..<100).map(String.init).joined(separator: " ") + "\n", to: "signal.txt")
    expectFailure(
      try await Program.run("convolve", "signal.txt", "--kernel", "1,1", "--animate", in: folder.url), 65,
      "signal.txt: error: 99 steps are too many to watch: at most 64\n")
  }

  /// What a page tells its readers to run runs, in one folder from top to bottom.
  @Test(arguments: pages.map(\.name))
  func theCommandsOfAPageRun(_ name: String) async throws {
    let page = try #require(Self.pages.first { $0.name == name }).text
    let folder = try Folder()
    let picture = Self.project.appending(path: "Tests/ImagesTests/Fixtures/rgb.png")
    try FileManager.default.copyItem(at: picture, to: folder.url.appending(path: "picture.png"))
    let weights = "lenet5-digits.safetensors"
    try FileManager.default.copyItem(
      at: Self.project.appending(path: "Sources/Pages/Guide/Digits/\(weights)"), to: folder.url.appending(path: weights)
    )
    for block in page.matches(of: /```sh\n([^`]+)```/) {
      for line in block.1.split(separator: "\n") {
        let outcome = try await shell(String(line), in: folder)
        #expect(outcome.code == 0 && outcome.errors == "", "\(line): \(outcome.errors)")
      }
    }
  }

  /// What an answer says is shown by a command stands in what the command prints.
  @Test(arguments: pages.map(\.name))
  func theAnswersOfAPageAreShown(_ name: String) async throws {
    let page = try #require(Self.pages.first { $0.name == name }).text
    let folder = try Folder()
    for answer in page.split(separator: "<details>").dropFirst() {
      let text = answer.prefix(upTo: try #require(answer.firstRange(of: "</details>")).lowerBound)
      guard let command = text.firstMatch(of: /It is shown by `([^`]+)`/),
        let number = text.firstMatch(of: /\*\*([^*]+)\*\*/)
      else { continue }
      let outcome = try await shell(String(command.1), in: folder)
      expectDone(outcome)
      #expect(outcome.output.contains(number.1), "\(command.1)")
    }
  }
}
