import TensorFiles
import Testing

@testable import Import

/// Operators on constants: what each refuses, and the nearest that it takes.
@Suite struct ONNXFoldingTests {
  /// An operation on constants, the attributes that it has, and what comes of it.
  struct Case: CustomTestStringConvertible, Sendable {
    let operation: String
    let inputs: [ONNXTensor?]
    var ints: [String: [Int64]] = [:]
    var int: [String: Int64] = [:]
    var outputs = 1
    let result: String

    var testDescription: String { "\(operation): \(result)" }
  }

  private static func whole(_ numbers: [Int], _ shape: [Int]? = nil) -> ONNXTensor {
    ONNXTensor(name: "c", shape: shape ?? [numbers.count], type: .int64, .integers(numbers))
  }

  private static func fractions(_ numbers: [Double], _ shape: [Int]? = nil) -> ONNXTensor {
    ONNXTensor(name: "c", shape: shape ?? [numbers.count], type: .float32, .numbers(numbers))
  }

  private static func filled(_ shape: [Int]) -> ONNXTensor {
    ONNXTensor(name: "c", shape: shape, type: .float32, .filled(1))
  }

  private static let one = whole([7], [])
  private static let row = whole([1, 2, 3])
  private static let matrix = whole([1, 2, 3, 4, 5, 6], [2, 3])

  /// The sizes of what is made and its numbers, or the refusal; numbers of more than ten are left out.
  private func fold(_ test: Case) throws -> String {
    var message = Onnx_NodeProto()
    (message.opType, message.output) = (test.operation, (0..<test.outputs).map { "y\($0)" })
    for (name, list) in test.ints {
      var attribute = Onnx_AttributeProto()
      (attribute.name, attribute.ints) = (name, list)
      message.attribute.append(attribute)
    }
    for (name, number) in test.int {
      var attribute = Onnx_AttributeProto()
      (attribute.name, attribute.i) = (name, number)
      message.attribute.append(attribute)
    }
    var files = ExternalFiles(MemorySource([]), path: "net.onnx")
    let node = try ONNXNode(message, name: "y", opsets: ["": 17], files: &files)
    let operation = try #require(Folding.operations[test.operation])
    var reader = ConstantReader([])
    do throws(NodeError) {
      let tensors = try operation(&reader, node, test.inputs)
      return try tensors.map { tensor throws(NodeError) in
        let numbers = tensor.count > 10 ? "…" : "\(try reader.numbers(tensor).map { Int($0) })"
        return "[\(Folding.text(tensor.shape))] \(numbers)"
      }.joined(separator: ", ")
    } catch {
      guard case .wrong(let message) = error else { return "\(error)" }
      return "\(message)"
    }
  }

