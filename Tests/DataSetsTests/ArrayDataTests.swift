import Architecture
import Foundation
import Images
import Testing

@testable import DataSets

/// Images and labels in arrays, in every format.
@Suite struct ArrayDataTests {
  private func data(
    _ name: String, labels: String? = nil, arrays: (String, String)? = nil, classes: Int = 3
  ) throws -> DataSet {
    var options = DataSet.Options(
      labels: labels.map { $0.contains("/") ? $0 : fixture($0) }, arrays: arrays.map { (images: $0.0, labels: $0.1) })
    options.worker = hdf5Worker
    return try DataSet(
      name.contains("/") ? name : fixture(name), classes: classes, names: nil, options: options)
  }

  @Test(arguments: [
    "x_test.npy", "arrays.npz", "compressed.npz", "one-hot.npz", "test-images-idx3-ubyte",
    "packed-images-idx3-ubyte.gz",
    "data.h5",
  ])
  func everyFormat(name: String) throws {
    let data = try data(name)
    #expect(data.truths == [0, 1, 2, 0, 1, 2])
    guard case .numbers(let array) = data.examples else { throw CocoaError(.fileReadUnknown) }
    #expect(array.item(.nchw, axes: 3) == [1, 4, 4])
    #expect(array.isInteger == (name != "data.h5"))
    let second = try array.numbers(1..<2, .nchw, axes: 3)
    #expect(second == [2, 3, 4, 5, 206, 200, 201, 202, 3, 4, 5, 6, 0, 1, 2, 3])
    // Back to the start, which compressed ones unpack anew.
    #expect(try array.numbers(0..<1, .nchw, axes: 3)[..<5] == [200, 201, 202, 203, 4])
  }

