import Foundation
import Testing

/// `zoo weights`, as a user runs it.
@Suite struct WeightsCommandTests {
  /// The file is of another network of the zoo.
  @Test func theNetworkThatWeightsFitIsNamed() async throws {
    let folder = try Folder()
    #expect(try await Program.run("weights", "init", "lenet-caffe", "-o", "w.h5", in: folder.url).code == 0)
    let outcome = try await Program.run("weights", "check", "lenet5-modern", "w.h5", in: folder.url)
    #expect(outcome.code == 1)
    #expect(outcome.output.contains("\n  these weights fit lenet-caffe\n"))
  }

  /// Files that Scripts/record_weights.py wrote.
  private let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/weights")

  /// A folder with synthetic weights of LeNet-5 in `w.h5`.
  private func folder(_ model: String = "lenet5-modern") async throws -> Folder {
    let folder = try Folder()
    let outcome = try await Program.run("weights", "init", model, "--seed", "3", "-o", "w.h5", in: folder.url)
    expectSilent(outcome)
    return folder
  }

  private func expectSilent(_ outcome: Program.Outcome, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(outcome.code == 0, sourceLocation: sourceLocation)
    #expect(outcome.output == "", sourceLocation: sourceLocation)
    #expect(outcome.errors == "", sourceLocation: sourceLocation)
  }

  private func bytes(_ name: String, in folder: Folder) throws -> Data {
    try Data(contentsOf: folder.url.appending(path: name))
  }

