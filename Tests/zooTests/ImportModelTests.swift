import Foundation
import TestSupport
import Testing

/// `zoo import`: what it writes computes the same as what it read.
@Suite struct ImportModelTests {
  private static let fixtures = project.appending(path: "Tests/ImportTests/Fixtures")

  @Test(
    "A model file and weights for the same network",
    arguments: [
      "keras/convolutions.keras", "keras/normalizations.keras", "keras/several.keras", "keras/nested.h5",
      "Caffe/batch-norm-scale.prototxt", "Caffe/convolution-groups.prototxt", "Caffe/inner-product-transpose.prototxt",
      "PyTorch/batch-norm.pt2", "PyTorch/batch-norm-decomposed.pt2",
    ])
  func whatIsWrittenIsTheSame(name: String) async throws {
    let folder = try Folder()
    let file = Self.fixtures.appending(path: name).path
    let written = try await Program.run("import", file, "-o", "m.yaml", "--weights", "m.h5", in: folder.url)
    #expect(written.code == 0, "\(written.errors)")
    let compared = try await Program.run("compare", file, "./m.yaml", "--weights", "m.h5", in: folder.url)
    #expect(compared.code == 0, "\(compared.output)\(compared.errors)")
    #expect(compared.output.contains("the same   "))
  }

  /// A whole model's own network counts where its weights are converted, too.
  @Test func aStoredConfigurationIsCompared() async throws {
    let folder = try Folder()
    let file = Self.fixtures.appending(path: "keras/flatten_last.h5").path
    let text = """
      input: [3, 5, 4]
      layers:
      - {conv: 4, kernel: 2, name: conv}
      - tanh
      - {fc: 6, name: first}
      - elu
      - {fc: 3, name: second}
      """
    try folder.write(text, to: "m.yaml")
    let arguments = ["weights", "import", "./m.yaml", file, "-o", "w.h5"]
    let refused = try await Program.run(arguments, in: folder.url)
    #expect(refused.code == 65)
    #expect(refused.errors.contains("--ignore-configuration"), "\(refused.errors)")
    #expect(refused.errors.contains("nothing was written"))
    #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "w.h5").path))
    #expect(try await Program.run(arguments + ["--ignore-configuration"], in: folder.url).code == 0)
    try folder.write(text.replacing("tanh", with: "relu"), to: "m.yaml")
    #expect(try await Program.run(arguments + ["--force"], in: folder.url).code == 0)
  }

  /// A model's file is its weights' file too.
  @Test(arguments: ["PyTorch/conv2d.pt2", "keras/convolutions.keras"])
  func weightsOfTheModelItself(name: String) async throws {
    let folder = try Folder()
    let file = Self.fixtures.appending(path: name).path
    let outcome = try await Program.run("weights", "import", file, file, "-o", "w.h5", in: folder.url)
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(try await Program.run("weights", "check", file, "w.h5", in: folder.url).code == 0)
  }

  @Test func whatIsOpenIsAskedFor() async throws {
    let file = Self.fixtures.appending(path: "PyTorch/dynamic.pt2").path
    let refused = try await Program.run("import", file)
    #expect(refused.code == 65)
    #expect(refused.errors.contains("--input"))
    #expect(try await Program.run("import", file, "--input", "3x4x8").code != 64)
  }

  @Test func aFileIsNotReplaced() async throws {
    let folder = try Folder()
    try folder.write("mine", to: "m.yaml")
    let file = Self.fixtures.appending(path: "Caffe/flatten.prototxt").path
    let refused = try await Program.run("import", file, "-o", "m.yaml", in: folder.url)
    #expect(refused.code == 74)
    #expect(try String(contentsOf: folder.url.appending(path: "m.yaml"), encoding: .utf8) == "mine")
    #expect(try await Program.run("import", file, "-o", "m.yaml", "--force", in: folder.url).code == 0)
  }

  @Test func identifyingWeightsAlone() async throws {
    let folder = try Folder()
    #expect(try await Program.run("weights", "init", "lenet5", "-o", "w.h5", in: folder.url).code == 0)
    let outcome = try await Program.run("identify", "w.h5", in: folder.url)
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("lenet5 (LeNet-5): every layer, by name and shape"))
  }
}
