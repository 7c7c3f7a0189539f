import Architecture
import PlainText

extension GraphReader {
  static let joins = arithmetic.merging(comparisons) { $1 }

  /// What no kind of layer says, of any number of values: it has their common size.
  private static let comparisons = Dictionary(
    uniqueKeysWithValues: [
      "Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual", "And", "Or", "Xor", "Mod", "BitShift", "Where",
    ].map { name in
      (
        name,
        { (reader: inout GraphReader, node: ONNXNode) throws(NodeError) -> [ONNXValue] in
          let (values, constants) = try reader.sorted(node, 0..<node.inputs.count)
          throw .noKind(dimensions: [try Folding.broadcast(values.map(\.dimensions) + constants.map(\.shape))])
        } as Operation
      )
    })

  private static let arithmetic: [String: Operation] = [
    "Add": { (reader, node) throws(NodeError) in try reader.sum(node, inputs: 0..<2) },
    "Sum": { (reader, node) throws(NodeError) in try reader.sum(node, inputs: 0..<node.inputs.count) },
    "Mul": { (reader, node) throws(NodeError) in try reader.product(node) },
    "Sub": { (reader, node) throws(NodeError) in try reader.difference(node) },
    "Div": { (reader, node) throws(NodeError) in try reader.quotient(node) },
    "Max": { (reader, node) throws(NodeError) in try reader.extreme(node, isLargest: true) },
    "Min": { (reader, node) throws(NodeError) in try reader.extreme(node, isLargest: false) },
    // The sum divided by how many there are.
    "Mean": { (reader, node) throws(NodeError) in
      let sum = try reader.sum(node, inputs: 0..<node.inputs.count)
      guard node.inputs.count > 1, case .activation(let value) = sum[0] else { return sum }
      return [.activation(try reader.apply(Affine(scale: [1 / Double(node.inputs.count)]), value))]
    },
  ]

  /// Activations under common axes, joined number by number.
  mutating func joined(_ kind: any LayerKind, _ values: [ONNXActivation]) throws(NodeError) -> ONNXActivation {
    let all = try aligned(values)
    let dimensions = try Folding.broadcast(all.map(\.dimensions))
    let draft = try add(kind, all.map(\.draft))
    return ONNXActivation(draft: draft, dimensions: dimensions, batch: all[0].batch)
  }

  /// The activations among the inputs, and the constants.
  private func sorted(
    _ node: ONNXNode, _ range: Range<Int>
  ) throws(NodeError) -> ([ONNXActivation], [ONNXTensor]) {
    var activations: [ONNXActivation] = []
    var constants: [ONNXTensor] = []
    for index in range {
      switch value(node, index) {
      case .activation(let value): activations.append(value)
      case .constant(let tensor): constants.append(tensor)
      case .failed, nil: throw .wrong("lacks its input \(index)")
      }
    }
    // Versions before 7 align at an axis that they name.
    if node.opset < 7, node.integer("broadcast", else: 0) != 0, let axis = node.integer("axis"), constants.count == 1,
      let value = activations.first, axis >= 0, axis + constants[0].shape.count <= value.dimensions.count
    {
      let behind = value.dimensions.count - axis - constants[0].shape.count
      if let tensor = constants[0].reshaped(constants[0].shape + Array(repeating: 1, count: behind)) {
        constants = [tensor]
      }
    }
    return (activations, constants)
  }

  private mutating func sum(_ node: ONNXNode, inputs: Range<Int>) throws(NodeError) -> [ONNXValue] {
    let (values, constants) = try sorted(node, inputs)
    guard var result = values.first else { throw .noKind(dimensions: []) }
    if values.count > 1 { result = try joined(Addition(), values) }
    for constant in constants { result = try arithmetic(.add, result, constant, isInverse: false) }
    return [.activation(result)]
  }

  private mutating func product(_ node: ONNXNode) throws(NodeError) -> [ONNXValue] {
    let (values, constants) = try sorted(node, 0..<2)
    guard var result = values.first else { throw .noKind(dimensions: []) }
    if values.count > 1 { result = try joined(Multiplication(), values) }
    for constant in constants { result = try arithmetic(.multiply, result, constant, isInverse: false) }
    return [.activation(result)]
  }

