import Foundation
import TestSupport
import Testing

/// `zoo analyze`, from the command line to what a user sees.
@Suite struct AnalyzeTests {
  @Test func alexNetEndsInItsTotals() async throws {
    let outcome = try await Program.run("analyze", "alexnet")
    expectDone(outcome)
    #expect(outcome.output.hasPrefix("AlexNet   input 3×227×227, inference, batch 1, float32\n"))
    #expect(outcome.output.contains("60,965,224  724,406,816"))
  }

  @Test(arguments: familyNames)
  func everyNetworkOfTheZooIsThere(model: String) async throws {
    let outcome = try await Program.run("analyze", model, "--mode", "training", "--format", "csv", "--columns", "all")
    expectDone(outcome)
    #expect(outcome.output.hasPrefix("model,layer,kind,inputs,output,"))
  }

  @Test(arguments: [("lenet", "lenet5"), ("vgg", "vgg16"), ("inception-v1", "googlenet")])
  func anAliasIsTheNetwork(alias: String, model: String) async throws {
    let outcome = try await Program.run("analyze", alias)
    expectDone(outcome)
    #expect(outcome.output == (try await Program.run("analyze", model).output))
  }

  @Test func anUnknownModelGetsTheNearestNames() async throws {
    let outcome = try await Program.run("analyze", "alexnt")
    expectFailure(
      outcome, 66,
      """
      no model is called 'alexnt', did you mean 'alexnet'? \
      ('zoo list' shows all; a file is given with its path, as in ./alexnt.yaml)

      """)
  }

  @Test func oneUnknownModelOfSeveralIsAFailureWithoutOutput() async throws {
    expectFailure(try await Program.run("analyze", "alexnet", "vgg61"), 66, "'vgg16'")
  }

  @Test func modelsInJSONAreAList() async throws {
    let one = try await Program.run("analyze", "lenet5", "--format", "json")
    let two = try await Program.run("analyze", "lenet5", "lenet-caffe", "--format", "json")
    expectDone(one)
    expectDone(two)
    #expect((try JSONSerialization.jsonObject(with: Data(one.output.utf8)) as? [[String: Any]])?.count == 1)
    let list = try #require(try JSONSerialization.jsonObject(with: Data(two.output.utf8)) as? [[String: Any]])
    #expect(list.compactMap { ($0["model"] as? [String: Any])?["name"] as? String } == ["lenet5", "lenet-caffe"])
  }

  @Test func severalModelsInATableFollowEachOther() async throws {
    let first = try await Program.run("analyze", "lenet5").output
    let second = try await Program.run("analyze", "lenet-caffe").output
    #expect(try await Program.run("analyze", "lenet5", "lenet-caffe").output == first + "\n" + second)
  }

  // MARK: Columns

  @Test func columnsAreChosen() async throws {
    let outcome = try await Program.run("analyze", "lenet-caffe", "--columns", "layer, macs", "--format", "csv")
    expectDone(outcome)
    #expect(outcome.output.hasPrefix("model,layer,macs\nlenet-caffe,conv1,288000\nlenet-caffe,pool1,0\n"))
  }

  @Test(arguments: [
    ("layr", "no column is called 'layr', did you mean 'layer'?"), ("layer,mac", "'macs'"),
    ("params", "did you mean 'parameters'?"), ("colour", "'zoo help analyze' lists them"),
    (",", "--columns names no column"),
  ])
  func anUnknownColumnIsWrongUsage(columns: String, message: String) async throws {
    expectFailure(try await Program.run("analyze", "lenet5", "--columns", columns), 64, message)
  }

  // MARK: Sizes of the input

  @Test(arguments: ["3x320x320", "3×320×320", "3,320,320", "320x320", "320"])
  func googLeNetTakesAnotherSize(size: String) async throws {
    let outcome = try await Program.run("analyze", "googlenet", "--input", size)
    expectDone(outcome)
    #expect(outcome.output.contains("input 3×320×320,"))
  }

