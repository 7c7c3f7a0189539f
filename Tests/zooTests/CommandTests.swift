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
    #expect(outcome.output.contains(" lenet-caffe  lenet-caffe-changed\n"))
    #expect(outcome.output.contains("lenet-caffe and lenet-caffe-changed: 2 layers differ, 6 are the same"))
    #expect(outcome.output.contains("\n  lenet-caffe-changed: changed: pool2=[]\n"))
    let last = try await Program.run("compare", "alexnet", "alexnet-torchvision", "--set", "features.0.pad=0")
    expectDone(last)
    #expect(last.output.contains("alexnet and alexnet-torchvision-changed"))
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

  /// As OpenMP tells by itself where it is asked to.
  @Test(
    arguments: [
      ([:], "'100'"), (["GOMP_SPINCOUNT": "7"], "'7'"), (["OMP_WAIT_POLICY": "passive"], "'0'"),
    ] as [([String: String], String)])
  func threadsLookForEachOtherAHundredTimes(environment: [String: String], expected: String) async throws {
    let outcome = try await Program.run(
      "benchmark", "lenet5", "--repetitions", "1",
      environment: environment.mapValues { Optional($0) }.merging(["OMP_DISPLAY_ENV": "verbose"]) { one, _ in one })
    #expect(outcome.code == 0)
    let line = outcome.errors.split(separator: "\n").first { $0.contains("GOMP_SPINCOUNT") }
    #expect(line?.contains(expected) == true, "\(line ?? "")")
  }

  /// What confines a worker here; SandboxTests try whether it is true.
  @Test func theConfinementIsSaidWithTheVersion() async throws {
    let outcome = try await Program.run("--version", "--verbose")
    expectDone(outcome)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.first?.wholeMatch(of: /zoo [0-9]+\.[0-9]+\.[0-9]+/) != nil)
    for layer in ["seccomp", "Landlock", "privileges", "limits"] {
      let line = try Regex("^  \(layer) +(in force|missing): ")
      #expect(lines.contains { $0.contains(line) }, "\(layer)")
    }
    let spanish = try await Program.run("--version", "--verbose", "--language", "es")
    #expect(spanish.output.contains("\n  límites      en vigor: memoria"))
    expectFailure(try await Program.run("--version", "--verbose", "--nonsense"), 64, "--nonsense")
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func aShellIsToldHowToComplete(shell: String) async throws {
    let outcome = try await Program.run("--generate-completion-script", shell)
    expectDone(outcome)
    for word in ["receptive-field", "---completion"] { #expect(outcome.output.contains(word)) }
  }

  /// What the shells' scripts ask the program for, with the words of the line and the place of the one to complete.
  private func completions(_ asked: String, _ words: String...) async throws -> [Substring] {
    let outcome = try await Program.run(
      ["---completion"] + asked.split(separator: " ").map(String.init) + [
        "\(words.count - 1)", "\(words.last?.count ?? 0)",
      ] + words)
    expectDone(outcome)
    return outcome.output.split(separator: "\n")
  }

  @Test func networksLayersAndColumnsComplete() async throws {
    #expect(
      try await completions("analyze -- positional@0", "zoo", "analyze", "goo").starts(with: [
        "googlenet", "googlenet-torchvision",
      ]))
    let layers = try await completions("explain -- positional@1", "zoo", "explain", "lenet-caffe", "")
    #expect(layers.starts(with: ["conv1", "pool1"]))
    let columns = try await completions("analyze -- --columns", "zoo", "analyze", "alexnet", "--columns", "layer,")
    #expect(columns.contains("layer,macs"))
  }

  /// What is no command, and what was probably meant.
  @Test(arguments: [
    ("alexnet", "'alexnet' is a network and not a command: zoo analyze alexnet\n"),
    ("analyse alexnet", "no command is called 'analyse', did you mean 'analyze'? ('zoo --help' lists all)\n"),
    ("help foo", "no command is called 'foo' ('zoo --help' lists all)\n"),
    ("weights chek", "no command is called 'chek', did you mean 'check'? ('zoo weights --help' lists all)\n"),
  ])
  func aWordThatIsNoCommandIsExplained(line: String, message: String) async throws {
    expectFailure(try await Program.run(line.split(separator: " ").map(String.init)), 64, message)
  }

  /// Every command that is listed ends its help in examples, which are well-formed.
  @Test func helpEndsInExamples() async throws {
    let manual = try await Program.run("manual")
    expectDone(manual)
    let commands = manual.output.matches(of: /\n\.SH zoo ([a-z -]+)/).map { String($0.1) }
    #expect(commands.count > 20)
    let folder = try Folder()
    // In the place of a browser, so that none comes up.
    for name in ["open", "xdg-open"] {
      let program = try folder.write("#!/bin/sh\n", to: "bin/\(name)")
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
    }
    for command in commands {
      let help = try await Program.run(["help"] + command.split(separator: " ").map(String.init))
      let examples = try #require(help.output.split(separator: "EXAMPLES:\n").last, "\(command)")
        .split(separator: "\n").map { String($0.drop { $0 == " " }) }
      #expect((1...3).contains(examples.count), "\(command)")
      for word in ["Scripts/", "Sources/", "make "] { #expect(!help.output.contains(word), "\(command)") }
      for example in examples {
        let outcome = try await Program.shell(
          "PATH=\"$PWD/bin:$PATH\"; zoo() { \"$ZOO\" \"$@\"; }; \(example)", in: folder.url)
        #expect(outcome.code != 64, "\(example): \(outcome.errors)")
      }
    }
  }

  /// Each example of the kinds of layers is read, behind what it needs.
  @Test func kindsOfLayersHaveExamplesThatAreRead() async throws {
    let folder = try Folder()
    for kind in Models.layerKinds {
      let before =
        kind.names == ["matmul"]
        ? "{reshape: [4, 64], name: q}, {reshape: [4, 64], name: k, from: q}" : "{conv: 8, kernel: 1}"
      try folder.write("input: [4, 8, 8]\nlayers: [\(before), \(kind.example)]\n", to: "kind.yaml")
      let outcome = try await Program.run("analyze", "./kind.yaml", in: folder.url)
      #expect(outcome.code == 0, "\(kind.example): \(outcome.errors)")
    }
    let table = try await Program.run("layers", "conv", "maxpool")
    expectDone(table)
    #expect(table.output.contains("{maxpool: 3, stride: 2}"))
    expectFailure(try await Program.run("layers", "convv"), 66, "did you mean 'conv'?")
  }

  @Test func anotherToolsArithmeticIsShown() async throws {
    let outcome = try await Program.run("explain", "alexnet", "conv2", "--convention", "ptflops")
    expectDone(outcome)
    #expect(
      outcome.output.contains(
        "\n  ptflops           223,948,800 MACs + 186,624 additions of a bias = 224,135,424 MACs\n"))
    let relu = try await Program.run("explain", "alexnet", "relu1", "--convention", "torch")
    #expect(relu.output.contains("\n  torch             it does not know this kind of layer\n"))
  }

  @Test func theMachineAndTheTypeAreSeenInWhatALayerCosts() async throws {
    let outcome = try await Program.run(
      "explain", "alexnet", "conv1", "--type", "float16", "--peak-gflops", "1000", "--bandwidth-gbs", "10")
    expectDone(outcome)
    #expect(outcome.output.contains("\n  activations       96·55·55 · 2 bytes of float16 = 580,800\n"))
    #expect(outcome.output.contains("211,120,800 FLOPs / 1,000 GFLOP/s = 211 µs"))
  }

  @Test func allToolsAreComparedInWords() async throws {
    let outcome = try await Program.run("explain", "vgg16", "--conventions")
    expectDone(outcome)
    for convention in Convention.allCases { #expect(outcome.output.contains("\n  \(convention.rawValue) ")) }
    #expect(outcome.output.contains("15,483,821,032"))
    #expect(outcome.output.contains("two for each MAC"))
    expectFailure(try await Program.run("explain", "vgg16", "conv1_1", "--conventions"), 64, "--conventions")
  }
  @Test func exitCodesAreInTheHelp() async throws {
    let help = try await Program.run("--help", environment: ["COLUMNS": "80"]).output
    for code in ["0 done", "64 wrong usage", "65 ", "66 ", "74 "] {
      #expect(help.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(code))
    }
  }
}
