import Foundation
import Images
import TestSupport
import Testing

/// `zoo evaluate`, as a user runs it, on six images of 4×4 that Scripts/make_array_fixtures.py wrote.
@Suite struct EvaluateTests {
  private static let arrays = project.appending(path: "Tests/Fixtures/Arrays")

  private func folder() throws -> Folder {
    let folder = try Folder()
    try folder.write(
      """
      input: [1, 4, 4]
      preprocessing: {channels: gray, divisor: 255, resize: [4, 4]}
      labels: [top, middle, low]
      layers: [{fc: 3, name: fc}]
      """, to: "rows.yaml")
    return folder
  }

  private func evaluate(_ data: String, _ more: String..., in folder: Folder) async throws -> Program.Outcome {
    try await Program.run(
      [
        "evaluate", "./rows.yaml", "--weights", Self.arrays.appending(path: "weights.safetensors").path, "--data",
        data.contains("/") ? data : Self.arrays.appending(path: data).path,
      ] + more, in: folder.url)
  }

  @Test func theWholeReport() async throws {
    let outcome = try await evaluate("arrays.npz", in: folder())
    expectDone(outcome)
    #expect(
      outcome.output.replacing("\(Self.arrays.path)/", with: "") == """
        pictures are read as gray, divided by 255; resized to 4×4, then the middle
        rows, arrays.npz: 83.33 % right, 5 of 6 examples

          class   examples  recognised  precision
          top            2    100.00 %    66.67 %
          middle         2    100.00 %   100.00 %
          low            2     50.00 %   100.00 %

          rows: what they are; columns: what they are taken for
                  top  middle  low
          top       2       ·    ·
          middle    ·       2    ·
          low       1       ·    1

          the worst mistakes: whose right class was least likely
          example         is   probability  taken for  probability
          images, item 5  low       3.96 %  top            92.23 %

        """)
    let spanish = try await evaluate("arrays.npz", "--language", "es", in: folder())
    #expect(spanish.output.contains("83,33 % de aciertos, 5 de 6 ejemplos\n"))
    let none = try await evaluate("arrays.npz", "--worst", "0", in: folder())
    #expect(!none.output.contains("worst"))
  }

  @Test func pictures() async throws {
    let folder = try folder()
    let arguments = ["--confusion", "c.png", "--mistakes", "m.png"]
    let outcome = try await evaluate(
      "packed-images-idx3-ubyte.gz", arguments[0], arguments[1], arguments[2], arguments[3], in: folder)
    expectDone(outcome)
    for name in ["c.png", "m.png"] {
      let image = try Image(decoding: Array(try Data(contentsOf: folder.url.appending(path: name))))
      #expect(image.channels == 3 && image.width > 100)
    }
    let again = try await evaluate("x_test.npy", "--confusion", "c.png", in: folder)
    #expect(again.code == 74)
    #expect(again.errors.contains("c.png: is there already; --force replaces it"))
    expectFailure(
      try await evaluate("x_test.npy", "--mistakes", "m.png", "--worst", "0", in: folder), 64, "--worst is 0")
  }

  @Test func floatingPointNumbersAreSaidToBeOneOrTheOther() async throws {
    let folder = try folder()
    let truth = Self.arrays.appending(path: "y_test.npy").path
    expectFailure(
      try await evaluate("fortran.npy", "--truth", truth, in: folder), 65,
      "float64 numbers may be pixels or inputs that are prepared already; say it: --preprocessing none takes them as they "
        + "are, --preprocessing pixels as pixels from 0 to 255\n")
    let pixels = try await evaluate("fortran.npy", "--truth", truth, "--preprocessing", "pixels", in: folder)
    #expect(pixels.output.hasPrefix("pictures are read as gray, divided by 255; resized to 4×4, then the middle\n"))
    for (name, preprocessing) in [("fortran.npy", "none"), ("scaled.npy", "none"), ("fortran.npy", "{channels: gray}")]
    {
      let outcome = try await evaluate(name, "--truth", truth, "--preprocessing", preprocessing, in: folder)
      #expect(outcome.output.contains("83.33 % right"))
      #expect(outcome.output.hasPrefix("numbers are read as they are\n") == (preprocessing == "none"))
    }
    expectFailure(
      try await evaluate("scaled.npy", "--truth", truth, "--preprocessing", "pixels", in: folder), 65,
      "scaled.npy, item 0: error: number 0 is 0.78431374, and pixels are whole, from 0 to 255\n")
    expectFailure(
      try await evaluate("x_test.npy", "--preprocessing", "none", "--invert", in: folder), 65, "--invert is for pixels")
  }

  @Test func otherLayouts() async throws {
    let truth = Self.arrays.appending(path: "y_test.npy").path
    expectFailure(
      try await evaluate("channels-last.npy", "--truth", truth, in: folder()), 65, "--layout nhwc reads them so\n")
    let outcome = try await evaluate("channels-last.npy", "--truth", truth, "--layout", "nhwc", in: folder())
    #expect(outcome.output.contains("83.33 % right"))
  }

  @Test func aFolderForEachClass() async throws {
    let folder = try folder()
    // One bright row, and one that is in the wrong folder.
    for (row, name) in [(0, "top/a.png"), (1, "middle/b.png"), (2, "low/c.png"), (0, "low/d.png")] {
      var pixels = [UInt8](repeating: 0, count: 16)
      for column in 0..<4 { pixels[4 * row + column] = 255 }
      try folder.write(Data(Image(width: 4, height: 4, channels: 1, pixels: pixels).png()), to: "data/\(name)")
    }
    let outcome = try await evaluate("./data", in: folder)
    expectDone(outcome)
    #expect(outcome.output.contains("rows, ./data: 75.00 % right, 3 of 4 examples\n"))
    #expect(outcome.output.contains("\n  low/d.png  low       1.77 %  top            96.47 %\n"))
    try folder.write("data/top/a.png 0\ndata/low/c.png 2\n", to: "list.txt")
    #expect(try await evaluate("./list.txt", in: folder).output.contains("100.00 % right, 2 of 2 examples"))
    try folder.write(Data(repeating: 7, count: 9), to: "data/top/broken.png")
    expectFailure(
      try await evaluate("./data", in: folder), 65, "./data/top/broken.png: error: neither PNG nor JPEG")
  }

  @Test func whatDoesNotFitIsSaid() async throws {
    let folder = try folder()
    expectFailure(try await evaluate("none.npy", in: folder), 66, "none.npy: No such file")
    expectFailure(
      try await evaluate("four.npz", in: folder), 65, "it holds 4 arrays: x_train (2×4×4 uint8), y_train (2 int64)")
    expectFailure(try await evaluate("four.npz", "--arrays", "x_test", in: folder), 64, "--arrays is two names")
    try folder.write("input: [1, 5, 5]\nlayers: [{fc: 3, name: fc}]\n", to: "larger.yaml")
    #expect(try await Program.run("weights", "init", "./larger.yaml", "-o", "l.h5", in: folder.url).code == 0)
    expectFailure(
      try await Program.run(
        "evaluate", "./larger.yaml", "--weights", "l.h5", "--data", Self.arrays.appending(path: "arrays.npz").path,
        in: folder.url), 65, "its items are 4×4, and the network reads 1×5×5; the model file states no resize\n")
  }
}

