import Architecture

/// The modules that each layer is part of: an auxiliary classifier, and groups of layers whose names share what stands
/// before a slash, which is how Caffe's files write modules.
struct CaffeScopes {
  private let scopes: [[EnclosingModule]]

  init(of graph: CaffeGraph) {
    let kept = graph.layers.indices.filter { graph.purposes[$0] != .nothing || Self.isLoss(graph.roles[$0]) }
    let auxiliaries = Self.auxiliaries(of: graph)
    let groups = Self.groups(of: graph, kept).subtracting(auxiliaries.values)
    scopes = graph.layers.indices.map { index in
      let auxiliary = auxiliaries[index].map { EnclosingModule(name: $0, kind: nil, isAuxiliary: true) }
      let prefixes = Self.prefixes(of: graph.layers[index].name).filter { groups.contains($0) }
      return (auxiliary.map { [$0] } ?? []) + prefixes.map { EnclosingModule(name: $0, kind: nil) }
    }
  }

  subscript(layer: Int) -> [EnclosingModule] { scopes[layer] }

  private static func isLoss(_ role: CaffeRole) -> Bool { if case .loss = role { true } else { false } }

  /// What stands before each slash.
  private static func prefixes(of name: String) -> [String] {
    name.indices.filter { name[$0] == "/" && $0 > name.startIndex }.prefix(8).map { String(name[..<$0]) }
  }

  /// Prefixes of layers that follow each other, two at least.
  private static func groups(of graph: CaffeGraph, _ kept: [Int]) -> Set<String> {
    var last: [String: (position: Int, count: Int)] = [:]
    var names: Set<String> = []
    var torn: Set<String> = []
    for (position, index) in kept.enumerated() {
      names.insert(graph.layers[index].name)
      for prefix in prefixes(of: graph.layers[index].name) {
        if let known = last[prefix], known.position < position - 1 { torn.insert(prefix) }
        last[prefix] = (position, (last[prefix]?.count ?? 0) + 1)
      }
    }
    return Set(last.filter { $0.value.count > 1 }.keys).subtracting(torn).subtracting(names)
  }

  /// The name of the auxiliary classifier that a layer belongs to: what the names of all of its layers begin with, or the
  /// name of its loss.
  private static func auxiliaries(of graph: CaffeGraph) -> [Int: String] {
    var members: [Int: [Int]] = [:]
    for index in graph.layers.indices {
      if case .auxiliary(let loss) = graph.purposes[index] { members[loss, default: []].append(index) }
    }
    var result: [Int: String] = [:]
    for (loss, layers) in members {
      let all = layers + [loss]
      let common = prefixes(of: graph.layers[loss].name).first
      let isShared = common.map { common in all.allSatisfy { graph.layers[$0].name.hasPrefix(common + "/") } } ?? false
      let name = isShared ? common ?? graph.layers[loss].name : graph.layers[loss].name
      for index in all { result[index] = name }
    }
    return result
  }
}
