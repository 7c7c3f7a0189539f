import Foundation
import Images
import TestSupport
import Testing

/// The commands that read and write pictures, as a user runs them.
@Suite struct PictureCommandTests {
  private static let model = """
    input: [3, 8, 8]
    preprocessing: {channels: rgb, divisor: 255, resize: 9}
    labels: [cat, dog, horse]
    layers:
    - {conv: 4, kernel: 3, pad: 1, name: conv}
    - {relu: , name: relu}
    - {fc: 3, name: fc}
    """

  private static let picture = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "ImagesTests/Fixtures/rgb.png").path

  /// A folder with a model file and synthetic weights.
  private func folder(_ model: String = Self.model) async throws -> Folder {
    let folder = try Folder()
    try folder.write(model, to: "net.yaml")
    let made = try await Program.run("weights", "init", "./net.yaml", "-o", "w.h5", in: folder.url)
    #expect(made.code == 0)
    return folder
  }

  private func image(_ name: String, _ folder: Folder) throws -> Image {
    try Image(decoding: Array(try Data(contentsOf: folder.url.appending(path: name))))
  }

  /// LeNet-5 has weights that came with the program, which read drawn digits. They do not fit a network that was changed.
  @Test(arguments: ["lenet5", "lenet5-modern"])
  func lenetNeedsNoFileOfWeights(model: String) async throws {
    let folder = try Folder()
    expectDone(try await Program.run("examples", in: folder.url))
    let digits = (0...9).map { "examples/drawn/\($0).png" }
    let outcome = try await Program.run(["predict", model] + digits + ["--format", "json"], in: folder.url)
    expectDone(outcome)
    let pictures = try JSONValue(outcome.output)["pictures"]?.items ?? []
    #expect(pictures.map { $0["classes"]?.items.first?["label"]?.string } == (0...9).map(String.init))
    expectFailure(
      try await Program.run("predict", model, digits[0], "--set", "C1.kernel=3", in: folder.url), 64,
      "--weights is missing")
  }

  /// The first input is a picture, and a layer reads the other one, a signal.
  @Test func aLayerThatSeesNoPictureIsRefused() async throws {
    let folder = try Folder()
    try folder.write(
      "inputs: {picture: [1, 8, 8], signal: [1, 8]}\nlayers: [{relu: , name: a, from: picture}, {relu: , name: b, from: signal}]\n",
      to: "both.yaml")
    let drawn = try await Program.run("receptive-field", "both.yaml", "--layer", "a", "-o", "a.png", in: folder.url)
    #expect(drawn.code == 0)
    let refused = try await Program.run("receptive-field", "both.yaml", "--layer", "b", "-o", "b.png", in: folder.url)
    #expect(refused.code == 65)
    #expect(refused.errors.hasSuffix("both.yaml: error: b sees 1×8, and pictures are drawn of 1×8×8\n"))
  }

  @Test func classesAreNamed() async throws {
    let folder = try await folder()
    let outcome = try await Program.run(
      "predict", "./net.yaml", "--weights", "w.h5", Self.picture, "--top", "2", in: folder.url)
    expectDone(outcome)
    #expect(outcome.output.contains("pictures are read as RGB, divided by 255; shorter side 9, then the middle\n"))
    #expect(outcome.output.contains("rgb.png   13×9\n"))
    #expect(outcome.output.split(separator: "\n").count == 5)
    let json = try await Program.run(
      "predict", "./net.yaml", "--weights", "w.h5", Self.picture, "--format", "json", in: folder.url)
    expectDone(json)
    for name in ["cat", "dog", "horse"] { #expect(json.output.contains("\"label\": \"\(name)\"")) }
  }

  @Test func aPictureIsNotCalledWhatItIsNot() async throws {
    let folder = try await folder()
    for name in ["x.svg", "x.jpg"] {
      expectFailure(
        try await Program.run("filters", "./net.yaml", "--weights", "w.h5", "-o", name, in: folder.url), 64,
        "\(name): this picture is written as PNG: name it x.png")
    }
    #expect(try folder.names == ["net.yaml", "w.h5"])
  }

  @Test func labelsOfAFile() async throws {
    let folder = try await folder()
    try folder.write("a\nb\nc\n", to: "three.txt")
    try folder.write("a\nb\n", to: "two.txt")
    let named = try await Program.run(
      "predict", "./net.yaml", "--weights", "w.h5", Self.picture, "--labels", "three.txt", "--format", "json",
      in: folder.url)
    #expect(named.output.contains("\"label\": \"b\""))
    expectFailure(
      try await Program.run(
        "predict", "./net.yaml", "--weights", "w.h5", Self.picture, "--labels", "two.txt", in: folder.url), 65,
      "two.txt: error: 2 labels for 3 outputs of net\n")
  }

  /// Published weights may have been measured with pictures of another size; a file of theirs is known by its name.
  @Test func publishedWeightsWantPicturesOfTheirSize() async throws {
    let weights = """
      weights:
      - {name: V2, top1: 80, top5: 95, resize: 8, source: a, bytes: 7, sha256: 0123abcd, address: "https://host/w-0123abcd.h5"}

      """
    let folder = try await folder(weights + Self.model)
    let manager = FileManager.default
    try manager.copyItem(
      at: folder.url.appending(path: "w.h5"), to: folder.url.appending(path: "w-0123abcd.h5"))
    for (file, side) in [("w.h5", 9), ("./w-0123abcd.h5", 8)] {
      let outcome = try await Program.run("predict", "./net.yaml", "--weights", file, Self.picture, in: folder.url)
      expectDone(outcome)
      #expect(outcome.output.contains("divided by 255; shorter side \(side), then the middle\n"))
    }
  }

  @Test("Another preprocessing is stated, and what is wrong with it has its place") func preprocessing() async throws {
    let folder = try await folder()
    func predict(_ preprocessing: String) async throws -> Program.Outcome {
      try await Program.run(
        "predict", "./net.yaml", "--weights", "w.h5", Self.picture, "--preprocessing", preprocessing, in: folder.url)
    }
    let stated = try await predict("{channels: bgr, mean: 100, resize: [8, 8]}")
    #expect(stated.output.hasPrefix("pictures are read as BGR, minus 100.0; resized to 8×8, then the middle\n"))
    expectFailure(try await predict("caffe"), 65, "no preprocessing is called 'caffe'")
    expectFailure(try await predict("{channels: gray}"), 65, "channels gray makes 1 plane, and the network reads 3")
    expectFailure(
      try await predict("{channels: rgb}"), 65,
      "rgb.png: error: the picture has 13×9 pixels, and the network reads 8×8; the model file states no resize\n")
  }

  @Test func whatIsNoPicture() async throws {
    let folder = try await folder()
    try folder.write("hello", to: "text.png")
    for (name, code, message) in [
      ("text.png", 65, "text.png: error: neither PNG nor JPEG"), ("none.png", 66, "none.png: No such file"),
      (".", 66, ".: not a regular file"),
    ] as [(String, Int32, String)] {
      expectFailure(
        try await Program.run("predict", "./net.yaml", "--weights", "w.h5", name, in: folder.url), code, message)
    }
  }

  @Test func kernelsAndMapsAreDrawn() async throws {
    let folder = try await folder()
    let kernels = try await Program.run("filters", "./net.yaml", "--weights", "w.h5", "-o", "k.png", in: folder.url)
    expectDone(kernels)
    #expect(kernels.output.hasPrefix("conv   4 kernels of 3×3×3\n"))
    #expect(try image("k.png", folder).channels == 3)
    let maps = try await Program.run(
      "features", "./net.yaml", "--weights", "w.h5", Self.picture, "--layer", "relu", "-o", "m.png", in: folder.url)
    expectDone(maps)
    #expect(maps.output.hasPrefix("relu   4 feature maps of 8×8\n"))
    #expect(try image("m.png", folder).width > 100)
    let vector = try await Program.run(
      "features", "./net.yaml", "--weights", "w.h5", Self.picture, "--layer", "fc", "-o", "v.png", in: folder.url)
    expectDone(vector)
    #expect(vector.output.hasPrefix("fc   3 numbers\n"))
  }

  @Test("A file that is there stays, without --force") func noReplacing() async throws {
    let folder = try await folder()
    try folder.write("mine", to: "k.png")
    expectFailure(
      try await Program.run("filters", "./net.yaml", "--weights", "w.h5", "-o", "k.png", in: folder.url), 74,
      "k.png: is there already; --force replaces it")
    #expect(try folder.read("k.png") == "mine")
    let forced = try await Program.run(
      "filters", "./net.yaml", "--weights", "w.h5", "-o", "k.png", "--force", in: folder.url)
    expectDone(forced)
    #expect(try image("k.png", folder).channels == 3)
  }

  @Test func aLayerWithoutKernels() async throws {
    let folder = try await folder()
    expectFailure(
      try await Program.run(
        "filters", "./net.yaml", "--weights", "w.h5", "--layer", "relu", "-o", "k.png", in: folder.url), 65,
      "net: error: relu has no kernels\n")
    expectFailure(
      try await Program.run(
        "features", "./net.yaml", "--weights", "w.h5", Self.picture, "--layer", "rleu", "-o", "k.png", in: folder.url),
      65, "net: error: no layer is called 'rleu', did you mean 'relu'?\n")
  }

  @Test("What a unit sees, and the experiment agrees") func receptiveField() async throws {
    let folder = try await folder()
    let outcome = try await Program.run(
      "receptive-field", "./net.yaml", "--layer", "conv", "--unit", "0,5", "--image", Self.picture, "--weights", "w.h5",
      "--experiment", "-o", "f.png", in: folder.url)
    expectDone(outcome)
    #expect(
      outcome.output
        == """
        conv, unit 0,5: sees 3×3
        theory: rows −1 to 1, columns 4 to 6; beyond 0 to 7 and 0 to 7 is padding
        of these change it, in theory: rows 0 to 1, columns 4 to 6
        experiment: rows 0 to 1, columns 4 to 6, by 208 runs in blocks of 1×1
        the experiment agrees with the theory

        """.replacing("208 runs", with: runs(in: outcome.output)))
    #expect(try image("f.png", folder).channels == 3)
    expectFailure(
      try await Program.run(
        "receptive-field", "./net.yaml", "--layer", "conv", "--unit", "0,8", "-o", "g.png", in: folder.url),
      65, "conv has units at 0 to 7, 0 to 7, not at 0,8")
  }

  /// How often the network ran is no promise.
  private func runs(in text: String) -> String {
    text.firstMatch(of: /[0-9,]+ runs/).map { String($0.output) } ?? ""
  }

  @Test func aKernelOnAPicture() async throws {
    let folder = try Folder()
    let outcome = try await Program.run(
      "convolve", Self.picture, "--kernel", "sobel-x", "--padding", "same", "--bare", "-o", "out.png", in: folder.url)
    expectDone(outcome)
    #expect(outcome.output.contains("output width   (13 + 1 + 1 − 3)/1 + 1 = 13\n"))
    #expect(outcome.output.contains("cross-correlation and convolution, whose kernel is flipped, differ by up to "))
    let map = try image("out.png", folder)
    #expect("\(map.width) \(map.height) \(map.channels)" == "13 9 1")
    expectFailure(try await Program.run("convolve", Self.picture, "--kernel", "blur"), 65, "needs a file: -o out.png")
  }

  @Test("The identity gives the picture back") func identity() async throws {
    let folder = try Folder()
    expectDone(
      try await Program.run("convolve", Self.picture, "--kernel", "1", "--bare", "-o", "out.png", in: folder.url))
    let original = try Image(decoding: Array(try Data(contentsOf: URL(filePath: Self.picture)))).gray
    #expect(try image("out.png", folder) == original)
  }

  @Test func aKernelOnASignal() async throws {
    let folder = try Folder()
    try folder.write("0\n0\n1\n4\n2\n0\n0\n", to: "signal.csv")
    let outcome = try await Program.run("convolve", "signal.csv", "--kernel", "1,2,-1", in: folder.url)
    expectDone(outcome)
    #expect(
      outcome.output == """
        kernel   1, 2, −1
        output length   (7 + 0 + 0 − 3)/1 + 1 = 5
        cross-correlation and convolution, whose kernel is flipped, differ by up to 8
          position  cross-correlation  convolution
                 0                 −1            1
                 1                 −2            6
                 2                  7            9
                 3                  8            0
                 4                  2           −2

        """)
    expectFailure(
      try await Program.run("convolve", "signal.csv", "--kernel", "1,2;3,4", in: folder.url), 65, "it has 2 rows")
    expectFailure(
      try await Program.run("convolve", "signal.csv", "--kernel", "sobel-q", in: folder.url), 66,
      "did you mean 'sobel-x' or 'sobel-y'?")
    expectFailure(
      try await Program.run("convolve", "signal.csv", "--kernel", "1,1,1,1,1,1,1,1", in: folder.url), 65,
      "a window of 8 is larger than its input of 7")
    try folder.write("1\nx\n", to: "bad.csv")
    expectFailure(
      try await Program.run("convolve", "bad.csv", "--kernel", "1", in: folder.url), 65,
      "bad.csv:2: error: 'x' is no number\n")
  }

  @Test func gradientsOfAUnitAndOfAScore() async throws {
    let folder = try await folder()
    let unit = try await Program.run(
      "gradient", "./net.yaml", "--weights", "w.h5", "--layer", "conv", "--unit", "2,3", "--channel", "1", "--image",
      Self.picture, "-o", "g.png", in: folder.url)
    expectDone(unit)
    #expect(unit.output.hasPrefix("conv, unit 2,3, channel 1\nvalue "))
    #expect(unit.output.hasSuffix("depends on rows 1 to 3, columns 2 to 4\nweights of a file\n"))
    // Three panels of 8 × 8 pixels, each 48 points wide.
    #expect(try image("g.png", folder).width == 3 * 384 + 4 * 16)
    let score = try await Program.run(
      "gradient", "./net.yaml", "--layer", "fc", "--gradients", "s.h5", "-o", "s.png", in: folder.url)
    expectDone(score)
    #expect(score.output.hasPrefix("fc, channel "))
    // What is written is a file of outputs, which can be an input.
    let run = try await Program.run(
      "run", "./net.yaml", "--weights", "w.h5", "--input", "s.h5", "-o", "r.h5", in: folder.url)
    #expect(run.code == 0 && run.errors == "")
    #expect(score.output.hasSuffix("synthetic weights\n"))
    expectFailure(
      try await Program.run(
        "gradient", "./net.yaml", "--layer", "conv", "--channel", "4", "-o", "x.png", in: folder.url), 65,
      "./net.yaml: error: conv has channels 0 to 3, not 4\n")
  }

  /// A convolution of 3×3 sees 3×3 pixels, with pictures as with random inputs.
  @Test func theEffectiveFieldOfAUnit() async throws {
    let folder = try await folder()
    expectFailure(
      try await Program.run(
        "receptive-field", "./net.yaml", "--layer", "relu", "--effective", "--images", ".", "-o", "n.png",
        in: folder.url), 66,
      ".: no PNG or JPEG file is in this folder\n")
    let random = try await Program.run(
      "receptive-field", "./net.yaml", "--layer", "relu", "--effective", "--random", "3", "--definition", "squared",
      "-o",
      "f.png", in: folder.url)
    expectDone(random)
    #expect(
      random.output.hasPrefix("relu, unit 4,4\n  over 3 random inputs\n  synthetic weights\n  theoretical field 3×3\n"))
    #expect(random.output.contains("the same of mean of squares, after so many inputs\n"))
    let pictures = try await Program.run(
      "receptive-field", "./net.yaml", "--weights", "w.h5", "--layer", "relu", "--effective", "--images",
      URL(filePath: Self.picture).deletingLastPathComponent().path, "-o", "p.png", in: folder.url)
    // Some of the pictures there are gray, which this network does not mind.
    #expect(pictures.output.hasPrefix("relu, unit 4,4\n  over "))
    let both = try await Program.run(
      "receptive-field", "./net.yaml", "--layer", "relu", "--effective", "--experiment", "-o", "b.png", in: folder.url)
    #expect(both.code == 64)
  }
}

