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

  /// The sizes that a view of `count` numbers is given, where one may be left open; nil where they do not hold as many.
  func wholeSizes(of count: Int) -> [Int]? {
    let stated = sizes("size").isEmpty ? sizes("shape") : sizes("size")
    var sizes = stated.compactMap { $0 }
    let open = sizes.firstIndex(of: -1)
    if let open { sizes[open] = 1 }
    var product = 1
    for size in sizes {
      let (next, overflow) = product.multipliedReportingOverflow(by: size)
      guard size > 0, !overflow else { return nil }
      product = next
    }
    guard sizes.count == stated.count, open == nil ? product == count : count.isMultiple(of: product) else {
      return nil
    }
    if let open { sizes[open] = count / product }
    return sizes
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
