import Foundation
import Pictures
import Report
import RunReports
import TestSupport
import Testing

/// What every command writes with `--format json`: valid by its schema, and read back as the document that it is.
@Suite struct JSONOutputTests {
  /// Each document with a reader that writes it anew.
  private static let documents: [String: @Sendable (Data) throws -> String] = [
    AnalysisDocument.schema: again(AnalysisDocument.self), ComparisonDocument.schema: again(ComparisonDocument.self),
    BudgetDocument.schema: again(BudgetDocument.self), ListDocument.schema: again(ListDocument.self),
    SizesDocument.schema: again(SizesDocument.self),
    SweepDocument.schema: again(SweepDocument.self),
    TrainingMemoryDocument.schema: again(TrainingMemoryDocument.self),
    InspectionDocument.schema: again(InspectionDocument.self), CheckDocument.schema: again(CheckDocument.self),
    VerificationDocument.schema: again(VerificationDocument.self),
    PredictionDocument.schema: again(PredictionDocument.self), TimingDocument.schema: again(TimingDocument.self),
    CorrelationDocument.schema: again(CorrelationDocument.self),
    IdentificationDocument.schema: again(IdentificationDocument.self),
    GradientDocument.schema: again(GradientDocument.self),
    EffectiveFieldDocument.schema: again(EffectiveFieldDocument.self),
    GradientNormsDocument.schema: again(GradientNormsDocument.self),
    EvaluationDocument.schema: again(EvaluationDocument.self), SparsityDocument.schema: again(SparsityDocument.self),
  ]

  private static func again<Document: JSONDocument>(_: Document.Type) -> @Sendable (Data) throws -> String {
    { try JSONDecoder().decode(Document.self, from: $0).json.text }
  }

