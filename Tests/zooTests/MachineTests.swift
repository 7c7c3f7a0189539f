import Testing

/// `zoo machines` and `--machine`.
@Suite struct MachineTests {
  @Test func machinesAreListedWithTheirFigures() async throws {
    let outcome = try await Program.run(["machines"])
    expectDone(outcome)
    let row = try #require(outcome.output.split(separator: "\n").first { $0.contains("raspberry-pi-5") })
    #expect(row.split(separator: " ").suffix(5) == ["153.6", "307.2", "614.4", "17.1", "9.0"])
  }

  /// `small` is described in a file, and taken without one.
  @Test func smallIsWhatIsTakenWithoutAName() async throws {
    let arguments = ["analyze", "vgg16", "--format", "csv", "--columns", "layer,time"]
    let named = try await Program.run(arguments + ["--machine", "small"])
    expectDone(named)
    #expect(try await Program.run(arguments).output == named.output)
  }

  @Test func aMachinesFileIsATemplate() async throws {
    let folder = try Folder()
    let shown = try await Program.run(["machines", "t4"])
    expectDone(shown)
    try folder.write(shown.output.replacing("320", with: "640"), to: "mine.yaml")
    func times(_ machine: String, _ type: String) async throws -> String {
      let outcome = try await Program.run(
        [
          "analyze", "vgg16", "--machine", machine, "--type", type, "--format", "csv", "--columns",
          "layer,time",
        ], in: folder.url)
      expectDone(outcome)
      return outcome.output
    }
    let (known, faster) = (try await times("t4", "float32"), try await times("./mine.yaml", "float32"))
    #expect(known != faster)
    // fc8: 4,096,000 weights, 5,096 numbers in and out, and 1,000 biases, of 4 bytes, by 320 GB/s.
    let bytes = 4 * (4_096_000 + 4096 + 1000 + 1000)
    let row = try #require(known.split(separator: "\n").first { $0.hasPrefix("vgg16,fc8,") })
    let seconds = try #require(row.split(separator: ",").last.flatMap { Double($0) })
    #expect(abs(seconds - Double(bytes) / 320e9) < 1e-12)
    #expect(try await times("t4", "float16") != known)
  }

  @Test func figuresOfTheLineComeFirst() async throws {
    let outcome = try await Program.run(
      ["explain", "alexnet", "conv1", "--machine", "t4", "--type", "bfloat16", "--peak-gflops", "1000"])
    expectDone(outcome)
    #expect(outcome.output.contains("1,000 GFLOP/s"))
    #expect(outcome.output.contains("320 GB/s"))
  }

  @Test(arguments: [
    (
      ["--machine", "t5"], 66,
      "no machine is called 't5', did you mean 't4'?; 'zoo machines' lists them, and a file is given by its path"
    ),
    (
      ["--machine", "t4", "--type", "float64"], 65,
      "t4: error: no peak is stated for float64 (stated: float16, float32, int8); give one with --peak-gflops"
    ),
    (["--machine", "./none.yaml"], 66, "./none.yaml"),
    (["--machine", "bad.yaml"], 65, "bad.yaml:1:1: error: a machine needs 'bandwidth_gbs'"),
    (["--peak-gflops", "0"], 64, "--peak-gflops is a number above 0"),
  ])
  func whatIsNoMachineIsRefused(arguments: [String], code: Int32, message: String) async throws {
    let folder = try Folder()
    try folder.write("peak_gflops: 1\n", to: "bad.yaml")
    let outcome = try await Program.run(["analyze", "lenet5"] + arguments, in: folder.url)
    #expect(outcome.code == code)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }
}