  @Test func anInputNeedNotBeSquare() async throws {
    let outcome = try await Program.run("analyze", "googlenet", "--input", "320x240")
    expectDone(outcome)
    #expect(outcome.output.contains("input 3×320×240,"))
    #expect(outcome.output.contains("64×160×120"))
  }

  @Test func lenetAtAnotherSizeTeachesWhy() async throws {
    let outcome = try await Program.run("analyze", "lenet5-modern", "--input", "1x40x40")
    #expect(outcome.code == 65)
    #expect(outcome.output == "")
    #expect(
      outcome.errors == """
        lenet5-modern: error: it does not take an input of 1×40×40
          F5, a fully connected layer: its weights were made for 400 inputs, and 784 arrive
          sizes that fit: 32 to 35
          a global average pool before F5 would lift the limit: it makes one number of each channel, whatever the size

        """)
  }

  @Test(arguments: [
    ("1x224x224", "its weights were made for 3 channels, and 1 arrive"),
    ("2x3x4x5", "has 4 sizes, and the network's input is 3×224×224"),
    ("0", "a size of 0 is impossible"), ("8", "is larger than its input"),
    ("99999999999", "is too large"), ("2000000000", "too many"),
  ])
  func anInputThatDoesNotFitIsBadData(size: String, message: String) async throws {
    expectFailure(try await Program.run("analyze", "googlenet", "--input", size), 65, message)
  }

  @Test(arguments: ["x", "3x", "3.5", "99999999999999999999"])
  func anInputThatIsNoSizeIsWrongUsage(size: String) async throws {
    expectFailure(
      try await Program.run("analyze", "googlenet", "--input=\(size)"), 64,
      "--input '\(size)' is no size; write 3x224x224, or 224 for a square")
  }

  @Test func theMemoryOfTrainingIsTold() async throws {
    let outcome = try await Program.run("analyze", "vgg16", "--training", "--optimizer", "adam")
    expectDone(outcome)
    #expect(outcome.output.contains("2 · 138,357,544 · 4 B"))
    expectFailure(
      try await Program.run("analyze", "vgg16", "--optimizer", "adam"), 64, "--optimizer goes with --training")
    expectFailure(
      try await Program.run("analyze", "vgg16", "--training", "--sizes"), 64, "--training makes a report of its own")
  }

  @Test func sizesAreListed() async throws {
    let outcome = try await Program.run("analyze", "lenet5-modern", "alexnet", "--sizes")
    expectDone(outcome)
    #expect(
      outcome.output == """
        lenet5-modern takes square images of size 32 to 35

        alexnet takes square images of size 199 to 230

        """)
  }

  // MARK: Changes

  @Test func aChangedArgumentChangesWhatFollows() async throws {
    let outcome = try await Program.run(
      "analyze", "googlenet", "--set", "conv1/7x7_s2.stride=1", "--columns", "layer,stride,output", "--format", "csv")
    expectDone(outcome)
    #expect(outcome.output.contains("conv1/7x7_s2,1,64×224×224\n"))
  }

  @Test func aLayerIsReplacedByTwo() async throws {
    let outcome = try await Program.run(
      "analyze", "googlenet", "--set",
      "conv1/7x7_s2=[{conv: 64, kernel: 3, stride: 2, pad: 1, name: a}, {conv: 64, kernel: 3, pad: 1, name: b}]",
      "--columns", "layer,kernel,output", "--format", "csv")
    expectDone(outcome)
    #expect(
      outcome.output.hasPrefix(
        """
        model,layer,kernel,output
        googlenet-changed,a,3×3,64×112×112
        googlenet-changed,b,3×3,64×112×112
        googlenet-changed,conv1/relu_7x7,,64×112×112

        """))
  }

  /// A changed network is called so, with its changes, and is not compared with what others published.
  @Test func aChangeLeavesATrace() async throws {
    let change = ["--set", "conv1.channels=200"]
    let table = try await Program.run(["analyze", "alexnet"] + change)
    expectDone(table)
    #expect(table.output.hasPrefix("AlexNet, changed   input 3×227×227"))
    #expect(table.output.contains("\n  changed: conv1.channels=200\n"))
    let markdown = try await Program.run(["analyze", "alexnet", "--format", "markdown", "--language", "es"] + change)
    #expect(markdown.output.hasPrefix("# AlexNet, modificada\n\n- modificada: conv1.channels=200\n"))
    let json = try await Program.run(["analyze", "alexnet", "--format", "json"] + change).output
    for line in [
      #""name": "alexnet-changed""#, #""title": "AlexNet, changed""#, #""changes": ["conv1.channels=200"]"#,
    ] {
      #expect(json.contains(line))
    }
    let yaml = try await Program.run(["analyze", "alexnet", "--format", "yaml"] + change).output
    #expect(yaml.hasPrefix("title: AlexNet, changed\n") || yaml.hasPrefix("title: \"AlexNet, changed\"\n"))
    #expect(yaml.contains("changed: conv1.channels=200") && !yaml.contains("published:"))
    let explained = try await Program.run(["explain", "alexnet", "conv1"] + change).output
    #expect(explained.hasPrefix("AlexNet, changed   changed: conv1.channels=200\n"))
    let folder = try Folder()
    let report = try await Program.run(["report", "alexnet", "-o", "out"] + change, in: folder.url)
    #expect(report.output.wholeMatch(of: /out: [0-9]+ files; begin with out\/README.md\n/) != nil)
    let page = try folder.read("out/alexnet-changed.md")
    #expect(page.hasPrefix("# AlexNet, changed\n") && page.contains("changed: conv1.channels=200"))
    #expect(!page.contains("What others published"))
  }

  @Test func aLayerIsDeleted() async throws {
    let outcome = try await Program.run(
      "analyze", "alexnet", "--set", "fc7=[]", "--columns", "layer", "--format", "csv")
    expectDone(outcome)
    #expect(!outcome.output.contains(",fc7\n") && outcome.output.contains(",fc8\n"))
  }

  @Test(arguments: [
    ("conv2=[{conv: 256, kernl: 3}]", "kernl"), ("conv1.strid=2", "strid"), ("conv99=[]", "conv99"),
    ("conv2=conv", "list of layers"), ("conv2=[{conv: {channels: 5, kernel: 3}}]", "stand beside it"),
  ])
  func aBadChangeIsOneError(change: String, word: String) async throws {
    let outcome = try await Program.run("analyze", "alexnet", "--set", change)
    expectFailure(outcome, 65, word)
    #expect(outcome.errors.ranges(of: "error:").count == 1)
  }

  // MARK: Rows

  @Test func rowsAreSortedAndCut() async throws {
    let outcome = try await Program.run(
      "analyze", "alexnet", "--sort", "macs", "--top", "2", "--columns", "layer,macs", "--format", "csv")
    expectDone(outcome)
    #expect(outcome.output == "model,layer,macs\nalexnet,conv2,223948800\nalexnet,conv3,149520384\n")
    let only = try await Program.run("analyze", "alexnet", "--only", "fc", "--columns", "layer", "--format", "csv")
    #expect(only.output == "model,layer\nalexnet,fc6\nalexnet,fc7\nalexnet,fc8\n")
    let totals = try await Program.run("analyze", "alexnet", "--totals", "--columns", "macs", "--format", "csv")
    #expect(
      totals.output
        == "model,part,macs\nalexnet,conv,665784864\nalexnet,fc,58621952\nalexnet,rest,0\nalexnet,total,724406816\n")
    let folded = try await Program.run(
      "analyze", "googlenet", "--depth", "1", "--sort", "macs", "--top", "1", "--columns", "layer", "--format", "csv")
    #expect(folded.output == "model,layer\ngooglenet,conv2/3x3\n")
  }

  @Test(arguments: [
    (["--sort", "mac"], "did you mean 'macs'?"), (["--only", "cnov"], "did you mean 'conv'"),
    (["--top", "0"], "at least 1"),
    (["--totals", "--top", "3"], "--totals"), (["--sort", "macs", "--format", "json"], "are for tables"),
    (["--only", "conv", "--depth", "1"], "--depth"),
  ])
  func rowsThatCannotBeChosenAreWrongUsage(options: [String], message: String) async throws {
    expectFailure(try await Program.run(["analyze", "alexnet"] + options), 64, message)
  }

  @Test func aModelFileComesFromStandardInput() async throws {
    let piped = try await Program.shell("$ZOO show lenet5 | $ZOO analyze - --format csv --columns layer,macs")
    expectDone(piped)
    #expect(piped.output.hasPrefix("model,layer,macs\nstandard-input,C1,"))
  }

  @Test func channelsThatComeLastAreRecognised() async throws {
    expectFailure(
      try await Program.run("analyze", "alexnet", "--input", "224x224x3"), 65,
      "alexnet: error: --input 224x224x3 has the channels last; they come first: 3x224x224\n")
    let folder = try Folder()
    try folder.write("input: [28, 28, 1]\nlayers: [{fc: 5}]\n", to: "last.yaml")
    let outcome = try await Program.run("analyze", "./last.yaml", in: folder.url)
    #expect(outcome.code == 0)
    #expect(outcome.errors.contains("warning: this is 28 channels of 28×1; channels come first: [1, 28, 28]\n"))
  }

  @Test func severalChangesAddUp() async throws {
    let outcome = try await Program.run(
      "analyze", "lenet-caffe", "--set", "conv1.kernel=3", "--set", "conv1.pad=1", "--columns", "layer,output",
      "--format", "csv")
    expectDone(outcome)
    #expect(
      outcome.output.hasPrefix(
        "model,layer,output\nlenet-caffe-changed,conv1,20×28×28\nlenet-caffe-changed,pool1,20×14×14\n"))
  }

  @Test(arguments: [
    ("conv1", "a change is written LAYER.KEY=VALUE, as in conv1.stride=2"),
    ("=2", "a change is written LAYER.KEY=VALUE, as in conv1.stride=2"),
    ("conv1.strid=2", "--set:1:7: error: conv has no argument 'strid', did you mean 'stride'?"),
    ("conv9.stride=2", "no layer is called 'conv9', did you mean 'conv1', 'conv2' or 'conv3'?"),
    ("conv1.stride=0", "--set:1:14: error: stride must be at least 1, not 0"),
    ("conv1.stride=[", "this is not YAML"),
    ("conv1.kernel=999", "conv1: a window of 999 is larger than its input of 227"),
  ])
  func aChangeThatDoesNotFitIsBadData(change: String, message: String) async throws {
    expectFailure(try await Program.run("analyze", "alexnet", "--set", change), 65, message)
  }

  // MARK: Usage

  @Test(arguments: [
    ["--batch", "0"], ["--batch", "one"], ["--peak-gflops", "0"], ["--bandwidth-gbs", "nan"], ["--format", "xml"],
    ["--mode", "test"], ["--convention", "mine"], ["--type", "int4"], ["--colour"],
  ])
  func wrongOptionsAreWrongUsage(options: [String]) async throws {
    let outcome = try await Program.run("analyze", "lenet5", options[0], options.count > 1 ? options[1] : "lenet5")
    expectFailure(outcome, 64, "Usage: zoo analyze")
  }

  @Test func nothingToAnalyzeIsWrongUsage() async throws {
    expectFailure(try await Program.run("analyze"), 64, "Missing expected argument")
    expectFailure(try await Program.run("frobnicate"), 64, "frobnicate")
  }

  @Test func aBatchThatOverflowsIsBadData() async throws {
    expectFailure(
      try await Program.run("analyze", "lenet5", "--batch", "9223372036854775807"), 65,
      "a batch of 9223372036854775807 is too large for this network")
  }
}
