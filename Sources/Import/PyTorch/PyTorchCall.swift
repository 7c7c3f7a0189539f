/// The arguments of a node as its operator declares them: those that are not stated have the values that ATen gives them.
struct PyTorchCall {
  let node: ExportedProgram.Node

  init(_ node: ExportedProgram.Node) { self.node = node }

  subscript(_ name: String) -> ExportedArgument? { node.arguments[name] }

  /// The name of a tensor that it reads; nil where there is none.
  func tensor(_ name: String) -> String? {
    if case .tensor(let tensor)? = node.arguments[name] { tensor } else { nil }
  }

  func integer(_ name: String) -> Int? {
    if case .integer(let value)? = node.arguments[name] { value } else { nil }
  }

  /// A list of numbers; a single one is a list of one.
  func integers(_ name: String) -> [Int] {
    switch node.arguments[name] {
    case .integers(let values)?: values.compactMap { $0 }
    case .integer(let value)?: [value]
    default: []
    }
  }

  /// A list of numbers, with nil for each that is a symbol.
  func sizes(_ name: String) -> [Int?] {
    if case .integers(let values)? = node.arguments[name] { values } else { integers(name) }
  }

  func number(_ name: String) -> Double? {
    switch node.arguments[name] {
    case .real(let value)?: value
    case .integer(let value)?: Double(value)
    default: nil
    }
  }

  func boolean(_ name: String) -> Bool {
    if case .boolean(let value)? = node.arguments[name] { value } else { false }
  }

  func text(_ name: String) -> String? {
    if case .text(let value)? = node.arguments[name] { value } else { nil }
  }

  /// An axis of `count`, which may be counted from the end; nil where there is none.
  func axis(_ name: String, of count: Int, default standIn: Int? = nil) -> Int? {
    guard let value = integer(name) ?? standIn else { return nil }
    let axis = value < 0 ? value + count : value
    return (0..<count).contains(axis) ? axis : nil
  }
}
