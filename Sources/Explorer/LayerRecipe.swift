import Analysis
import Architecture
import Report

/// How a layer's numbers come about, for a page's script, which computes them anew for another input or after a change
/// (`Script/arithmetic.js`).
///
/// Few operations stand for many kinds. A kind that is none of them is `fixed`: it is shown as it is, and what follows from
/// another input is said to be unknown. Letters: k kernel, s stride, p padding, d dilation, c channels, g groups, b bias.
struct LayerRecipe {
  let layer: Layer

  private var kind: (any ScriptedKind)? { layer.kind as? any ScriptedKind }

  var members: [(String, JSON)] {
    var members = operation
    let count = ParameterCount(of: layer)
    let rule = kind?.parameterRule ?? .constant
    if rule != .ofOperation, count.total > 0 {
      let channels = layer.inputShapes[0].channels
      if rule == .perChannel, count.total % channels == 0 {
        members.append(("pc", .integer(count.total / channels)))
      } else {
        members.append(("n", .integer(count.total)))
        if rule == .shared { members.append(("stays", .integer(1))) }
      }
    }
    let place =
      (layer.kind.isView(.inference) ? 1 : 0) + (layer.kind.isInPlace(.inference) ? 2 : 0)
      + (layer.kind.isView(.training) ? 4 : 0) + (layer.kind.isInPlace(.training) ? 8 : 0)
    if place > 0 { members.append(("place", .integer(place))) }
    if layer.kind.kept != .inputs { members.append(("kept", .string("\(layer.kind.kept)"))) }
    if kind?.isProduct == true { members.append(("isProduct", .integer(1))) }
    return members
  }

  /// Kinds whose number for some tools depends on sizes in a way that a term does not tell.
  var isRigid: Bool { kind?.isRigid == true || layer.windows.count > 2 }

  private var operation: [(String, JSON)] {
    if let recipe = kind?.recipe { return recipe }
    guard layer.connectivity == .pointwise, layer.inputs.count == 1, layer.inputShapes[0] == layer.shape,
      layer.family != .unknown
    else { return fixed }
    return [("op", .string("same"))]
  }

  /// What is known at the network's own size alone.
  private var fixed: [(String, JSON)] {
    var members: [(String, JSON)] = [
      ("op", .string("fixed")), ("shape", .integers(layer.shape.dimensions)),
      ("macs", .integer(layer.arithmetic(.inference).multiplyAdds)),
    ]
    switch layer.connectivity {
    case .pointwise: members.append(("reading", .string("pointwise")))
    case .whole: members.append(("reading", .string("whole")))
    case .axes(let readings):
      // An axis that is read as a whole, or cell by cell.
      if readings.allSatisfy({ $0 == .all || $0 == .cells(.identity) }) {
        members.append(("reading", .array(readings.map { $0 == .all ? .string("all") : .string("same") })))
      }
    case .unknown: break
    }
    if layer.family == .unknown { members.append(("isUnknown", .integer(1))) }
    return members
  }
}