  private func json(_ outcome: Program.Outcome) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
  }

  @Test func theSameSeedMakesTheSameFile() async throws {
    let (first, second) = (try await folder(), try await folder())
    #expect(try bytes("w.h5", in: first) == bytes("w.h5", in: second))
    expectSilent(
      try await Program.run("weights", "init", "lenet5-modern", "--seed", "4", "-o", "x.h5", in: first.url))
    #expect(try bytes("w.h5", in: first) != bytes("x.h5", in: first))
  }

  @Test func zerosAreCounted() async throws {
    let folder = try await folder()
    // LeNet-5's table of connections: what it leaves out is no weight, and so no zero.
    expectSilent(try await Program.run("weights", "init", "lenet5", "-o", "c.h5", in: folder.url))
    let outcome = try await Program.run("weights", "sparsity", "lenet5", "c.h5", "--format", "csv", in: folder.url)
    expectDone(outcome)
    #expect(
      outcome.output == """
        layer,weights,zeros,outputs,zero_outputs,inputs,zero_inputs,macs,effective_macs
        C1,150,0,6,0,1,0,117600,117600
        C3,1500,0,16,0,6,0,150000,150000
        C5,48000,0,120,0,16,0,48000,48000
        F6,10080,0,84,0,120,0,10080,10080

        """)
    let misfit = try await Program.run("weights", "sparsity", "lenet5", "w.h5", in: folder.url)
    #expect(misfit.code == 65)
    #expect(misfit.errors.hasSuffix("the weights do not fit the network\n"))
  }

  @Test func aFileIsInspected() async throws {
    let folder = try await folder()
    let outcome = try await Program.run("weights", "inspect", "w.h5", in: folder.url, environment: ["COLUMNS": "200"])
    expectDone(outcome)
    #expect(outcome.output.hasPrefix("w.h5   zoo HDF5, kernels OIHW\n  10 tensors, 61,706 numbers, a file of "))
    #expect(outcome.output.contains("/C1/weight"))
    #expect(!outcome.output.contains("sha256"))
    let statistics = try json(
      await Program.run("weights", "inspect", "w.h5", "--statistics", "--format", "json", in: folder.url))
    #expect(statistics["schema"] as? String == "zoo.inspection/1")
    let tensors = try #require(statistics["tensors"] as? [[String: Any]])
    #expect(tensors.count == 10)
    for tensor in tensors {
      #expect((tensor["sha256"] as? String)?.count == 64)
      #expect(tensor["nan"] as? Int == 0)
      #expect(tensor["min"] as? Double != nil)
    }
  }

  @Test func aFileFits() async throws {
    let folder = try await folder()
    let outcome = try await Program.run("weights", "check", "lenet5-modern", "w.h5", in: folder.url)
    expectDone(outcome)
    #expect(
      outcome.output
        == "fits   w.h5 (zoo HDF5) and lenet5-modern: 10 of 10 tensors are there with the right shape\n")
    let report = try json(
      await Program.run("weights", "check", "lenet5-modern", "w.h5", "--format", "json", in: folder.url))
    #expect(report["schema"] as? String == "zoo.check/1")
    #expect(report["fits"] as? Bool == true)
  }

  @Test func anotherNetworkDoesNotFit() async throws {
    let folder = try await folder()
    let outcome = try await Program.run("weights", "check", "lenet-caffe", "w.h5", in: folder.url)
    #expect(outcome.code == 1)
    #expect(outcome.errors == "")
    #expect(outcome.output.hasPrefix("does not fit   w.h5"))
    #expect(outcome.output.contains("  missing    conv1/weight, 20×1×5×5"))
    #expect(outcome.output.contains("  extra      '/C1/weight', 6×1×5×5"))
    let report = try await Program.run("weights", "check", "lenet-caffe", "w.h5", "--format", "json", in: folder.url)
    #expect(report.code == 1)
    #expect(try json(report)["fits"] as? Bool == false)
  }

  @Test(arguments: ["caffe", "keras", "keras3", "pytorch", "safetensors", "zoo"])
  func everyExportIsTheSame(format: String) async throws {
    let folder = try await folder()
    expectSilent(
      try await Program.run("weights", "export", "lenet5-modern", "w.h5", "--to", format, "-o", "x", in: folder.url))
    let check = try await Program.run(
      "weights", "check", "lenet5-modern", "x", "--against", "w.h5", in: folder.url)
    expectDone(check)
    #expect(check.output.contains("\nthe same   10 tensors are bit-equal with w.h5\n"))
    expectSilent(try await Program.run("weights", "import", "lenet5-modern", "x", "-o", "back.h5", in: folder.url))
    #expect(try bytes("back.h5", in: folder) == bytes("w.h5", in: folder))
    #expect(try folder.names == ["back.h5", "w.h5", "x"])
  }

  @Test func aDifferenceIsNamedUnlessTolerated() async throws {
    let folder = try await folder()
    expectSilent(
      try await Program.run(
        "weights", "export", "lenet5-modern", "w.h5", "--to", "keras", "--type", "float16", "-o", "half.h5",
        in: folder.url))
    let check = ["weights", "check", "lenet5-modern", "half.h5", "--against", "w.h5"]
    let differing = try await Program.run(check[0], check[1], check[2], check[3], check[4], check[5], in: folder.url)
    #expect(differing.code == 1)
    #expect(
      differing.output.contains("differs   10 of 10 tensors differ from w.h5; the first is C1/weight\n  C1/weight: "))
    let tolerated = try await Program.run(
      check[0], check[1], check[2], check[3], check[4], check[5], "--tolerance", "0.001", in: folder.url)
    #expect(tolerated.code == 0)
    #expect(tolerated.output.contains("10 within the tolerance of 0.001"))
    let report = try json(
      await Program.run(
        check[0], check[1], check[2], check[3], check[4], check[5], "--format", "json", in: folder.url))
    let against = try #require(report["against"] as? [String: Any])
    #expect(against["same"] as? Bool == false)
    #expect(against["first_differing"] as? String == "C1/weight")
  }

  @Test func whatIsNoWeightFileIsBadData() async throws {
    let folder = try await folder()
    try folder.write("no weights", to: "text")
    try folder.write(try bytes("w.h5", in: folder).prefix(5000), to: "short.h5")
    for name in ["text", "short.h5"] {
      for arguments in [["inspect"], ["check", "lenet5-modern"]] {
        let outcome =
          arguments.count == 1
          ? try await Program.run("weights", arguments[0], name, in: folder.url)
          : try await Program.run("weights", arguments[0], arguments[1], name, in: folder.url)
        expectFailure(outcome, 65, "\(name): ")
      }
      expectFailure(
        try await Program.run("weights", "import", "lenet5-modern", name, "-o", "out", in: folder.url), 65, "\(name): ")
    }
    #expect(try folder.names == ["short.h5", "text", "w.h5"])
  }

  /// No numbers at all, in a shape whose product is none: once the end of the process that showed it.
  @Test(arguments: ["before-zero", "after-zero", "in-chunks"])
  func aShapeBeyondNumbersIsBadData(name: String) async throws {
    let file = fixtures.deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "HDF5Tests/Fixtures/hostile/rank--overflow-\(name).h5").path
    let message = "\(file): rule rank: '/x' has a shape whose product is no number"
    expectFailure(try await Program.run("weights", "inspect", file), 65, message)
    expectFailure(try await Program.run("weights", "check", "lenet5-modern", file), 65, message)
  }

  @Test func aMissingFileIsNoInput() async throws {
    let folder = try await folder()
    expectFailure(try await Program.run("weights", "inspect", "none.h5", in: folder.url), 66, "none.h5: No such file")
    expectFailure(
      try await Program.run("weights", "check", "lenet5-modern", "none.h5", in: folder.url), 66, "none.h5: ")
    expectFailure(
      try await Program.run("weights", "check", "lenet5-modern", "w.h5", "--against", "none.h5", in: folder.url), 66,
      "none.h5: ")
    expectFailure(try await Program.run("weights", "check", "lenet6", "w.h5", in: folder.url), 66, "lenet6")
    expectFailure(try await Program.run("weights", "inspect", ".", in: folder.url), 66, ".: ")
  }

  @Test func aFileIsReplacedWithForceAlone() async throws {
    let folder = try await folder()
    try folder.write("mine", to: "x")
    expectFailure(
      try await Program.run("weights", "import", "lenet5-modern", "w.h5", "-o", "x", in: folder.url), 74,
      "x: is there already; --force replaces it\n")
    expectFailure(
      try await Program.run("weights", "init", "lenet5-modern", "-o", "x", in: folder.url), 74, "--force replaces it")
    #expect(try folder.read("x") == "mine")
    expectSilent(
      try await Program.run("weights", "import", "lenet5-modern", "w.h5", "-o", "x", "--force", in: folder.url))
    #expect(try bytes("x", in: folder) == bytes("w.h5", in: folder))
    expectFailure(
      try await Program.run("weights", "import", "lenet5-modern", "w.h5", "-o", "none/x", in: folder.url), 74,
      "none/x: No such file")
    #expect(try folder.names == ["w.h5", "x"])
  }

  /// The output takes the place of the input, which is read to its end before.
  @Test func theOutputMayBeTheInput() async throws {
    let folder = try await folder()
    let before = try bytes("w.h5", in: folder)
    expectFailure(
      try await Program.run(
        "weights", "export", "lenet5-modern", "w.h5", "--to", "keras", "-o", "w.h5", in: folder.url),
      74, "--force")
    #expect(try bytes("w.h5", in: folder) == before)
    expectSilent(
      try await Program.run(
        "weights", "export", "lenet5-modern", "w.h5", "--to", "keras", "-o", "w.h5", "--force", in: folder.url))
    #expect(try bytes("w.h5", in: folder) != before)
    expectSilent(
      try await Program.run("weights", "import", "lenet5-modern", "w.h5", "-o", "w.h5", "--force", in: folder.url))
    #expect(try bytes("w.h5", in: folder) == before)
    #expect(try folder.names == ["w.h5"])
  }

  @Test func nothingIsWrittenWhereTheCheckFails() async throws {
    let folder = try await folder()
    try folder.write("mine", to: "x")
    for flag in ["--force", "--allow-missing"] {
      let outcome = try await Program.run(
        "weights", "import", "lenet-caffe", "w.h5", "-o", flag == "--force" ? "x" : "y", flag, in: folder.url)
      expectFailure(outcome, 65, "does not fit")
      #expect(outcome.errors.hasSuffix("nothing was written\n"))
    }
    #expect(try folder.read("x") == "mine")
    #expect(try folder.names == ["w.h5", "x"])
  }

  /// A network with a layer more: what is missing is listed, and the rest is written.
  @Test func whatIsMissingMayStayOut() async throws {
    let folder = try await folder("lenet5-modern")
    try folder.write(
      """
      title: LeNet-5 with a layer more
      paper: p
      reference: r
      input: [1, 32, 32]
      layers:
      - {conv: 6, kernel: 5, name: C1}
      - {avgpool: 2, name: S2}
      - {conv: 16, kernel: 5, name: C3}
      - {avgpool: 2, name: S4}
      - {fc: 120, name: F5}
      - {fc: 84, name: F6}
      - {fc: 10, name: output}
      - {fc: 3, name: more}
      """, to: "more.yaml")
    let refused = try await Program.run("weights", "import", "./more.yaml", "w.h5", "-o", "x.h5", in: folder.url)
    expectFailure(refused, 65, "missing    more/weight, 3×10\n")
    #expect(try folder.names == ["more.yaml", "w.h5"])
    let written = try await Program.run(
      "weights", "import", "./more.yaml", "w.h5", "-o", "x.h5", "--allow-missing", in: folder.url)
    #expect(written.code == 0)
    #expect(written.errors.contains("missing    more/weight, 3×10\n  missing    more/bias, 3\n"))
    let check = try await Program.run(
      "weights", "check", "lenet5-modern", "x.h5", "--against", "w.h5", in: folder.url)
    #expect(check.code == 0)
  }

  /// A whole model of Keras: what is not weights is left out, and said.
  @Test func whatIsLeftOutIsSaid() async throws {
    let folder = try Folder()
    let outcome = try await Program.run(
      "weights", "import", fixtures.appending(path: "small.yaml").path, fixtures.appending(path: "keras-model.h5").path,
      "-o", "x.h5", in: folder.url)
    #expect(outcome.code == 0)
    #expect(outcome.errors.hasPrefix("fits   "))
    #expect(outcome.errors.hasSuffix("\n  the optimizer's state (optimizer_weights) was left out\n"))
    #expect(try folder.names == ["x.h5"])
  }

  /// Layers that are nobody's by name were matched by their place, which the user should know.
  @Test func matchingByOrderIsSaid() async throws {
    let folder = try Folder()
    let outcome = try await Program.run(
      "weights", "import", fixtures.appending(path: "small.yaml").path, fixtures.appending(path: "theano.h5").path,
      "-o", "x.h5", in: folder.url)
    #expect(outcome.code == 0)
    #expect(outcome.errors.contains("layers were matched in the order of the file\n"))
  }

  @Test func aFlippedBitIsFound() async throws {
    let folder = try await folder()
    let report = try json(
      await Program.run("weights", "inspect", "w.h5", "--statistics", "--format", "json", in: folder.url))
    #expect((report["tensors"] as? [Any])?.count == 10)
    var data = try bytes("w.h5", in: folder)
    data[data.count - 1000] ^= 1
    try folder.write(data, to: "w.h5")
    let outcome = try await Program.run("weights", "check", "lenet5-modern", "w.h5", in: folder.url)
    #expect(outcome.code == 1)
    #expect(outcome.output.contains("bytes that are not those that were written (sha256) in"))
    expectFailure(
      try await Program.run("weights", "import", "lenet5-modern", "w.h5", "-o", "x.h5", in: folder.url), 65, "sha256")
    #expect(try folder.names == ["w.h5"])
  }

  @Test func wrongUsageIsSaid() async throws {
    let folder = try await folder()
    expectFailure(
      try await Program.run(
        "weights", "import", "lenet5-modern", "w.h5", "-o", "x", "--type", "int8", in: folder.url), 64, "int8")
    expectFailure(
      try await Program.run("weights", "check", "lenet5-modern", "w.h5", "--tolerance=-1", in: folder.url), 64,
      "--tolerance is at least 0")
    expectFailure(
      try await Program.run("weights", "export", "lenet5-modern", "w.h5", "-o", "x", "--to", "onnx", in: folder.url),
      64, "onnx")
    #expect(try folder.names == ["w.h5"])
  }
}
