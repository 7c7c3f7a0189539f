import Architecture
import Testing

/// `zoo check`: limits on the command line and in files, and its exit codes.
@Suite struct BudgetCommandTests {
  private let folder: Folder

  init() throws {
    folder = try Folder()
    try folder.write(
      "input: [1, 8, 8]\nlayers: [{conv: 4, kernel: 3, name: a}, {fc: 2, name: b}]\n", to: "nets/mine.yaml")
    try folder.write(
      "input: [1, 8, 8]\nlayers: [{conv: 3, kernel: 3, name: a}, {fc: 2, name: b}]\n", to: "nets/old.yaml")
  }

  private func check(_ arguments: String...) async throws -> Program.Outcome {
    try await Program.run(["check"] + arguments, in: folder.url)
  }

  @Test func theExitCodeSaysWhetherAllHold() async throws {
    let held = try await check("resnet50", "--max-macs", "4.1G", "--max-parameters", "26M", "--min-field", "224")
    expectDone(held)
    #expect(held.output.contains("pass    resnet50  MACs"))
    #expect(held.output.hasSuffix("\n  all 3 limits hold\n"))
    let broken = try await check("resnet50", "--max-macs", "4G", "--max-peak", "60MB")
    #expect(broken.code == 1)
    #expect(broken.errors == "")
    #expect(broken.output.contains("FAIL    resnet50  MACs                 4,089,184,256  ≤ 4,000,000,000"))
    #expect(broken.output.hasSuffix("\n  1 of 2 limits does not hold\n"))
  }

  @Test func pathsInAFileBeginAtItsFolder() async throws {
    try folder.write(
      """
      defaults: {max-macs: 1M}
      networks:
        lenet5: {max-parameters: 62k}
        ./mine.yaml: {against: ./old.yaml, tolerance: 100%}
        again: {model: mine.yaml, max-parameters: 10}
      """, to: "nets/budget.yaml")
    let all = try await check("--budget", "nets/budget.yaml")
    #expect(all.code == 1)
    #expect(all.errors == "")
    #expect(all.output.hasSuffix("\n  1 of 9 limits does not hold\n"))
    expectDone(try await check("./mine.yaml", "--budget", "nets/budget.yaml"))
    let stricter = try await check("lenet5", "--budget", "nets/budget.yaml", "--max-macs", "1k")
    #expect(stricter.code == 1)
    #expect(stricter.output.contains("≤ 1,000 "))
    #expect(!stricter.output.contains("≤ 1,000,000"))
  }

  @Test func aBadFileIsNamedAtItsPlace() async throws {
    try folder.write("networks:\n  alexnt: {max-macs: 1G}\n", to: "budget.yaml")
    expectFailure(try await check("--budget", "budget.yaml"), 66, "  used from budget.yaml:2:3\n")
    try folder.write("networks:\n  alexnet: {max-mac: 1G}\n", to: "budget.yaml")
    expectFailure(try await check("--budget", "budget.yaml"), 65, "budget.yaml:2:13: error: ")
    expectFailure(try await check("--budget", "none.yaml"), 66, "none.yaml: ")
    try folder.write("networks:\n  alexnet: {max-macs: 1G, input: 8}\n", to: "budget.yaml")
    expectFailure(try await check("--budget", "budget.yaml"), 65, "sizes that fit: 199 to 230")
    expectFailure(try await check("vgg", "--budget", "budget.yaml"), 65, "it has no network 'vgg'")
  }

  @Test(arguments: [
    ([], "check takes a model"), (["alexnet"], "nothing is asked of the network"),
    (["alexnet", "vgg16", "--against", "lenet5"], "--against is about one model"),
    (["alexnet", "--max-macs", "1G", "--tolerance", "1%"], "--tolerance goes with --against"),
    (["alexnet", "--max-macs", "many"], "many"), (["alexnet", "--max-peak", "1 dozen"], "1 dozen"),
    (["--budget", "b.yaml", "--set", "a.b=1"], "--set changes a model of the command line"),
  ])
  func whatDoesNotGoTogetherIsWrongUsage(arguments: [String], message: String) async throws {
    expectFailure(try await Program.run(["check"] + arguments, in: folder.url), 64, message)
  }

  /// A file takes the limits that the command line takes.
  @Test func everyLimitIsAnOption() async throws {
    let help = try await Program.run("help", "check")
    for (bound, quantity) in QuantityLimit.kinds {
      #expect(help.output.contains("--\(QuantityLimit.name(bound, quantity)) "))
      let number = bound == .most ? "1G" : "1"
      expectDone(try await check("nets/mine.yaml", "--\(QuantityLimit.name(bound, quantity))", number))
    }
  }

  @Test func formatsForPipelines() async throws {
    let comment = try await check("nets/mine.yaml", "--against", "nets/old.yaml", "--format", "markdown")
    #expect(comment.code == 1)
    #expect(comment.output.contains("\n**MACs +33 %: a is wider**\n"))
    let spanish = try await check("nets/mine.yaml", "--max-macs", "1", "--format", "junit", "--language", "es")
    #expect(spanish.output.contains("<failure type=\"max-macs\" message=\"MAC: 1584; se pide ≤ 1\">"))
  }
}
