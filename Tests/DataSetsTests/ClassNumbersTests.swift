import Architecture
import Foundation
import TensorFiles
import Testing

@testable import DataSets

/// Labels as numbers and as rows with a single 1, on both sides of what they may be.
@Suite struct ClassNumbersTests {
  private func array(_ numbers: [Float], shape: [Int]) -> NumberArray {
    let width = shape.dropFirst().reduce(1, *)
    return NumberArray(title: "y", name: "", shape: shape, type: "float32", isInteger: false) { items in
      Array(numbers[(items.lowerBound * width)..<(items.upperBound * width)])
    }
  }

  private func refused(_ numbers: [Float], shape: [Int]) -> String? {
    refusal { _ = try ClassNumbers.read(array(numbers, shape: shape), classes: 3) }
  }

  @Test func aNumberEach() throws {
    #expect(try ClassNumbers.read(array([0, 2, 1], shape: [3]), classes: 3) == [0, 2, 1])
    #expect(try ClassNumbers.read(array([0, 2, 1], shape: [3, 1]), classes: 3) == [0, 2, 1])
    #expect(refused([0, 3], shape: [2]) == "y: item 1 has the label 3.0, and there are 3 classes, 0 to 2")
    #expect(refused([-1], shape: [1]) == "y: item 0 has the label -1.0, and there are 3 classes, 0 to 2")
    #expect(refused([0.5], shape: [1]) == "y: item 0 has the label 0.5, and there are 3 classes, 0 to 2")
  }

  @Test func aSingleOneInARow() throws {
    #expect(try ClassNumbers.read(array([0, 1, 0, 0, 0, 1], shape: [2, 3]), classes: 3) == [1, 2])
    let none = "y: item 0 has the label of more or less than one 1, and there are 3 classes, 0 to 2"
    #expect(refused([0, 0, 0], shape: [1, 3]) == none)
    #expect(refused([1, 0, 1], shape: [1, 3]) == none)
    #expect(refused([0, 2, 0], shape: [1, 3]) == none)
  }

  /// 2^24 labels are asked for, and of one more none.
  @Test(arguments: [(1 << 24, "y: asked"), (1 << 24 + 1, "y: 16777217 labels; at most 16777216 are read")])
  func theMostLabels(count: Int, message: String) {
    struct Asked: Error, CustomStringConvertible { let description = "asked" }
    let array = NumberArray(title: "y", name: "", shape: [count], type: "float32", isInteger: false) { _ in
      throw Asked()
    }
    #expect(refusal { _ = try ClassNumbers.read(array, classes: 3) } == message)
  }

  @Test func otherShapes() {
    #expect(refused([0, 1], shape: [1, 2]) == "y: its items are 2, and labels are a number each, or 3")
    #expect(refused([0, 1, 0], shape: [1, 3, 1]) == "y: its items are 3×1, and labels are a number each, or 3")
    #expect(refused([0], shape: [1, 1, 1]) == "y: its items are 1×1, and labels are a number each, or 3")
  }
}

/// What a data set refuses, and what is no picture.
@Suite struct DataSetRefusalTests {
  @Test func arraysAndLabelsGoWithArrays() throws {
    let folder = Folder()
    for name in ["a/1.png", "b/1.png"] { try folder.picture(9, to: name) }
    for options in [
      DataSet.Options(arrays: (images: "x", labels: "y")), DataSet.Options(labels: fixture("y_test.npy")),
    ] {
      #expect(
        refusal { _ = try DataSet(folder.url.path, classes: 2, names: nil, options: options) }?.hasSuffix(
          "pictures in files have their labels with them: --truth and --arrays are for arrays") == true)
    }
  }

  @Test func labelsAreASingleArray() {
    let options = DataSet.Options(labels: fixture("arrays.npz"))
    #expect(
      refusal { _ = try DataSet(fixture("x_test.npy"), classes: 3, names: nil, options: options) }?.hasSuffix(
        "labels are a single array (.npy, IDX)") == true)
  }

  /// An array of numpy, perhaps packed by gzip without being made smaller.
  private func numpy(_ shape: String, order: String, count: Int, isPacked: Bool) -> Data {
    func number(_ value: Int, _ width: Int) -> [UInt8] {
      (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    let head = Array("{'descr': '|u1', 'fortran_order': \(order), 'shape': \(shape), }\n".utf8)
    let array = [0x93] + Array("NUMPY".utf8) + [1, 0] + number(head.count, 2) + head + (0..<count).map { UInt8($0) }
    guard isPacked else { return Data(array) }
    var sum = CRC32()
    array.withUnsafeBytes { sum.add($0) }
    let size = array.count
    return Data(
      [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 1] + number(size, 2) + number(~size, 2) + array
        + number(Int(sum.value), 4) + number(size, 4))
  }

  @Test func arraysThatAreRead() throws {
    let folder = Folder()
    func message(_ shape: String, _ order: String, count: Int, isPacked: Bool) throws -> String? {
      let path = try folder.write(numpy(shape, order: order, count: count, isPacked: isPacked), to: "x.npy")
      return refusal { _ = try ArrayFile.arrays(in: path, worker: hdf5Worker) }.map {
        $0.replacingOccurrences(of: path, with: "x.npy")
      }
    }
    for isPacked in [false, true] {
      #expect(try message("(2, 2)", "False", count: 4, isPacked: isPacked) == nil)
      #expect(try message("()", "False", count: 1, isPacked: isPacked) == "x.npy: a single number, and no array")
    }
    #expect(try message("(2, 2)", "True", count: 4, isPacked: false) == nil)
    #expect(
      try message("(2, 2)", "True", count: 4, isPacked: true)
        == "x.npy: compressed and in Fortran order: unpack it, or save numpy.ascontiguousarray of it")
  }

  /// Files of a byte more than is read, which are holes.
  @Test func filesThatAreTooLarge() throws {
    let folder = Folder()
    func hole(_ name: String) throws -> String {
      let path = try folder.write("", to: name)
      let handle = try #require(FileHandle(forWritingAtPath: path))
      try handle.truncate(atOffset: 256 << 20 + 1)
      try handle.close()
      return path
    }
    let list = try hole("list.txt")
    #expect(
      refusal { _ = try DataSet(list, classes: 2, names: nil, options: DataSet.Options()) }
        == "\(list): 268435457 bytes; lists of at most 268435456 are read")
    let picture = try hole("a.png")
    let reader = try InputReader(
      .pictures([picture]), for: Shape(dimensions: [1, 2, 2]),
      .pixels(Preprocessing(channels: .gray, divisor: 1), inverts: false), layout: .nchw)
    #expect(
      refusal { _ = try reader.picture(0) }
        == "\(picture): 268435457 bytes; pictures of at most 268435456 are read")
  }

  @Test func onlyGrayAndColorArePictures() throws {
    func picture(_ dimensions: [Int]) throws -> Bool {
      let count = dimensions.reduce(1, *)
      let array = NumberArray(title: "x", name: "", shape: [1] + dimensions, type: "float32", isInteger: false) { _ in
        (0..<count).map(Float.init)
      }
      let reader = try InputReader(.numbers(array), for: Shape(dimensions: dimensions), .asTheyAre, layout: .nchw)
      return try reader.picture(0) != nil
    }
    #expect(try picture([1, 2, 2]) && picture([3, 2, 2]))
    #expect(try !picture([2, 2, 2]) && !picture([3, 4]) && !picture([4]))
  }
}
