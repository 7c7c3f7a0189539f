import Analysis
import Foundation
import Models
import Testing

/// The other commands, help and completion.
@Suite struct CommandTests {
  @Test func theListHasEveryNetwork() async throws {
    let outcome = try await Program.run("list", "--format", "csv")
    expectDone(outcome)
    let names = outcome.output.split(separator: "\n").dropFirst().map { String($0.prefix { $0 != "," }) }
    #expect(names == Models.all.map(\.name))
  }

  @Test func aLayerIsExplained() async throws {
    let outcome = try await Program.run("explain", "alexnet", "conv1")
    expectDone(outcome)
    #expect(outcome.output.contains("(227 + 2·0 − 11)/4 + 1 = 55\n"))
    #expect(outcome.output.contains("11·11·3·96 + 96 = 34,944\n"))
  }

  @Test func everyLayerIsExplained() async throws {
    let outcome = try await Program.run("explain", "lenet-caffe")
    expectDone(outcome)
    #expect(outcome.output.split(separator: "\n\n").count == 8)
  }

  @Test func aUnitsPixelsAreExplained() async throws {
    let outcome = try await Program.run("explain", "vgg16", "conv1_2", "--unit", "0,223")
    expectDone(outcome)
    #expect(
      outcome.output.contains(
        "  unit 0,223        rows −2 to 2 of 0 to 223, 2 before and 0 after the image are padding\n"))
    #expect(outcome.output.hasSuffix("pixels that change it: rows 0 to 2, columns 221 to 223; 3·3 = 9\n"))
  }

  @Test func aUnitThatIsNotThereIsBadData() async throws {
    expectFailure(
      try await Program.run("explain", "vgg16", "conv1_2", "--unit", "224,0"), 65,
      "vgg16: error: conv1_2 has units at 0 to 223, 0 to 223, not at 224,0\n")
    expectFailure(try await Program.run("explain", "vgg16", "conv1_2", "--unit", "5"), 65, "not at 5\n")
    expectFailure(try await Program.run("explain", "vgg16", "fc6", "--unit", "0,0"), 65, "fc6 is a vector")
  }

  @Test(arguments: ["a", "1,", "1,2,3", "1,2x"])
  func aUnitThatIsNoPositionIsWrongUsage(unit: String) async throws {
    expectFailure(try await Program.run("explain", "vgg16", "conv1_2", "--unit=\(unit)"), 64, "is no position")
  }

  @Test func aUnitNeedsALayer() async throws {
    expectFailure(try await Program.run("explain", "vgg16", "--unit", "0,0"), 64, "--unit needs a layer")
  }

  @Test func anUnknownLayerGetsTheNearestNames() async throws {
    expectFailure(
      try await Program.run("explain", "alexnet", "conv9"), 65,
      "alexnet: error: no layer is called 'conv9', did you mean 'conv1', 'conv2' or 'conv3'?\n")
  }

  @Test func aChangeIsExplained() async throws {
    let padded = try await Program.run("explain", "googlenet", "conv1/7x7_s2", "--set", "conv1/7x7_s2.pad=2")
    expectDone(padded)
    #expect(padded.output.contains("⌊(224 + 2·2 − 7)/2⌋ + 1 = 111, rounded down"))
  }

  @Test func networksAreCompared() async throws {
    let outcome = try await Program.run("compare", "alexnet", "alexnet-torchvision")
    expectDone(outcome)
    #expect(outcome.output.contains("18 layers differ, 8 are the same"))
    #expect(outcome.output.contains("parameters           60,965,224           61,100,840\n"))
  }

  @Test func aNetworkIsComparedWithItselfChanged() async throws {
    let outcome = try await Program.run("compare", "lenet-caffe", "--set", "pool2=[]")
    expectDone(outcome)
    #expect(outcome.output.hasPrefix("                    lenet-caffe  lenet-caffe, changed\n"))
    #expect(outcome.output.contains("lenet-caffe and lenet-caffe, changed: 2 layers differ, 6 are the same"))
    let last = try await Program.run("compare", "alexnet", "alexnet-torchvision", "--set", "features.0.pad=0")
    expectDone(last)
    #expect(last.output.contains("alexnet and alexnet-torchvision, changed"))
  }

  @Test func oneNetworkIsNotCompared() async throws {
    expectFailure(try await Program.run("compare", "alexnet"), 64, "two or more")
  }

  @Test func helpMentionsEveryConventionColumnAndFormat() async throws {
    let help = try await Program.run("help", "analyze", environment: ["COLUMNS": "80"])
    expectDone(help)
    for convention in Convention.allCases { #expect(help.output.contains("\n  \(convention.rawValue) ")) }
    for word in ["table, markdown, json, csv", "inference, training", "\n  activations *", "--sizes", "--set <change>"]
    {
      #expect(help.output.contains(word))
    }
    let tooLong = help.output.split(separator: "\n").filter { $0.count > 80 }
    #expect(tooLong == [])
  }

  @Test func theVersionIsPrinted() async throws {
    let outcome = try await Program.run("--version")
    expectDone(outcome)
    #expect(outcome.output.wholeMatch(of: /[0-9]+\.[0-9]+\.[0-9]+\n/) != nil)
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func modelNamesComplete(shell: String) async throws {
    let outcome = try await Program.run("--generate-completion-script", shell)
    expectDone(outcome)
    for name in ["alexnet-torchvision", "inception-v1"] { #expect(outcome.output.contains(name)) }
  }

  @Test func exitCodesAreInTheHelp() async throws {
    let help = try await Program.run("--help", environment: ["COLUMNS": "80"]).output
    for code in ["0 done", "64 wrong usage", "65 ", "66 ", "74 "] {
      #expect(help.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(code))
    }
  }
}
