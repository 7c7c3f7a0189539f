import TestSupport
import Testing

/// `zoo sweep`: sizes, batches and formats.
@Suite struct SweepCommandTests {
  @Test func rangesAndSinglesAreSizes() async throws {
    let outcome = try await Program.run(
      "sweep", "resnet18", "--input", "64,128:192:32,96x160", "--batch", "1,8", "--format", "csv", "--columns", "macs")
    expectDone(outcome)
    let records = CSVReader.records(outcome.output)
    #expect(
      records.map { "\($0["height"] ?? "")×\($0["width"] ?? "") \($0["batch"] ?? "")" } == [
        "64×64 1", "64×64 8", "128×128 1", "128×128 8", "160×160 1", "160×160 8", "192×192 1", "192×192 8", "96×160 1",
        "96×160 8",
      ])
    let numbers = records.compactMap { $0["macs"].flatMap { Int($0) } }
    #expect(numbers.count == 10)
    #expect(numbers[1] == 8 * numbers[0])
  }

  @Test func theTotalsAreThoseOfAnalyze() async throws {
    let swept = try await Program.run("sweep", "resnet18", "--input", "224", "--columns", "macs", "--format", "csv")
    #expect(swept.output == "model,height,width,batch,macs,problem\nresnet18,224,224,1,1814073344,\n")
  }

  @Test func aPictureHasAPanelForEachQuantity() async throws {
    let outcome = try await Program.run(
      "sweep", "alexnet", "--input", "180:240:10", "--batch", "1,8,32", "--format", "svg", "--columns", "macs,peak")
    expectDone(outcome)
    #expect(outcome.output.contains(">batch 32</text>"))
    #expect(PictureReader(outcome.output).findings == [])
    expectFailure(
      try await Program.run("sweep", "alexnet", "--input", "10", "--format", "svg"), 65, "there is nothing to draw")
  }

  @Test(arguments: [
    (["alexnet", "--input", "1:2:3:4"], "is no size and no range"), (["alexnet", "--input", "8:4"], "is no size"),
    (["alexnet", "--input", "1:999999999"], "is no size"), (["alexnet", "--input", "a"], "is no size"),
    (["alexnet", "--input", "224", "--batch", "0"], "is no list of whole numbers"),
    (["alexnet", "--input", "224", "--columns", "mac"], "--columns has no 'mac', did you mean 'macs'"),
    (["alexnet", "vgg16", "--input", "224", "--format", "svg"], "--format svg draws one model"),
  ])
  func whatIsNoSweepIsWrongUsage(arguments: [String], message: String) async throws {
    expectFailure(try await Program.run(["sweep"] + arguments), 64, message)
  }

  @Test func aSizeOfOtherAxesIsBadData() async throws {
    expectFailure(
      try await Program.run("sweep", "alexnet", "--input", "3x4x5x6"), 65, "has 4 sizes, and the network's input is")
  }
}
