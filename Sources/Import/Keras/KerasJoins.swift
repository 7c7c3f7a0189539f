import Architecture
import PlainText
import TensorFiles

/// Branches joined: layers, and the functions and operators of the same name, which may have a constant for one of them.
enum KerasJoins {
  static let operations: [String: KerasGraph.Operation] = [
    "Add": { call, graph throws(KerasProblem) in try join(call, &graph, Addition()) { .init(shift: $0) } },
    "Multiply": { call, graph throws(KerasProblem) in try join(call, &graph, Multiplication()) { .init(scale: $0) } },
    "Maximum": { call, graph throws(KerasProblem) in try join(call, &graph, Maximum()) },
    "Minimum": { call, graph throws(KerasProblem) in try join(call, &graph, Minimum()) },
    "Average": { call, graph throws(KerasProblem) in try average(call, &graph) },
    "Subtract": { call, graph throws(KerasProblem) in try subtract(call, &graph) },
    "TrueDivide": { call, graph throws(KerasProblem) in try divide(call, &graph) },
    "Divide": { call, graph throws(KerasProblem) in try divide(call, &graph) },
    "Concatenate": { call, graph throws(KerasProblem) in try concatenate(call, &graph) },
  ]

  /// What is joined.
  private enum Operand {
    case value(KerasValue)
    /// A number, or one for each index of the last axis.
    case constant([Double])
  }

  /// The branches in the order of the call.
  private static func operands(_ call: KerasOperation) throws(KerasProblem) -> [Operand] {
    var operands: [Operand] = []
    var next = call.inputs.makeIterator()
    func add(_ argument: KerasCall.Argument) throws(KerasProblem) {
      switch argument {
      case .tensor: if let value = next.next() { operands.append(.value(value)) }
      case .list(let items): for item in items { try add(item) }
      case .value:
        guard let numbers = argument.numbers, !numbers.isEmpty else {
          throw KerasProblem("an operand is neither tensor nor number")
        }
        operands.append(.constant(numbers))
      }
    }
    for argument in call.call.arguments { try add(argument) }
    for word in ["y", "x2"] { if let argument = call.call.keywords[word] { try add(argument) } }
    return operands
  }

  private static func values(_ call: KerasOperation) throws(KerasProblem) -> [KerasValue] {
    guard try operands(call).count == call.inputs.count else { throw KerasProblem("has a constant for a branch") }
    return call.inputs
  }

  /// - Parameter constant: what it is with a constant for one of two branches; nil where that has no counterpart.
  private static func join(
    _ call: KerasOperation, _ graph: inout KerasGraph, _ kind: any LayerKind, constant: (([Double]) -> Affine)? = nil
  ) throws(KerasProblem) -> KerasValue {
    let operands = try operands(call)
    if let constant, let (value, numbers, _) = pair(operands) {
      return try KerasScaling.affine(constant(numbers), value, call, &graph)
    }
    return try joined(try values(call), kind, call, &graph)
  }

  private static func joined(
    _ values: [KerasValue], _ kind: any LayerKind, _ call: KerasOperation, _ graph: inout KerasGraph,
    _ word: String? = nil
  ) throws(KerasProblem) -> KerasValue {
    guard !values.isEmpty else { throw KerasProblem("joins nothing") }
    let aligned = try graph.aligned(values, call)
    // A vector among maps whose channels come last is theirs; among other maps it lies along their last axis.
    let rank = aligned.map { graph.shape(of: $0).dimensions.count }.max() ?? 1
    let isLast = aligned.contains { $0.order == .channelsLast }
    var branches: [KerasValue] = []
    for value in aligned {
      let dimensions = graph.shape(of: value).dimensions
      if !isLast, dimensions.count < rank {
        let sizes = Array(repeating: 1, count: rank - dimensions.count) + dimensions
        branches.append(KerasValue(try graph.add(Reshape(sizes: sizes), call, [value], "to_axes")))
      } else {
        branches.append(value)
      }
    }
    return KerasValue(try graph.add(kind, call, branches, word), isLast ? .channelsLast : .native)
  }

  /// A value and a constant, and whether the constant comes first.
  private static func pair(_ operands: [Operand]) -> (KerasValue, [Double], constantFirst: Bool)? {
    guard operands.count == 2 else { return nil }
    switch (operands[0], operands[1]) {
    case (.value(let value), .constant(let numbers)): return (value, numbers, false)
    case (.constant(let numbers), .value(let value)): return (value, numbers, true)
    default: return nil
    }
  }

  private static func average(_ call: KerasOperation, _ graph: inout KerasGraph) throws(KerasProblem) -> KerasValue {
    let branches = try values(call)
    let sum = try joined(branches, Addition(), call, &graph, "sum")
    return KerasValue(
      try graph.add(Affine(scale: [1 / Double(max(1, branches.count))]), call, [sum]), sum.order)
  }

  private static func subtract(_ call: KerasOperation, _ graph: inout KerasGraph) throws(KerasProblem) -> KerasValue {
    let operands = try operands(call)
    if let (value, numbers, constantFirst) = pair(operands) {
      let kind = constantFirst ? Affine(scale: [-1], shift: numbers) : Affine(shift: numbers.map { -$0 })
      return try KerasScaling.affine(kind, value, call, &graph)
    }
    let branches = try values(call)
    guard branches.count == 2 else { throw KerasProblem("subtracts \(branches.count) inputs") }
    return try joined(branches, Subtraction(), call, &graph)
  }

  private static func divide(_ call: KerasOperation, _ graph: inout KerasGraph) throws(KerasProblem) -> KerasValue {
    guard let (value, numbers, constantFirst) = pair(try operands(call)) else {
      let branches = try values(call)
      guard branches.count == 2 else { throw KerasProblem("divides \(branches.count) inputs") }
      return try joined(branches, Division(), call, &graph)
    }
    guard !constantFirst, !numbers.contains(0) else {
      throw KerasProblem("a constant divided by a tensor, or a division by 0, has no counterpart")
    }
    return try KerasScaling.affine(Affine(scale: numbers.map { 1 / $0 }), value, call, &graph)
  }

  /// Along the channels, or with another axis brought to their place and back.
  private static func concatenate(_ call: KerasOperation, _ graph: inout KerasGraph) throws(KerasProblem) -> KerasValue
  {
    var branches = try values(call)
    guard let first = branches.first else { throw KerasProblem("joins nothing") }
    let axis = try graph.axis(try call.arguments.integer("axis", default: -1), of: first)
    let rank = graph.shape(of: first).dimensions.count
    guard branches.allSatisfy({ graph.shape(of: $0).dimensions.count == rank }) else {
      throw KerasProblem("joins values of different numbers of axes")
    }
    if Set(branches.map(\.order)).count > 1
      || branches.contains(where: { $0.order != .native && $0.order != .channelsLast })
    {
      for index in branches.indices { branches[index] = try graph.native(branches[index], call) }
    }
    let order = branches[0].order
    let own = branches[0].axis(axis, rank: rank)
    guard own > 0 else { return KerasValue(try graph.add(Concatenation(), call, branches), order) }
    var swap = Array(0..<rank)
    swap.swapAt(0, own)
    for index in branches.indices {
      branches[index] = KerasValue(
        try graph.add(Transposition(order: swap), call, [branches[index]], "to_axis\(axis + 1)"))
    }
    let joined = KerasValue(try graph.add(Concatenation(), call, branches, "joined"))
    return KerasValue(try graph.add(Transposition(order: swap), call, [joined]), order)
  }
}
