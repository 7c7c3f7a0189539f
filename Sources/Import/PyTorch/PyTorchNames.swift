import Architecture

/// What the layers of an exported program are called, and the modules that they are part of: as their author did.
struct PyTorchNames {
  private let program: ExportedProgram
  /// Names of layers after their parameters, which no module around others may have too.
  private let owners: Set<String>

  init(of program: ExportedProgram) {
    self.program = program
    owners = Set(program.parameters.values.map(Self.owner))
  }

  /// `layer1.0.conv1` of `layer1.0.conv1.weight`.
  private static func owner(_ parameter: String) -> String {
    parameter.lastIndex(of: ".").map { String(parameter[..<$0]) } ?? parameter
  }

  /// The name of a node's layer: that of its parameters' owner, of the module of PyTorch that it is the work of, or what it
  /// does, behind the module that calls it as a function. The module is nil for a function's call.
  func name(of node: Int, parameter: String?) -> (layer: String, module: String?) {
    if let parameter, parameter.contains(".") { return (Self.owner(parameter), Self.owner(parameter)) }
    let modules = program.nodes[node].modules
    if let last = modules.last, Self.isLeaf(last.type), !owners.contains(last.path) { return (last.path, last.path) }
    var word = String(program.nodes[node].operation.split(separator: ".").last ?? "")
    while word.hasSuffix("_") { word.removeLast() }
    return (modules.last.map { "\($0.path).\(word)" } ?? word, nil)
  }

  /// The modules around a node's layer, those of a single layer left out.
  func scope(of node: Int) -> [EnclosingModule] {
    var modules = program.nodes[node].modules[...]
    if let last = modules.last, Self.isLeaf(last.type) { modules = modules.dropLast() }
    var seen: Set<String> = []
    return modules.filter { !owners.contains($0.path) && seen.insert($0.path).inserted }.map {
      EnclosingModule(name: $0.path, kind: $0.type.split(separator: ".").last.map(String.init))
    }
  }

  /// Whether a class is one of PyTorch's layers and no container of others.
  private static func isLeaf(_ type: String) -> Bool {
    type.hasPrefix("torch.nn.modules.") && !type.hasPrefix("torch.nn.modules.container.")
  }
}