  /// With a constant a − b is a + (−1)·b.
  private mutating func difference(_ node: ONNXNode) throws(NodeError) -> [ONNXValue] {
    let (values, constants) = try sorted(node, 0..<2)
    if constants.isEmpty { return [.activation(try joined(Subtraction(), values))] }
    if case .constant(let first) = value(node, 0) {
      let negative = try apply(Affine(scale: [-1]), try activation(node, 1))
      return [.activation(try arithmetic(.add, negative, first, isInverse: true))]
    }
    let negative = try mapped(constants[0]) { -$0 }
    return [.activation(try arithmetic(.add, values[0], negative, isInverse: true))]
  }

  /// With a constant a/b is a·(1/b).
  private mutating func quotient(_ node: ONNXNode) throws(NodeError) -> [ONNXValue] {
    let (values, constants) = try sorted(node, 0..<2)
    guard let constant = constants.first else { return [.activation(try joined(Division(), values))] }
    if case .activation(let value) = value(node, 0) {
      return [.activation(try arithmetic(.multiply, value, try mapped(constant) { 1 / $0 }, isInverse: true))]
    }
    let inverse = try apply(ElementwiseFunction(.reciprocal), try activation(node, 1))
    return [.activation(try arithmetic(.multiply, inverse, constant, isInverse: true))]
  }

  /// A constant with a function of its numbers. They stay as exact as the computation is.
  private mutating func mapped(
    _ tensor: ONNXTensor, _ function: (Double) -> Double
  ) throws(NodeError) -> ONNXTensor {
    guard tensor.type.isFloat else { throw .noKind(dimensions: []) }
    try constants.spend(tensor.count)
    let numbers = try constants.numbers(tensor).map { function(shortest(Float($0))) }
    return ONNXTensor(name: tensor.name, shape: tensor.shape, type: .float64, .numbers(numbers))
  }

  /// The largest or the smallest of several, some of which may be single numbers.
  private mutating func extreme(_ node: ONNXNode, isLargest: Bool) throws(NodeError) -> [ONNXValue] {
    let (values, constants) = try sorted(node, 0..<node.inputs.count)
    guard var result = values.first else { throw .noKind(dimensions: []) }
    if values.count > 1 { result = try joined(isLargest ? Maximum() as any LayerKind : Minimum(), values) }
    for constant in constants {
      guard constant.count == 1, let limit = try self.constants.numbers(constant).first,
        constant.shape.count <= result.dimensions.count
      else {
        throw .noKind(dimensions: [try Folding.broadcast(values.map(\.dimensions) + constants.map(\.shape))])
      }
      result = try isLargest ? clipped(result, limit, nil) : clipped(result, nil, limit)
    }
    return [.activation(result)]
  }

  /// A sum or a product with a constant.
  mutating func arithmetic(
    _ operation: ConstantArithmetic.Operation, _ value: ONNXActivation, _ constant: ONNXTensor, isInverse: Bool
  ) throws(NodeError) -> ONNXActivation {
    let sizes = try Folding.broadcast([value.dimensions, constant.shape])
    guard sizes.count == value.dimensions.count, let aligned = Self.aligned(constant, to: value),
      zip(aligned.shape, shape(value).dimensions).allSatisfy({ $0 == 1 || $0 == $1 })
    else {
      guard constant.count == 1 else { throw .noKind(dimensions: [sizes]) }
      let larger = try reinterpreted(value, sizes, batch: sizes.count > 1 && sizes[0] == 1 && batch == .first ? 0 : nil)
      return try arithmetic(operation, larger, constant, isInverse: isInverse)
    }
    if constant.count == 1, let exact = try constants.numbers(constant).first {
      let number = constant.type == .float32 ? shortest(Float(exact)) : exact
      if number == (operation == .add ? 0 : 1) { return value }
      return try apply(operation == .add ? Affine(shift: [number]) : Affine(scale: [number]), value)
    }
    return try apply(
      ConstantArithmetic(operation: operation, constant: aligned, isInverse: isInverse), value)
  }

  /// A constant with the axes of a value's draft, those that it lacks of size 1; nil where it has an axis that the value
  /// lacks, or is more than one on the axis of the batch.
  static func aligned(_ constant: ONNXTensor, to value: ONNXActivation) -> ONNXTensor? {
    let rank = value.dimensions.count
    let lacking = rank - constant.shape.count
    guard lacking >= 0 else { return constant.count == 1 ? constant.reshaped(value.dimensions.map { _ in 1 }) : nil }
    let sizes = Array(repeating: 1, count: lacking) + constant.shape
    if let batch = value.batch, sizes[batch] != 1 { return nil }
    return constant.reshaped(ONNXActivation.sizes(sizes, batch: value.batch))
  }
}
