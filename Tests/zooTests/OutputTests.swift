import Foundation
import Testing

/// Where output goes: files, pipes, terminals.
@Suite struct OutputTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  @Test(arguments: [
    "analyze lenet5", "list", "explain lenet5 C1", "compare lenet5 lenet-caffe", "analyze lenet5 --sizes",
  ])
  func aFileGetsWhatStandardOutputWould(command: String) async throws {
    let printed = try await Program.shell("$ZOO \(command)")
    expectDone(printed)
    let written = try await Program.shell("$ZOO \(command) --output out.txt", in: folder.url)
    #expect(written.code == 0)
    #expect(written.output + written.errors == "")
    #expect(try folder.read("out.txt") == printed.output)
    #expect(try folder.names == ["out.txt"])
  }

  @Test func aFileThatIsThereIsReplacedWhole() async throws {
    try folder.write(String(repeating: "old\n", count: 10_000), to: "out.csv")
    let outcome = try await Program.run("list", "--format", "csv", "-o", "out.csv", in: folder.url)
    expectFailure(outcome, 74, "out.csv: is there already; --force replaces it\n")
    let forced = try await Program.run("list", "--format", "csv", "-o", "out.csv", "--force", in: folder.url)
    #expect(forced.code == 0)
    #expect(try folder.read("out.csv") == (try await Program.run("list", "--format", "csv").output))
  }

  @Test func aFailureLeavesTheFileAsItWas() async throws {
    try folder.write("old\n", to: "out.txt")
    expectFailure(try await Program.run("analyze", "nothing", "-o", "out.txt", in: folder.url), 66, "nothing")
    #expect(try folder.read("out.txt") == "old\n")
    #expect(try folder.names == ["out.txt"])
  }

  @Test func aFileThatCannotBeWrittenIsSaid() async throws {
    expectFailure(try await Program.run("list", "-o", "none/out.txt", in: folder.url), 74, "none/out.txt: No such file")
    try FileManager.default.createDirectory(at: folder.url.appending(path: "taken"), withIntermediateDirectories: true)
    expectFailure(try await Program.run("list", "-o", "taken", in: folder.url), 74, "taken: ")
    #expect(try folder.names == ["taken"])
  }

  @Test func aFullDeviceIsSaid() async throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    let outcome = try await Program.shell("$ZOO list > /dev/full")
    #expect(outcome.code == 74)
    #expect(outcome.errors.hasPrefix("standard output: "))
  }

  @Test func aReaderThatHasSeenEnoughIsNoFailure() async throws {
    let outcome = try await Program.shell(
      "$ZOO analyze googlenet vgg19 vgg16 googlenet --format json | head -1; echo ${PIPESTATUS[0]}")
    #expect(outcome.code == 0)
    #expect(outcome.errors == "")
    #expect(outcome.output == "[\n0\n")
  }

  @Test func aPipeHasNoColourAndEveryColumn() async throws {
    let outcome = try await Program.run("analyze", "alexnet", environment: ["COLUMNS": "40"])
    expectDone(outcome)
    #expect(!outcome.output.contains("\u{1B}"))
    #expect(outcome.output.contains("activations\n"))
    #expect(!outcome.output.contains("too narrow"))
  }

  @Test func aTerminalHasColourAndItsWidth() throws {
    let text = try Program.onTerminal("analyze", "alexnet", environment: ["COLUMNS": "60"])
    #expect(text.hasPrefix("\u{1B}[1mAlexNet\u{1B}[0m   input"))
    #expect(text.contains("too narrow for:"))
    let plain = text.replacing(/\u{1B}\[[0-9]+m/, with: "")
    let tooLong = plain.split(separator: "\n").filter { $0.count > 60 }
    #expect(tooLong == [])
  }

  /// At 80 columns every layer of GoogLeNet keeps its name, output, parameters and MACs.
  @Test func aNarrowTerminalKeepsWhatMatters() throws {
    let text = try Program.onTerminal("analyze", "googlenet", environment: ["COLUMNS": "80", "NO_COLOR": "1"])
    let head = try #require(text.split(separator: "\n").first { $0.contains("layer ") })
    for title in ["layer", "kind", "output", "parameters", "MACs"] { #expect(head.contains(title)) }
    #expect(text.contains(" 360.5 M") || text.contains(" M "))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    let exact = try Program.onTerminal(
      "analyze", "alexnet", "--exact", environment: ["COLUMNS": "80", "NO_COLOR": "1"])
    #expect(exact.contains("105,415,200"))
  }

  @Test func theListTellsNetworksApart() throws {
    let text = try Program.onTerminal("list", environment: ["COLUMNS": "100", "NO_COLOR": "1"])
    #expect(text.contains("as in") && text.contains("bvlc_alexnet") && text.contains("bvlc_reference"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test func errorsAreBrokenAtWords() throws {
    let text = try Program.onTerminal("analyze", "alexnt", environment: ["COLUMNS": "60"])
    #expect(
      text == """
        no model is called 'alexnt', did you mean 'alexnet'? ('zoo
          list' shows all; a file is given with its path, as in
          ./alexnt.yaml)

        """)
  }

  @Test func colourIsChosen() async throws {
    #expect(try await Program.run("list", "--color", "always").output.contains("\u{1B}[1m"))
    #expect(!(try Program.onTerminal("list", "--color", "never").contains("\u{1B}")))
  }

  @Test(arguments: [["NO_COLOR": "1"], ["TERM": "dumb"]])
  func aTerminalWithoutColourHasNone(environment: [String: String]) throws {
    let text = try Program.onTerminal("analyze", "lenet5", environment: environment)
    #expect(text.contains("LeNet-5"))
    #expect(!text.contains("\u{1B}"))
  }

  @Test func anEmptyNoColorIsNone() throws {
    #expect(try Program.onTerminal("list", environment: ["NO_COLOR": ""]).contains("\u{1B}[1m"))
  }
}