  @Test(arguments: [
    // An input that is left out, at the end and before it.
    Case(operation: "Add", inputs: [row], result: "lacks its input 1"),
    Case(operation: "Add", inputs: [nil, row], result: "lacks its input 0"),
    Case(operation: "Add", inputs: [row, row], result: "[3] [2, 4, 6]"),
    Case(operation: "Identity", inputs: [], result: "lacks its input 0"),
    // An axis, counted from either end.
    Case(operation: "Gather", inputs: [matrix, one], int: ["axis": 2], result: "names axis 2 of 2"),
    Case(operation: "Gather", inputs: [matrix, one], int: ["axis": -3], result: "names axis -3 of 2"),
    Case(operation: "Gather", inputs: [matrix, whole([2], [])], int: ["axis": 1], result: "[2] [3, 6]"),
    Case(operation: "Gather", inputs: [matrix, whole([1], [])], int: ["axis": -2], result: "[3] [4, 5, 6]"),
    // What is gathered.
    Case(operation: "Gather", inputs: [one, whole([0], [])], result: "gathers from a single number"),
    Case(operation: "Gather", inputs: [row, whole([3], [])], result: "gathers what is not among the 3 of axis 0"),
    Case(operation: "Gather", inputs: [row, whole([-4], [])], result: "gathers what is not among the 3 of axis 0"),
    Case(operation: "Gather", inputs: [row, whole([2, -3])], result: "[2] [3, 1]"),
    // Sizes that go together.
    Case(operation: "Add", inputs: [row, whole([1, 2])], result: "joins sizes that do not fit: 3 and 2"),
    Case(operation: "Add", inputs: [row, whole([1])], result: "[3] [2, 3, 4]"),
    Case(operation: "Div", inputs: [row, whole([1, 0, 1])], result: "divides a constant by zero"),
    Case(operation: "Div", inputs: [whole([.min]), whole([-1])], result: "divides a constant by zero"),
    Case(operation: "Div", inputs: [row, whole([1, -1, 2])], result: "[3] [1, -2, 1]"),
    // Orders of axes.
    Case(
      operation: "Transpose", inputs: [matrix], ints: ["perm": [0, 0]], result: "has an order that is none: [0, 0]"),
    Case(operation: "Transpose", inputs: [matrix], ints: ["perm": [1]], result: "has an order that is none: [1]"),
    Case(
      operation: "Transpose", inputs: [matrix], ints: ["perm": [1, 2]], result: "has an order that is none: [1, 2]"),
    Case(operation: "Transpose", inputs: [matrix], ints: ["perm": [1, 0]], result: "[3×2] [1, 4, 2, 5, 3, 6]"),
    // Joining.
    Case(operation: "Concat", inputs: [one, one], int: ["axis": 0], result: "joins single numbers"),
    Case(operation: "Concat", inputs: [row, whole([4])], int: ["axis": 0], result: "[4] [1, 2, 3, 4]"),
    Case(
      operation: "Concat", inputs: [row, matrix], int: ["axis": 0], result: "joins constants with different axes"),
    Case(operation: "Concat", inputs: [matrix, row], int: ["axis": 1], result: "joins constants with different axes"),
    Case(
      operation: "Concat", inputs: [matrix, whole([7, 8], [1, 2])], int: ["axis": 0],
      result: "joins constants that do not fit"),
    Case(
      operation: "Concat", inputs: [row, fractions([1])], int: ["axis": 0], result: "joins constants that do not fit"),
    Case(
      operation: "Concat", inputs: [matrix, whole([7, 8], [2, 1])], int: ["axis": 1],
      result: "[2×4] [1, 2, 3, 7, 4, 5, 6, 8]"),
    Case(operation: "Concat", inputs: [row, nil], int: ["axis": 0], result: "lacks its input 1"),
    // Sizes that are asked for: 0 keeps one, -1 is what is left.
    Case(operation: "Reshape", inputs: [row, whole([3, 0])], result: "keeps the size of axis 1, which is not there"),
    Case(operation: "Reshape", inputs: [matrix, whole([2, 0])], result: "[2×3] [1, 2, 3, 4, 5, 6]"),
    Case(operation: "Reshape", inputs: [row, whole([3, 0])], int: ["allowzero": 1], result: "makes 3×0 of 3"),
    Case(operation: "Reshape", inputs: [row, whole([-2])], result: "asks for the size -2"),
    Case(operation: "Reshape", inputs: [row, whole([-1, 1])], result: "[3×1] [1, 2, 3]"),
    Case(operation: "Reshape", inputs: [row, whole([-1, -1])], result: "makes -1×-1 of 3"),
    Case(operation: "Reshape", inputs: [row, whole([-1, 2])], result: "makes -1×2 of 3"),
    Case(operation: "Reshape", inputs: [row, whole([-1, 0])], int: ["allowzero": 1], result: "makes -1×0 of 3"),
    Case(operation: "Reshape", inputs: [row, whole([2])], result: "makes 2 of 3"),
    // Axes of size 1 that go and come.
    Case(
      operation: "Squeeze", inputs: [matrix, whole([1])], result: "drops axes of 2×3 that are not of size 1"),
    Case(
      operation: "Squeeze", inputs: [one, whole([0])], result: "drops axes of () that are not of size 1"),
    Case(operation: "Squeeze", inputs: [whole([1, 2], [2, 1]), whole([1])], result: "[2] [1, 2]"),
    Case(operation: "Unsqueeze", inputs: [row, whole([0, 0])], result: "puts an axis in twice"),
    Case(operation: "Unsqueeze", inputs: [row, whole([0, -3])], result: "puts an axis in twice"),
    Case(operation: "Unsqueeze", inputs: [row, whole([0, -1])], result: "[1×3×1] [1, 2, 3]"),
    Case(operation: "Unsqueeze", inputs: [row, whole([3])], result: "names axis 3 of 2"),
    Case(operation: "Unsqueeze", inputs: [row, whole(Array(0..<64))], result: "makes 65 axes"),
    // Parts.
    Case(operation: "Split", inputs: [one], result: "splits a single number"),
    Case(operation: "Split", inputs: [row, whole([1, 1])], outputs: 2, result: "splits 3 into 1 + 1"),
    Case(operation: "Split", inputs: [row, whole([4, -1])], outputs: 2, result: "splits 3 into 4 + -1"),
    Case(operation: "Split", inputs: [row, whole([3, 0])], outputs: 2, result: "[3] [1, 2, 3], [0] []"),
    Case(operation: "Split", inputs: [row, whole([1, 2])], outputs: 2, result: "[1] [1], [2] [2, 3]"),
    Case(operation: "Split", inputs: [row], outputs: 4, result: "splits 3 into 4"),
    Case(operation: "Split", inputs: [row], outputs: 3, result: "[1] [1], [1] [2], [1] [3]"),
    Case(operation: "Split", inputs: [row], outputs: 2, result: "[2] [1, 2], [1] [3]"),
    Case(operation: "Split", inputs: [row], int: ["num_outputs": 2], outputs: 3, result: "splits 3 into 2"),
    Case(operation: "Split", inputs: [row], int: ["num_outputs": 0], outputs: 3, result: "splits 3 into 0"),
    Case(operation: "Split", inputs: [row], int: ["num_outputs": .min], outputs: 3, result: "splits 3 into \(Int.min)"),
    Case(operation: "Split", inputs: [row], int: ["num_outputs": .max], outputs: 3, result: "splits 3 into \(Int.max)"),
    // Five parts of six are two each, and nothing is left for the last two.
    Case(operation: "Split", inputs: [whole([1, 2, 3, 4, 5, 6])], outputs: 5, result: "splits 6 into 5"),
    Case(
      operation: "Split", inputs: [whole([1, 2, 3, 4, 5, 6])], outputs: 4,
      result: "[2] [1, 2], [2] [3, 4], [2] [5, 6], [0] []"),
    Case(operation: "Slice", inputs: [row, whole([0])], result: "does not say where its part begins and ends"),
    Case(
      operation: "Slice", inputs: [row, whole([0]), whole([1, 2])],
      result: "does not say where its part begins and ends"),
    Case(
      operation: "Slice", inputs: [row, whole([0]), whole([1]), whole([0, 1])],
      result: "has lists of different lengths"),
    Case(
      operation: "Slice", inputs: [row, whole([0]), whole([1]), whole([0]), whole([1, 1])],
      result: "has lists of different lengths"),
    Case(
      operation: "Slice", inputs: [matrix, whole([0, 0]), whole([1, 1]), whole([1, -1])], result: "cuts axis 1 twice"),
    Case(
      operation: "Slice", inputs: [matrix, whole([0, 0]), whole([1, 2]), whole([0, -1])], result: "[1×2] [1, 2]"),
    Case(
      operation: "Slice", inputs: [row, whole([0]), whole([3]), whole([0]), whole([0])], result: "has a step of 0"),
    Case(
      operation: "Slice", inputs: [row, whole([2]), whole([.min]), whole([0]), whole([-1])], result: "[3] [3, 2, 1]"),
    Case(operation: "Slice", inputs: [row, whole([0]), whole([.max]), whole([0]), whole([2])], result: "[2] [1, 3]"),
    Case(
      operation: "Slice", inputs: [row, whole([0]), whole([3]), whole([0]), whole([.max])], result: "[1] [1]"),
    Case(
      operation: "Slice", inputs: [row, whole([2]), whole([0]), whole([0]), whole([.min])], result: "[1] [3]"),
    // Single numbers have no axis to cut.
    Case(operation: "Slice", inputs: [one, whole([0]), whole([1])], result: "cuts a single number"),
    // Repetitions.
    Case(operation: "Tile", inputs: [row, whole([2, 1])], result: "has repeats that do not fit"),
    Case(operation: "Tile", inputs: [row, whole([-1])], result: "has repeats that do not fit"),
    Case(operation: "Tile", inputs: [row, whole([1 << 30 + 1])], result: "has repeats that do not fit"),
    Case(operation: "Tile", inputs: [row, whole([2])], result: "[6] [1, 2, 3, 1, 2, 3]"),
    Case(operation: "Tile", inputs: [row, whole([0])], result: "[0] []"),
    Case(
      operation: "Tile", inputs: [filled([1 << 40]), whole([1 << 30])],
      result: "has repeats that do not fit"),
    Case(
      operation: "Tile", inputs: [filled([1 << 30]), whole([1 << 11])],
      result: "makes a constant of the impossible size 2199023255552"),
    // Numbers that follow each other.
    Case(operation: "Range", inputs: [one, one, whole([0])], result: "has no limits, or a step of 0"),
    Case(operation: "Range", inputs: [one, whole([]), one], result: "has no limits, or a step of 0"),
    Case(operation: "Range", inputs: [whole([0]), whole([5]), whole([2])], result: "[3] [0, 2, 4]"),
    Case(operation: "Range", inputs: [whole([5]), whole([0]), whole([1])], result: "[0] []"),
    Case(
      operation: "Range", inputs: [whole([0]), whole([ConstantReader.most + 1]), whole([1])],
      result: "makes 4194305.0 numbers"),
    Case(
      operation: "Range", inputs: [whole([0]), whole([ConstantReader.most]), whole([1])], result: "[4194304] …"),
    Case(
      operation: "Range", inputs: [fractions([0]), fractions([.nan]), fractions([1])], result: "makes nan numbers"),
    // Of no numbers, before which an axis may be as long as it likes.
    Case(operation: "Add", inputs: [filled([1 << 40, 0]), filled([1])], result: "[1099511627776×0] []"),
    Case(operation: "Tile", inputs: [filled([1 << 30, 0]), whole([1 << 10, 1])], result: "[1099511627776×0] []"),
    Case(
      operation: "Gather", inputs: [filled([1 << 40, 0]), whole([])], int: ["axis": 1], result: "[1099511627776×0] []"),
    Case(
      operation: "Concat", inputs: [filled([1 << 40, 0]), filled([1 << 40, 0])], int: ["axis": 1],
      result: "[1099511627776×0] []"),
    Case(
      operation: "ReduceSum", inputs: [filled([1 << 40, 0]), whole([1])],
      result: "computes more constants than the 4194304 numbers that are computed ahead of running"),
    Case(operation: "ReduceSum", inputs: [filled([2, 0]), whole([1])], result: "[2×1] [0, 0]"),
    // Types.
    Case(
      operation: "Cast", inputs: [row], int: ["to": 8], result: "makes numbers of the type 8, which are not read"),
    Case(
      operation: "Cast", inputs: [row], int: ["to": 14], result: "makes numbers of the type 14, which are not read"),
    Case(
      operation: "Cast", inputs: [ONNXTensor(name: "c", shape: [1], type: .string, .integers([0]))], int: ["to": 7],
      result: "makes numbers of the type 7, which are not read"),
    Case(operation: "Cast", inputs: [fractions([1.5, -1.5])], int: ["to": 7], result: "[2] [1, -1]"),
  ])
  func constants(_ test: Case) throws { #expect(try fold(test) == test.result) }

  /// 64 axes at most.
  @Test func theMostAxes() throws {
    let test = Case(operation: "Unsqueeze", inputs: [Self.row, Self.whole(Array(0..<63))], result: "")
    #expect(try fold(test) == "[\(String(repeating: "1×", count: 63))3] [1, 2, 3]")
  }

  @Test(
    arguments: [
      ([1 << 40], 1 << 40), ([1 << 40 + 1], nil), ([-1], nil), ([1 << 40, 1 << 8], 1 << 48),
      ([1 << 40, 1 << 8 + 1], nil),
      ([1 << 40, 1 << 24, 0], nil), ([0, 1 << 40, 1 << 40, 1 << 40], 0), ([], 1),
    ] as [([Int], Int?)])
  func theNumberOfElements(_ shape: [Int], _ count: Int?) {
    do throws(NodeError) {
      #expect(try Folding.count(shape) == count)
    } catch {
      #expect(count == nil)
      guard case .wrong(let message) = error else { return }
      #expect("\(message)" == "makes a constant of the impossible size \(Folding.text(shape))")
    }
  }

  /// Numbers of one constant, and of all together.
  @Test func whatIsComputed() throws {
    var reader = ConstantReader([])
    func spend(_ count: Int) -> Bool { (try? reader.spend(count)) != nil }
    #expect(!spend(-1) && spend(0))
    #expect(!spend(1 << 22 + 1) && spend(1 << 22))
    // 2^25 in all, of which 2^22 are spent.
    for _ in 0..<6 { #expect(spend(1 << 22)) }
    #expect(spend(1 << 22 - 1))
    #expect(!spend(2) && spend(1) && !spend(1) && spend(0))
  }
}