/// Trained weights that others published, on all test images of MNIST: exactly the accuracy that they have.
@Suite(.serialized, .enabled(if: RealFiles.areThere, "the folder ../shared/data with published weights is not there"))
struct EvaluateDigitsTests {
  private static let kerasLeNet = """
    input: [1, 28, 28]
    preprocessing: {channels: gray, divisor: 255}
    layers: [{conv: 32, kernel: 5, name: conv2d}, relu, {maxpool: 2}, {conv: 64, kernel: 5, name: conv2d_1}, relu,
      {maxpool: 2}, flatten, {fc: 120, name: dense}, relu, {fc: 84, name: dense_1}, relu, {fc: 10, name: dense_2}]
    """
  private static let torchLeNet = """
    input: [1, 28, 28]
    preprocessing: {channels: gray, divisor: 255, mean: 0.1307, std: 0.3081}
    layers: [{conv: 6, kernel: 5, name: conv1}, {maxpool: 2}, relu, {conv: 16, kernel: 5, name: conv2}, {maxpool: 2}, relu,
      flatten, {fc: 120, name: fc1}, relu, {fc: 84, name: fc2}, relu, {fc: 10, name: fc3}]
    """

  @Test(
    arguments: [
      ("lenet5-modern", "lenet5-keras2/lenet5.h5", "{channels: gray, resize: 28}", "98.89 % right, 9,889 of 10,000"),
      ("lenet-caffe", "lenet-caffe/lenet_iter_10000.caffemodel.h5", nil, "99.04 % right, 9,904 of 10,000"),
      (kerasLeNet, "keras2-lenet/lenet.h5", nil, "99.02 % right, 9,902 of 10,000"),
      (torchLeNet, "torch-lenet/lenet.pth", nil, "98.13 % right, 9,813 of 10,000"),
    ] as [(String, String, String?, String)])
  func accuracyIsWhatWasPublished(model: String, weights: String, preprocessing: String?, result: String) async throws {
    let folder = try Folder()
    if model.contains("\n") { try folder.write(model, to: "model.yaml") }
    let outcome = try await Program.run(
      [
        "evaluate", model.contains("\n") ? "./model.yaml" : model, "--weights", RealFiles.path(weights), "--data",
        RealFiles.path("mnist"),
      ] + (preprocessing.map { ["--preprocessing", $0] } ?? []), in: folder.url)
    #expect(outcome.code == 0)
    #expect(outcome.output.contains(": \(result) examples\n"))
  }
}
