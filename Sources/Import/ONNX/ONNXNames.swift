import Architecture

/// Where a node stands in the program that its file was exported from.
struct NodePlace {
  /// Paths of the modules around it, outermost first, and their classes as far as the file has them.
  var modules: [EnclosingModule] = []
  /// Whether they are modules of PyTorch, and the node is one of its functions where it is not alone in one.
  var isTorch = false

  init(_ node: ONNXNode) {
    if let scopes = node.metadata["pkg.torch.onnx.name_scopes"] {
      isTorch = true
      let names = Self.list(scopes)
      let classes = node.metadata["pkg.torch.onnx.class_hierarchy"].map(Self.list) ?? []
      // The first is the whole network, the last the function.
      for (index, name) in names.enumerated().dropLast() where !name.isEmpty {
        let kind = index < classes.count ? classes[index].split(separator: ".").last.map(String.init) : nil
        if modules.last?.name != name { modules.append(EnclosingModule(name: name, kind: kind)) }
      }
    } else if node.name.hasPrefix("/") {
      isTorch = true
      modules = Self.modules(node.name.split(separator: "/").dropLast().map(String.init))
    } else {
      var path = ""
      for part in node.name.split(separator: "/").dropLast() {
        path += (path.isEmpty ? "" : "/") + part
        modules.append(EnclosingModule(name: path, kind: nil))
      }
    }
  }

  /// Paths of `/layer1/layer1.0/conv1`: a part that begins with the one before it is an element of that list.
  private static func modules(_ parts: [String]) -> [EnclosingModule] {
    var modules: [EnclosingModule] = []
    var outer = ""
    var last = ""
    for part in parts {
      let isElement = !last.isEmpty && part.hasPrefix(last + ".")
      if !isElement { outer += last.isEmpty ? "" : last + "." }
      last = part
      modules.append(EnclosingModule(name: outer + part, kind: nil))
    }
    return modules
  }

  /// A list of texts as Python writes it: `['', 'layer1', 'layer1.0']`.
  private static func list(_ text: String) -> [String] {
    var result: [String] = []
    var current: String?
    var quote: Character = "'"
    for character in text {
      if let word = current {
        if character == quote {
          result.append(word)
          current = nil
        } else {
          current = word + String(character)
        }
      } else if character == "'" || character == "\"" {
        quote = character
        current = ""
      }
    }
    return result
  }
}

/// The names of layers: those of the modules that they are, as far as the file says.
struct LayerNaming {
  let name: String
  /// Whether it is a module's, and no function's.
  let isModule: Bool
  let scope: [EnclosingModule]

  /// Names of drafts, by index.
  static func names(of network: DraftNetwork, in graph: ONNXGraph) -> [Int: LayerNaming] {
    let live = network.live.filter { !(network.drafts[$0].kind is Input) }
    var places: [Int: NodePlace] = [:]
    var inhabitants: [String: Int] = [:]
    for index in live {
      guard let node = network.drafts[index].node else { continue }
      let place = NodePlace(graph.nodes[node])
      places[index] = place
      if let module = place.modules.last { inhabitants[module.name, default: 0] += 1 }
      // A module with modules inside is no layer.
      for module in place.modules.dropLast() { inhabitants[module.name, default: 0] += 2 }
    }
    var names: [Int: LayerNaming] = [:]
    for index in live {
      let draft = network.drafts[index]
      let node = draft.node.map { graph.nodes[$0] }
      names[index] = LayerNaming(draft, node, places[index], inhabitants)
    }
    return names
  }

  private init(_ draft: Draft, _ node: ONNXNode?, _ place: NodePlace?, _ inhabitants: [String: Int]) {
    let modules = place?.modules ?? []
    let own = Self.path(of: draft.parameters[.weight]?.name)
    let isTorch = place?.isTorch ?? false
    let kindName = (draft.kind as? UnknownOperation)?.operation ?? draft.kind.name
    if let own {
      (name, isModule) = (own, true)
    } else if isTorch, let last = modules.last, inhabitants[last.name] == 1 || !draft.parameters.isEmpty {
      (name, isModule) = (last.name, true)
    } else if isTorch {
      (name, isModule) = ((modules.last.map { $0.name + "." } ?? "") + kindName, false)
    } else if let node, node.isNamed {
      (name, isModule) = (node.name, !draft.parameters.isEmpty)
    } else {
      (name, isModule) = (kindName, !draft.parameters.isEmpty)
    }
    let whole = name
    scope = modules.filter { $0.name != whole }
  }

  /// The module that a weight's name begins with: `layer1.0.conv1` of `layer1.0.conv1.weight`.
  private static func path(of weight: String?) -> String? {
    guard let weight, weight.hasSuffix(".weight"), !weight.contains("::") else { return nil }
    return String(weight.dropLast(".weight".count))
  }
}
