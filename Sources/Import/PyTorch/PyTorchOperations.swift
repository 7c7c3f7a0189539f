import Architecture

/// ATen's operators that networks consist of, and what each is in the graph.
enum PyTorchOperations {
  /// Builds a node; its outputs, nil where one was refused, and none where the node is. What is wrong is noted.
  typealias Operation = @Sendable (PyTorchCall, inout PyTorchAssembly) -> [Int?]

  /// With the name that each works in place under.
  static let all: [String: Operation] = {
    var all: [String: Operation] = [:]
    for family in [weighted, pooling, normalization, activation, arithmetic, shape] {
      for (name, operation) in family {
        all["aten.\(name)"] = operation
        all["aten.\(name)_"] = operation
      }
    }
    return all
  }()

  /// Operators that only check something, or give sizes and no tensors.
  static let ignored: Set = ["aten.sym_size", "aten._assert_tensor_metadata", "aten.sym_constrain_range_for_size"]

  /// A kind that reads one tensor as it is.
  static func kind(_ kind: @escaping @Sendable (PyTorchCall) -> any LayerKind) -> Operation {
    { call, torch in
      guard let input = torch.input(call) else { return torch.unknown(call) }
      return [torch.add(kind(call), reading: [input])]
    }
  }
}

extension PyTorchAssembly {
  /// The layer of the first tensor that a node reads; nil where it is a parameter.
  func input(_ call: PyTorchCall, _ name: String? = nil) -> Int? {
    if let name { return call.tensor(name).flatMap { index($0) } }
    return (call.tensor("input") ?? call.tensor("self")).flatMap { index($0) }
  }

  /// The numbers of a parameter that a node reads.
  func parameter(_ call: PyTorchCall, _ name: String) -> ParameterNumbers? {
    call.tensor(name).flatMap { parameter($0) }
  }

  /// Whether a node has numbers for an argument; where it names something else, the node is not known.
  func hasParameter(_ call: PyTorchCall, _ name: String) -> Bool? {
    guard let tensor = call.tensor(name) else { return false }
    if parameter(tensor) != nil { return true }
    return program.parameters[tensor] == nil ? nil : true
  }

  /// The sizes of a parameter as the graph states them, also where its numbers cannot be read.
  func sizes(_ call: PyTorchCall, _ name: String) -> [Int] {
    if let numbers = parameter(call, name) { return numbers.shape }
    return call.tensor(name).flatMap { program.values[$0] }?.sizes.compactMap { $0 } ?? []
  }

  /// An axis of a tensor with its batch as one of a layer's shape; nil for the batch, or where there is none.
  func axis(_ call: PyTorchCall, _ name: String, of input: Int, default standIn: Int? = nil) -> Int? {
    guard let axis = call.axis(name, of: dimensions(of: input).count + 1, default: standIn), axis > 0 else {
      return nil
    }
    return axis - 1
  }

  /// A list of axes as those of a layer's shape; nil where the batch is among them, or one that is not there.
  func axes(_ call: PyTorchCall, _ name: String, of input: Int) -> [Int]? {
    let count = dimensions(of: input).count + 1
    let axes = call.integers(name).map { $0 < 0 ? $0 + count : $0 }
    return axes.allSatisfy { (1..<count).contains($0) } ? axes.map { $0 - 1 } : nil
  }
}