  /// The files of schemas by the names that they state.
  private static let schemas: [String: JSONSchema] = {
    var schemas: [String: JSONSchema] = [:]
    for room in ["Report", "RunReports", "Pictures"] {
      let folder = project.appending(path: "Sources/\(room)/Schemas")
      for file in (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? [] {
        guard let value = try? JSONValue(String(contentsOf: file, encoding: .utf8)) else { continue }
        schemas[value["title"]?.string ?? file.lastPathComponent] = JSONSchema(value)
      }
    }
    return schemas
  }()

  /// That a text is one valid document of a schema.
  private func expectValid(_ text: String, _ schema: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let value = try JSONValue(text)
    #expect(value["schema"]?.string == schema, sourceLocation: sourceLocation)
    let problems = try #require(Self.schemas[schema], sourceLocation: sourceLocation).problems(value)
    #expect(problems == [], sourceLocation: sourceLocation)
    #expect(try Self.documents[schema]?(Data(text.utf8)) == text, sourceLocation: sourceLocation)
  }

  @Test func everyDocumentHasASchemaAndEverySchemaADocument() {
    #expect(Set(Self.schemas.keys) == Set(Self.documents.keys))
  }

  @Test func networks() async throws {
    let runs: [([String], String)] = [
      (["analyze", "alexnet"], "zoo.analysis/1"), (["analyze", "googlenet", "--mode", "training"], "zoo.analysis/1"),
      (["analyze", "vgg11", "--sizes"], "zoo.sizes/1"), (["list"], "zoo.list/1"),
      (["analyze", "googlenet", "--training", "--optimizer", "adam"], "zoo.training-memory/1"),
      (["compare", "alexnet", "caffenet", "lenet5"], "zoo.comparison/1"),
      (["sweep", "alexnet", "--input", "190:230:20", "--batch", "1,8"], "zoo.sweep/1"),
      (["sweep", "resnet18", "--input", "64,320x256", "--columns", "macs,field"], "zoo.sweep/1"),
    ]
    for (arguments, schema) in runs {
      let outcome = try await Program.run(arguments + ["--format", "json"])
      expectDone(outcome)
      let isList = ["analyze", "sweep"].contains(arguments[0])
      let text = isList ? String(outcome.output.dropFirst(2).dropLast(3)) : outcome.output
      try expectValid(isList ? unindented(text) : text, schema)
    }
  }

  @Test func limits() async throws {
    let runs: [([String], Int32)] = [
      (["alexnet", "vgg16", "--max-macs", "1G", "--min-field", "100"], 1),
      (["alexnet", "--against", "caffenet", "--tolerance", "50%"], 0),
      (["resnet18", "--against", "vgg16", "--max-peak", "100MB"], 0),
    ]
    for (arguments, code) in runs {
      let outcome = try await Program.run(["check"] + arguments + ["--format", "json"])
      #expect(outcome.errors == "")
      #expect(outcome.code == code)
      try expectValid(outcome.output, "zoo.budget/1")
    }
  }

  /// An item of a list as a document of its own.
  private func unindented(_ item: String) -> String {
    item.split(separator: "\n").map { $0.hasPrefix("  ") ? $0.dropFirst(2) : $0 }.joined(separator: "\n") + "\n"
  }

  @Test func severalNetworksAreAListOfDocuments() async throws {
    let outcome = try await Program.run("analyze", "lenet5", "alexnet", "--format", "json")
    expectDone(outcome)
    let items = try JSONValue(outcome.output).items
    #expect(items.count == 2)
    for item in items { #expect(try #require(Self.schemas["zoo.analysis/1"]).problems(item) == []) }
  }

  @Test func weights() async throws {
    let folder = try Folder()
    for (seed, name) in [("1", "a.h5"), ("2", "b.h5")] {
      let made = try await Program.run(
        "weights", "init", "lenet5-modern", "--seed", seed, "-o", name, in: folder.url)
      #expect(made.code == 0)
    }
    let runs: [([String], String)] = [
      (["inspect", "a.h5"], "zoo.inspection/1"), (["inspect", "a.h5", "--statistics"], "zoo.inspection/1"),
      (["check", "lenet5-modern", "a.h5"], "zoo.check/1"),
      (["check", "lenet5-modern", "a.h5", "--against", "b.h5"], "zoo.check/1"),
      (["check", "lenet5", "a.h5"], "zoo.check/1"), (["sparsity", "lenet5-modern", "a.h5"], "zoo.sparsity/1"),
    ]
    for (arguments, schema) in runs {
      let outcome = try await Program.run(["weights"] + arguments + ["--format", "json"], in: folder.url)
      #expect(outcome.errors == "")
      try expectValid(outcome.output, schema)
    }
  }

  @Test func weightsOfNetworks() async throws {
    let folder = try Folder()
    for (seed, name) in [("1", "a.h5"), ("2", "b.h5")] {
      let made = try await Program.run("weights", "init", "lenet5", "--seed", seed, "-o", name, in: folder.url)
      #expect(made.code == 0)
    }
    for (other, code, word) in [("a.h5", 0, "true"), ("b.h5", 1, "false")] as [(String, Int32, String)] {
      let outcome = try await Program.run(
        ["compare", "lenet5", "lenet5", "--weights", "a.h5", "--weights", other, "--format", "json"], in: folder.url)
      #expect(outcome.errors == "")
      #expect(outcome.code == code)
      #expect(outcome.output.contains("\"same\": \(word)"))
      try expectValid(outcome.output, "zoo.comparison/1")
    }
    let outcome = try await Program.run(["identify", "a.h5", "--format", "json"], in: folder.url)
    expectDone(outcome)
    try expectValid(outcome.output, "zoo.identification/1")
  }

  @Test func runs() async throws {
    let folder = try Folder()
    let picture = project.appending(path: "Tests/ImagesTests/Fixtures/rgb.png").path
    try folder.write(
      """
      input: [3, 8, 8]
      preprocessing: {channels: rgb, divisor: 255, resize: 9}
      layers: [{conv: 4, kernel: 3, pad: 1, name: conv}, {relu: , name: relu}, {fc: 3, name: fc}]
      """, to: "net.yaml")
    let weights = ["./net.yaml", "--weights", "w.h5"]
    #expect(try await Program.run("weights", "init", "./net.yaml", "-o", "w.h5", in: folder.url).code == 0)
    #expect(
      try await Program.run(["run"] + weights + ["--input", picture, "--layers", "all", "-o", "r.h5"], in: folder.url)
        .code == 0)
    let runs: [([String], String)] = [
      (["verify"] + weights + ["--reference", "r.h5"], "zoo.verification/1"),
      (["verify"] + weights + ["--reference", "r.h5", "--set", "relu=[{tanh: , name: relu}]"], "zoo.verification/1"),
      (["predict"] + weights + [picture], "zoo.prediction/1"),
      (["benchmark", "./net.yaml", "--weights", "w.h5", "--repetitions", "2"], "zoo.timing/1"),
    ]
    for (arguments, schema) in runs {
      let outcome = try await Program.run(arguments + ["--format", "json"], in: folder.url)
      #expect(outcome.errors == "")
      try expectValid(outcome.output, schema)
    }
    let gradients: [([String], String)] = [
      (["gradient"] + weights + ["--layer", "fc", "--image", picture, "-o", "g.png"], "zoo.gradient/1"),
      (["gradient", "./net.yaml", "--layer", "conv", "--unit", "2,3", "-o", "h.png"], "zoo.gradient/1"),
      (
        ["receptive-field"] + weights + ["--layer", "conv", "--effective", "--images", picture, "-o", "f.png"],
        "zoo.effective-field/1"
      ),
      (
        ["receptive-field", "./net.yaml", "--layer", "fc", "--effective", "--random", "3", "-o", "v.png"],
        "zoo.effective-field/1"
      ),
      (["gradient-norms", "./net.yaml", "--init", "glorot"], "zoo.gradient-norms/1"),
      (["gradient-norms", "--chain", "tanh", "--layers", "3"], "zoo.gradient-norms/1"),
    ]
    for (arguments, schema) in gradients {
      let outcome = try await Program.run(arguments + ["--format", "json"], in: folder.url)
      #expect(outcome.errors == "")
      try expectValid(outcome.output, schema)
    }
    // LeNet-5 of 1998 ends in distances.
    #expect(try await Program.run("weights", "init", "lenet5", "-o", "l.h5", in: folder.url).code == 0)
    let distances = try await Program.run(
      "predict", "lenet5", "--weights", "l.h5", project.appending(path: "Tests/ImagesTests/Fixtures/gray-8.png").path,
      "--format", "json", in: folder.url)
    #expect(distances.output.contains("\"distance\": "))
    try expectValid(distances.output, "zoo.prediction/1")
  }

  @Test func examples() async throws {
    let (folder, arrays) = (try Folder(), project.appending(path: "Tests/Fixtures/Arrays"))
    try folder.write("input: [1, 4, 4]\nlayers: [{fc: 3, name: fc}]\n", to: "rows.yaml")
    try folder.write("input: [1, 4, 4]\nlayers: [{rbf: 3, name: fc}]\n", to: "distances.yaml")
    #expect(try await Program.run("weights", "init", "./distances.yaml", "-o", "d.h5", in: folder.url).code == 0)
    for (model, weights, preprocessing) in [
      ("./rows.yaml", arrays.appending(path: "weights.safetensors").path, "{channels: gray, resize: [4, 4]}"),
      ("./rows.yaml", arrays.appending(path: "weights.safetensors").path, "none"), ("./distances.yaml", "d.h5", "none"),
    ] {
      let outcome = try await Program.run(
        "evaluate", model, "--weights", weights, "--data", arrays.appending(path: "arrays.npz").path,
        "--preprocessing", preprocessing, "--format", "json", in: folder.url)
      expectDone(outcome)
      try expectValid(outcome.output, "zoo.evaluation/1")
    }
  }

  @Test func aSignal() async throws {
    let folder = try Folder()
    try folder.write("0 0 1 4 0\n", to: "signal.txt")
    let outcome = try await Program.run(
      "convolve", "signal.txt", "--kernel", "1,2,3", "--format", "json", in: folder.url)
    expectDone(outcome)
    try expectValid(outcome.output, "zoo.correlation/1")
  }
}