/// Digits of MNIST's test images, with weights that others trained.
@Suite(.enabled(if: RealFiles.areThere, "the folder ../shared/data with published weights is not there"))
struct DigitTests {
  /// The first test images as PNG files, and what they show.
  private func digits(_ count: Int, in folder: Folder) async throws -> [(name: String, digit: Int)] {
    func unpacked(_ name: String) async throws -> [UInt8] {
      let target = folder.url.appending(path: name)
      let done = try await Program.shell(
        "gunzip -c '\(RealFiles.path("mnist/\(name)-ubyte.gz"))' > '\(target.path)'", in: folder.url)
      #expect(done.code == 0)
      return Array(try Data(contentsOf: target))
    }
    let pixels = try await unpacked("t10k-images-idx3")
    let labels = try await unpacked("t10k-labels-idx1")
    return try (0..<count).map { index in
      let image = Image(
        width: 28, height: 28, channels: 1, pixels: Array(pixels[(16 + index * 784)..<(16 + (index + 1) * 784)]))
      try folder.write(Data(try image.png()), to: "\(index).png")
      return ("\(index).png", Int(labels[8 + index]))
    }
  }

  @Test(
    "The right digit comes out",
    arguments: [
      ("lenet-caffe", "lenet-caffe/lenet_iter_10000.caffemodel.h5", nil),
      ("lenet5-modern", "lenet5-keras2/lenet5.h5", "{channels: gray, divisor: 1, resize: 28}"),
    ] as [(String, String, String?)])
  func digits(model: String, weights: String, preprocessing: String?) async throws {
    let folder = try Folder()
    let digits = try await digits(8, in: folder)
    var line = "$ZOO predict \(model) --weights '\(RealFiles.path(weights))' --top 1 --format json"
    if let preprocessing { line += " --preprocessing '\(preprocessing)'" }
    let outcome = try await Program.shell("\(line) \(digits.map(\.name).joined(separator: " "))", in: folder.url)
    #expect(outcome.code == 0)
    let found = outcome.output.matches(of: /"label": "([0-9])"/).compactMap { Int($0.1) }
    #expect(found == digits.map(\.digit))
  }
}
