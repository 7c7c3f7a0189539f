import Foundation
import TestSupport
import Testing

/// `zoo run` and `zoo verify`, as a user runs them.
@Suite struct VerifyTests {
  /// A folder with synthetic weights of LeNet-5 in `w.h5`, a batch of two in `x.npy`, and what comes out in `ref.h5`.
  private func folder() async throws -> Folder {
    let folder = try Folder()
    expectSilent(try await Program.run("weights", "init", "lenet5-modern", "-o", "w.h5", in: folder.url))
    try folder.write(array([2, 1, 32, 32]), to: "x.npy")
    expectSilent(
      try await Program.run(
        "run", "lenet5-modern", "--weights", "w.h5", "--input", "x.npy", "--layers", "all", "-o", "ref.h5",
        in: folder.url))
    return folder
  }

  private func expectSilent(_ outcome: Program.Outcome, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(outcome.code == 0, sourceLocation: sourceLocation)
    #expect(outcome.output + outcome.errors == "", sourceLocation: sourceLocation)
  }

  /// An array as numpy.save writes it, its numbers 0, 1/7, 2/7 … 6/7, 0 …
  private func array(_ shape: [Int]) -> Data {
    let sizes = shape.map(String.init).joined(separator: ", ")
    var head = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(sizes)), }"
    while (10 + head.utf8.count + 1) % 64 != 0 { head += " " }
    head += "\n"
    let numbers = (0..<shape.reduce(1, *)).map { Float($0 % 7) / 7 }
    return Data([0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(head.utf8.count), 0] + Array(head.utf8))
      + numbers.withUnsafeBytes { Data($0) }
  }

  private func verify(
    _ model: String = "lenet5-modern", weights: String = "w.h5", reference: String = "ref.h5", _ more: String...,
    in folder: Folder
  ) async throws -> Program.Outcome {
    let arguments = [model, "--weights", weights, "--reference", reference] + more
    return try await Program.shell(
      "\"$ZOO\" verify \(arguments.map { "'\($0)'" }.joined(separator: " "))", in: folder.url)
  }

  @Test func theSameNetwork() async throws {
    let folder = try await folder()
    let outcome = try await verify(in: folder)
    expectDone(outcome)
    #expect(
      outcome.output.hasPrefix(
        """
        the same   lenet5-modern and ref.h5 (zoo 0.1.0): 12 layers, each within 0.0001 of its largest number
          classes of output: the best is the same for 2 of 2, the best five for 2
          12 further layers are compared and not shown: --all shows them

        """))
    let all = try await verify("lenet5-modern", "--all", in: folder)
    #expect(all.output.contains("\n  C1          conv      6×28×28         0         0  1.000000\n"))
    let markdown = try await verify("lenet5-modern", "--format", "markdown", "--all", in: folder)
    #expect(markdown.output.hasPrefix("**the same** lenet5-modern and ref.h5 (zoo 0.1.0): 12 layers"))
    #expect(markdown.output.contains("| C1 | conv | 6×28×28 | 0 | 0 | 1.000000 |  |  |\n"))
  }

  /// The network without its last activation: the layer that differs, the cause, and both for programs.
  @Test func theFirstLayerThatDiffers() async throws {
    let folder = try await folder()
    let arguments = ["--set", "S2=[{maxpool: 2, name: S2}]"]
    let outcome = try await verify("lenet5-modern", arguments[0], arguments[1], in: folder)
    #expect(outcome.code == 1)
    #expect(outcome.errors == "")
    #expect(
      outcome.output.hasPrefix(
        "differs   lenet5-modern-changed and ref.h5 (zoo 0.1.0): S2 is the first of 10 of 12 layers"))
    #expect(
      outcome.output.contains(
        "likely cause: at S2 the reference takes the average where the network takes the largest, or the reverse\n"))
    let json = try await verify("lenet5-modern", arguments[0], arguments[1], "--format", "json", in: folder)
    let report = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(report["schema"] as? String == "zoo.verification/1")
    #expect(report["same"] as? Bool == false)
    #expect(report["first_differing"] as? String == "S2")
    let diagnosis = try #require(report["diagnosis"] as? [String: Any])
    #expect((diagnosis["causes"] as? [[String: Any]])?.first?["fault"] as? String == "other_pooling")
    #expect(diagnosis["start"] as? String == "tanh_C1")
    #expect((report["layers"] as? [Any])?.count == 12)
    // A tolerance above the difference passes.
    let tolerant = try await verify("lenet5-modern", arguments[0], arguments[1], "--tolerance", "1000", in: folder)
    #expect(tolerant.code == 0)
  }

  @Test func chosenLayersAndOtherBatches() async throws {
    let folder = try await folder()
    expectSilent(
      try await Program.run(
        "run", "lenet5-modern", "--weights", "w.h5", "--input", "ref.h5", "--layers", "F6,S2", "-o", "some.h5",
        in: folder.url))
    let outcome = try await verify("lenet5-modern", reference: "some.h5", in: folder)
    #expect(outcome.output.contains("some.h5 (zoo 0.1.0): 2 layers, each within"))
    #expect(
      outcome.output.contains("not in the reference: C1, tanh_C1, C3, tanh_C3, S4, flatten_S4, F5, tanh_F5, tanh_F6"))
    try folder.write(array([1, 32, 32]), to: "one.npy")
    for name in ["a.h5", "b.h5"] {
      expectSilent(
        try await Program.run(
          "run", "lenet5-modern", "--weights", "w.h5", "--input", "one.npy", "-o", name, in: folder.url))
    }
    #expect(
      try Data(contentsOf: folder.url.appending(path: "a.h5")) == Data(contentsOf: folder.url.appending(path: "b.h5")))
    expectFailure(
      try await Program.run(
        "run", "lenet5-modern", "--weights", "w.h5", "--input", "one.npy", "-o", "a.h5", in: folder.url), 74,
      "a.h5: is there already; --force replaces it")
    expectFailure(
      try await Program.run(
        "run", "lenet5-modern", "--weights", "w.h5", "--input", "one.npy", "--layers", "F7", "-o", "c.h5",
        in: folder.url),
      65, "no layer is called 'F7', did you mean 'F5' or 'F6'?")
  }

  /// A picture is prepared as the model file says: gray, and whatever its size.
  @Test func aPictureIsAnInput() async throws {
    let folder = try await folder()
    let pictures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "ImagesTests/Fixtures")
    for name in ["rgb.png", "gray.jpg"] {
      expectSilent(
        try await Program.run(
          "run", "lenet5-modern", "--weights", "w.h5", "--input", pictures.appending(path: name).path, "--layers",
          "all", "-o",
          "p.h5", "--force", in: folder.url))
      expectDone(try await verify(reference: "p.h5", in: folder))
    }
    try folder.write(Data(contentsOf: pictures.appending(path: "rgb.png")).dropLast(40), to: "cut.png")
    let cut = try await Program.run(
      "run", "lenet5-modern", "--weights", "w.h5", "--input", "cut.png", "-o", "out.h5", in: folder.url)
    expectFailure(cut, 65, "cut.png: ")
    let unknown = try await Program.run(
      "run", "lenet5-modern", "--weights", "w.h5", "--input", pictures.appending(path: "rgb.png").path,
      "--preprocessing", "nobody", "-o", "out.h5", in: folder.url)
    expectFailure(unknown, 65, "no preprocessing is called 'nobody'")
  }

  /// Without --layers, what the network gives alone.
  @Test func outputsAreWhatIsWritten() async throws {
    let folder = try await folder()
    expectSilent(
      try await Program.run(
        "run", "lenet5-modern", "--weights", "w.h5", "--input", "x.npy", "-o", "out.h5", in: folder.url))
    let outcome = try await verify(reference: "out.h5", in: folder)
    #expect(outcome.output.contains("out.h5 (zoo 0.1.0): 1 layer, each within"))
  }

  /// An array is read as it is, or its numbers are pixels where a preprocessing is named; in both orders of axes and of bytes.
  @Test func arraysAsTheyAreAndAsPixels() async throws {
    let folder = try Folder()
    let arrays = project.appending(path: "Tests/Fixtures/Arrays")
    try folder.write("input: [1, 4, 4]\nlayers: [{relu: , name: same}]\n", to: "same.yaml")
    func run(_ array: String, _ more: String...) async throws -> Program.Outcome {
      try await Program.run(
        [
          "run", "./same.yaml", "--weights", arrays.appending(path: "weights.safetensors").path, "--allow-missing",
          "--input",
          arrays.appending(path: array).path, "--force", "-o", "out.h5",
        ] + more, in: folder.url)
    }
    func holds(_ numbers: [Float]) throws -> Bool {
      let file = try Data(contentsOf: folder.url.appending(path: "out.h5"))
      return file.range(of: numbers.withUnsafeBytes { Data($0) }) != nil
    }
    let images = (0..<96).map { index -> Float in
      let (image, row) = (index / 16, index % 16 / 4)
      return Float(index % 7) + (row == [0, 1, 2, 0, 1, 0][image] ? 200 : 0)
    }
    for (name, more) in [
      ("x_test.npy", []), ("fortran.npy", []), ("test-images-idx3-ubyte", []), ("packed-images-idx3-ubyte.gz", []),
      ("channels-last.npy", ["--layout", "nhwc"]), ("x_test.npy", ["--preprocessing", "none"]),
      ("fortran.npy", ["--preprocessing", "{channels: gray}"]),
    ] as [(String, [String])] {
      let outcome =
        more.isEmpty ? try await run(name) : try await run(name, more[0], more[1])
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(try holds(images), "\(name)")
    }
    _ = try await run("x_test.npy", "--preprocessing", "{channels: gray, divisor: 4}")
    #expect(try holds(images.map { $0 / 4 }))
    _ = try await run("x_test.npy", "--preprocessing", "pixels")
    #expect(try holds(images.map { $0 / 255 }))
    expectFailure(
      try await run("scaled.npy", "--preprocessing", "{channels: gray}"), 65,
      "scaled.npy, item 0: error: number 0 is 0.78431374, and pixels are whole, from 0 to 255\n")
    expectFailure(try await run("channels-last.npy"), 65, "its inputs are N×H×W×C; --layout nhwc reads them so\n")
    expectFailure(try await run("x_test.npy", "--invert"), 65, "--invert is for pixels")
    expectFailure(try await run("arrays.npz"), 65, "arrays.npz: it holds 2 arrays, and the inputs are one")
    expectFailure(
      try await run("data.h5", "--preprocessing", "pixels"), 65,
      "data.h5: its inputs were recorded as a network read them")
  }

  @Test func whatDoesNotFitIsSaid() async throws {
    let folder = try await folder()
    func run(_ input: String) async throws -> Program.Outcome {
      try await Program.run(
        "run", "lenet5-modern", "--weights", "w.h5", "--input", input, "-o", "out.h5", in: folder.url)
    }
    try folder.write(array([1, 1, 40, 40]), to: "large.npy")
    expectFailure(try await run("large.npy"), 65, "sizes that fit: 32 to 35")
    try folder.write(array([1, 1, 32, 32, 1]), to: "deep.npy")
    expectFailure(
      try await run("deep.npy"), 65, "deep.npy: its inputs are 1×32×32×1, and lenet5-modern takes 1×32×32")
    try folder.write(array([7]), to: "flat.npy")
    expectFailure(try await run("flat.npy"), 65, "flat.npy: the array is 7, and a batch of 1×32×32 is wanted")
    try folder.write(array([1, 1, 32, 32]).dropLast(), to: "cut.npy")
    expectFailure(try await run("cut.npy"), 65, "cut.npy: npy-size: ")
    try folder.write("no numbers", to: "text")
    expectFailure(try await run("text"), 65, "text: neither an array of numpy (.npy) nor an activation file (.h5) nor")
    expectFailure(try await run("none.npy"), 66, "none.npy: No such file")
    expectFailure(try await run("."), 66, ".: ")
    expectFailure(try await run("w.h5"), 65, "w.h5: these are weights in zoo's own format, and not activations")
    // Weights and references of other networks.
    expectFailure(try await verify("lenet-caffe", in: folder), 65, "does not fit   w.h5 (zoo HDF5) and lenet-caffe")
    expectFailure(try await verify(reference: "w.h5", in: folder), 65, "w.h5: these are weights")
    expectFailure(try await verify(reference: "none.h5", in: folder), 66, "none.h5: No such file")
    expectFailure(try await verify(weights: "none.h5", in: folder), 66, "none.h5: ")
    try folder.write("input: [1, 32, 32]\nlayers:\n- {maxpool: 2, name: pool}\n", to: "other.yaml")
    expectSilent(
      try await Program.run("weights", "init", "./other.yaml", "-o", "other.h5", in: folder.url))
    expectFailure(
      try await verify("./other.yaml", weights: "other.h5", in: folder), 65,
      "ref.h5: no layer of it is one of other: it has 'C1', 'C3', 'F5', 'F6', 'S2' …, and the network has 'pool'")
    #expect(try !folder.names.contains("out.h5"))
  }

  /// Every cut of a reference is refused, and nothing else happens.
  @Test func aTruncatedReference() async throws {
    let folder = try await folder()
    let whole = try Data(contentsOf: folder.url.appending(path: "ref.h5"))
    for length in [0, 1, 100, 2000, whole.count / 2, whole.count - 1] {
      try folder.write(whole.prefix(length), to: "cut.h5")
      expectFailure(try await verify(reference: "cut.h5", in: folder), 65, "cut.h5: ")
    }
  }

  @Test func weightsThatAreNoNumbers() async throws {
    let folder = try await folder()
    expectSilent(
      try await Program.run(
        "weights", "export", "lenet5-modern", "w.h5", "--to", "safetensors", "-o", "w.safetensors", in: folder.url))
    var bytes = try Data(contentsOf: folder.url.appending(path: "w.safetensors"))
    let head = Int(bytes[0]) | Int(bytes[1]) << 8
    bytes.replaceSubrange((8 + head)..<(12 + head), with: [0, 0, 0xC0, 0x7F])
    try folder.write(bytes, to: "nan.safetensors")
    let outcome = try await verify(weights: "nan.safetensors", in: folder)
    #expect(outcome.code == 1)
    #expect(outcome.output.contains("numbers are NaN or infinite, and none of the reference's is"))
    // As a reference, it is said whose they are.
    expectSilent(
      try await Program.run(
        "run", "lenet5-modern", "--weights", "nan.safetensors", "--input", "x.npy", "--layers", "all", "-o", "nan.h5",
        in: folder.url))
    let reverse = try await verify(reference: "nan.h5", in: folder)
    #expect(reverse.code == 1)
    #expect(reverse.output.contains("numbers of the reference are NaN or infinite"))
  }

  @Test func wrongUsageIsSaid() async throws {
    let folder = try Folder()
    expectFailure(try await verify("lenet5", "--tolerance=-1", in: folder), 64, "--tolerance is at least 0")
    expectFailure(try await verify("lenet5", "--threads", "0", in: folder), 64, "--threads is 1 to 1024")
  }
}