  @Test(arguments: ["fortran.npy", "channels-last.npy"]) func otherOrders(name: String) throws {
    let data = try data(name, labels: "y_test.npy")
    guard case .numbers(let array) = data.examples else { throw CocoaError(.fileReadUnknown) }
    #expect(array.item(.nhwc, axes: 3) == [1, 4, 4])
    #expect(
      try array.numbers(1..<2, .nhwc, axes: 3) == [2, 3, 4, 5, 206, 200, 201, 202, 3, 4, 5, 6, 0, 1, 2, 3])
  }

  /// Two items of 2×1 with three channels.
  @Test func channelsLast() throws {
    let array = NumberArray(title: "a", name: "", shape: [2, 2, 1, 3], type: "uint8", isInteger: true) { items in
      items.flatMap { item in (0..<6).map { Float(10 * item + $0) } }
    }
    #expect(array.item(.nhwc, axes: 3) == [3, 2, 1])
    #expect(try array.numbers(0..<2, .nhwc, axes: 3) == [0, 3, 1, 4, 2, 5, 10, 13, 11, 14, 12, 15])
    #expect(try array.numbers(1..<2, .nchw, axes: 3) == [10, 11, 12, 13, 14, 15])
    #expect(
      refusal { _ = try InputReader(.numbers(array), for: Shape(dimensions: [3, 2, 1]), .asTheyAre, layout: .nchw) }
        == "a: its items are 2×1×3, and the network reads 3×2×1; --layout nhwc reads them so")
    let rgb = InputReader.Preparation.pixels(Preprocessing(channels: .rgb, divisor: 1), inverts: false)
    #expect(
      refusal { _ = try InputReader(.numbers(array), for: Shape(dimensions: [3, 2, 1]), rgb, layout: .nchw) }
        == "a: its items are 2×1×3, and pictures are H×W, 1×H×W or 3×H×W; --layout nhwc reads them so")
  }

  @Test func arraysThatAreNamed() throws {
    #expect(try data("four.npz", arrays: ("x_train", "y_train")).truths == [0, 1])
    #expect(
      refusal { _ = try data("four.npz") }?.hasSuffix(
        "four.npz: it holds 4 arrays: x_train (2×4×4 uint8), y_train (2 int64), x_test (6×4×4 uint8), y_test (6 int64); say "
          + "which are images and labels: --arrays IMAGES,LABELS") == true)
    #expect(
      refusal { _ = try data("four.npz", arrays: ("x_test", "ytest")) }?.hasSuffix(
        "no array is called 'ytest', did you mean 'y_test'?") == true)
    #expect(
      refusal { _ = try data("four.npz", arrays: ("x_test", "y_train")) }?.hasSuffix("y_train has 2 labels") == true)
    #expect(refusal { _ = try data("four.npz", labels: "y_test.npy") }?.contains("--truth goes with a single") == true)
  }

  @Test func labelsThatAreNoClasses() throws {
    #expect(
      refusal { _ = try data("x_test.npy", classes: 2) }?.hasSuffix(
        "y_test.npy: item 2 has the label 2.0, and there are 2 classes, 0 to 1") == true)
    #expect(
      refusal { _ = try data("x_test.npy", labels: "scaled.npy") }?.hasSuffix(
        "its items are 4×4, and labels are a number each, or 3") == true)
    #expect(
      refusal { _ = try data("one-hot.npz", classes: 4) }?.contains("labels are a number each, or 4") == true)
    let folder = Folder()
    let idx = Data([0, 0, 8, 1, 0, 0, 0, 6, 0, 1, 2, 0, 1, 9])
    #expect(
      refusal { _ = try data("x_test.npy", labels: folder.write(idx, to: "l")) }?.hasSuffix(
        "item 5 has the label 9.0, and there are 3 classes, 0 to 2") == true)
    let halves = Data([0, 0, 0xD, 1, 0, 0, 0, 1, 0x3F, 0, 0, 0])
    let image = Data([0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 7])
    let images = try folder.write(image, to: "i")
    #expect(
      refusal { _ = try data(images, labels: folder.write(halves, to: "h")) }?.contains("has the label 0.5") == true)
    #expect(
      refusal { _ = try data(images) }?.hasSuffix(
        "where are the labels? --truth FILE says it, in any of the formats of arrays") == true)
  }

  @Test func countsThatDoNotMatch() throws {
    let folder = Folder()
    let two = try folder.write(Data([0, 0, 8, 1, 0, 0, 0, 2, 0, 1]), to: "two")
    #expect(refusal { _ = try data("x_test.npy", labels: two) }?.contains("6 images, and") == true)
  }

  @Test func emptyAndDamagedFiles() throws {
    let folder = Folder()
    let none = try folder.write(Data([0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 4]), to: "i")
    let noLabels = try folder.write(Data([0, 0, 8, 1, 0, 0, 0, 0]), to: "l")
    #expect(refusal { _ = try data(none, labels: noLabels) }?.hasSuffix("there are no examples in it") == true)
    let whole = try Data(contentsOf: URL(filePath: fixture("packed-images-idx3-ubyte.gz")))
    for (name, bytes, message) in [
      ("cut.gz", whole.prefix(40), "inflate-"), ("empty", Data(), "no pictures in it"),
      ("cut.idx", Data([0, 0, 8, 1, 0, 0, 0, 2, 0]), "idx-size: "),
      ("text.gz", Data([0x1F, 0x8B, 8]) + Data(repeating: 0, count: 20), "inflate-stream"),
      ("x.h5", Data([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]), "x.h5: "),
      ("noise", Data([0xFF, 0xFE, 0, 1]), "nor a text in UTF-8"),
    ] {
      let path = try folder.write(bytes, to: name)
      #expect(refusal { _ = try data(path) }?.contains(message) == true, "\(name)")
    }
    #expect(refusal { _ = try data("/none/x.npy") } == "/none/x.npy: No such file or directory")
  }

  /// Pixels of an array become what a picture of them becomes; other numbers are none.
  @Test func pixelsAreAPicture() throws {
    let input = try Shape(dimensions: [1, 6, 6])
    let preprocessing = Preprocessing(channels: .gray, divisor: 200, mean: [1], resizing: .shorterSide(4))
    let reader = try InputReader(
      try data("x_test.npy").examples, for: input, .pixels(preprocessing, inverts: false), layout: .nchw)
    let numbers = try reader.numbers(of: 0..<1) { count, work in (0..<count).forEach(work) }
    // A row of zeros around, minus the mean.
    #expect(numbers[..<7].allSatisfy { $0 == -1 })
    #expect(numbers[7..<11] == [0, Float(201) / 200 - 1, Float(202) / 200 - 1, Float(203) / 200 - 1])
    #expect(try reader.picture(0)?.pixels[7..<11] == [200, 201, 202, 203])
    let scaled = try InputReader(
      try data("scaled.npy", labels: "y_test.npy").examples, for: input, .pixels(preprocessing, inverts: false),
      layout: .nchw)
    #expect(
      refusal { _ = try scaled.numbers(of: 3..<5) { count, work in (0..<count).forEach(work) } }?.hasSuffix(
        "scaled.npy, item 3: error: number 0 is 0.80784315, and pixels are whole, from 0 to 255") == true)
  }
}
