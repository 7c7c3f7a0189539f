import Architecture
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
