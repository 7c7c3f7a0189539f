import Architecture

/// Layers of one kind that are missing from a total, which is a lower bound without them.
public struct Uncounted: Hashable, Sendable {
  /// The kind's name, or what its file calls an operation that nobody described.
  public let kind: String
  /// Names of the layers.
  public private(set) var layers: [String]

  /// Layers sorted by kind, in the order in which kinds first occur.
  static func byKind(_ layers: some Sequence<Layer>) -> [Uncounted] {
    var index: [String: Int] = [:]
    var kinds: [Uncounted] = []
    for layer in layers {
      let kind = (layer.kind as? UnknownOperation)?.operation ?? layer.kind.name
      if let position = index[kind] {
        kinds[position].layers.append(layer.name)
      } else {
        index[kind] = kinds.count
        kinds.append(Uncounted(kind: kind, layers: [layer.name]))
      }
    }
    return kinds
  }
}

extension Profile {
  /// The layers that the convention's tool does not know: `operations` of the totals lack them.
  public var uncounted: [Uncounted] {
    Uncounted.byKind(rows.lazy.filter { $0.operations == .unknown }.map(\.layer))
  }

  /// The layers that nobody described: parameters and arithmetic of the totals lack them.
  public var undescribed: [Uncounted] {
    Uncounted.byKind(rows.lazy.filter { $0.layer.family == .unknown }.map(\.layer))
  }
}
