import Analysis
import Architecture

/// Which modules and layers of a network account for how its totals differ from those of an earlier version.
///
/// Layers that stand for each other are those of `LayerAlignment`. A change is said of the largest modules of which few tell
/// most of it: of `layer3` where all of its blocks are wider, of `layer3.2.conv1` where that layer alone is.
package struct ChangeAttribution {
  /// How a layer changed in the way that explains its numbers.
  package enum Reason: String, CaseIterable, Sendable {
    case new, gone, deeper, shallower, wider, narrower
    case largerKernels = "larger_kernels"
    case smallerKernels = "smaller_kernels"
    case fewerGroups = "fewer_groups"
    case moreGroups = "more_groups"
    case moreInputs = "more_inputs"
    case fewerInputs = "fewer_inputs"
    case largerMaps = "larger_maps"
    case smallerMaps = "smaller_maps"
    case differs
  }

  /// A module, or a layer outside all.
  package struct Part: Sendable {
    package let name: String
    package fileprivate(set) var parameters = 0
    package fileprivate(set) var macs = 0
    /// Layers that differ.
    package fileprivate(set) var layers = 0
    fileprivate var weights: [Reason: Int] = [:]
    fileprivate var isInBoth = (first: false, second: false)

    /// What explains most of it.
    package var reason: Reason {
      if !isInBoth.first { return .new }
      if !isInBoth.second { return .gone }
      return Reason.allCases.filter { weights[$0] != nil }.max { weights[$0, default: 0] < weights[$1, default: 0] }
        ?? .differs
    }
  }

  /// A total whose change is explained.
  package enum Total: Sendable {
    case parameters, macs
  }

  private struct Change {
    /// Names of the modules around the layer, the outermost first, and its own.
    let path: [String]
    let parameters: Int
    let macs: Int
    let reason: Reason?
    let isInFirst: Bool
    let isInSecond: Bool
  }

  private let changes: [Change]

  package init(from before: Profile, to after: Profile) {
    let shared = (Outline.sharedDepth(of: before.rows), Outline.sharedDepth(of: after.rows))
    changes = LayerAlignment(before.rows, after.rows).pairs.map { pair in
      let (row, depth) = pair.second.map { ($0, shared.1) } ?? (pair.first, shared.0)
      let layer = row?.layer
      let scope = layer.map { $0.scope.dropFirst(depth).map(\.name) } ?? []
      func change(_ value: (Profile.Row) -> Int) -> Int {
        (pair.second.map(value) ?? 0) - (pair.first.map(value) ?? 0)
      }
      return Change(
        path: scope + [layer?.name ?? ""], parameters: change(\.parameters.total), macs: change(\.macs),
        reason: pair.isSame ? nil : ChangeAttribution.reason(pair.first?.layer, pair.second?.layer),
        isInFirst: pair.first != nil, isInSecond: pair.second != nil)
    }
  }

  /// The parts whose total changed, the largest change first: outermost modules, or what lies deeper where no more of
  /// those tell three quarters of the change.
  package func parts(of total: Total) -> [Part] {
    var depth = 1
    var best = parts(of: total, depth: depth)
    let deepest = changes.map(\.path.count).max() ?? 1
    while depth < deepest {
      let next = parts(of: total, depth: depth + 1)
      guard ChangeAttribution.named(next, total).count <= max(1, ChangeAttribution.named(best, total).count) else {
        break
      }
      (best, depth) = (next, depth + 1)
    }
    return best
  }

  /// The first of them, which tell three quarters of the change.
  package static func named(_ parts: [Part], _ total: Total) -> [Part] {
    let all = parts.reduce(0) { $0 + change(of: $1, total).magnitude }
    var told: UInt = 0
    var named: [Part] = []
    for part in parts where told * 4 < all * 3 {
      named.append(part)
      told += change(of: part, total).magnitude
    }
    return named
  }

  private static func change(of part: Part, _ total: Total) -> Int { total == .macs ? part.macs : part.parameters }

  private func parts(of total: Total, depth: Int) -> [Part] {
    var parts: [Part] = []
    var places: [String: Int] = [:]
    for change in changes {
      let name = change.path[min(depth, change.path.count) - 1]
      let place = places[name] ?? parts.count
      if place == parts.count {
        places[name] = place
        parts.append(Part(name: name))
      }
      if change.isInFirst { parts[place].isInBoth.first = true }
      if change.isInSecond { parts[place].isInBoth.second = true }
      parts[place].parameters += change.parameters
      parts[place].macs += change.macs
      guard let reason = change.reason else { continue }
      parts[place].layers += 1
      let number = total == .macs ? change.macs : change.parameters
      if number != 0 { parts[place].weights[reason, default: 0] += Int(number.magnitude) }
    }
    let changed = parts.filter { ChangeAttribution.change(of: $0, total) != 0 }
    return changed.enumerated().sorted {
      let numbers = (ChangeAttribution.change(of: $0.element, total), ChangeAttribution.change(of: $1.element, total))
      return (numbers.0.magnitude, $1.offset) > (numbers.1.magnitude, $0.offset)
    }.map(\.element)
  }

  /// The first thing in which two layers differ of what makes their numbers.
  private static func reason(_ first: Layer?, _ second: Layer?) -> Reason {
    guard let first else { return .deeper }
    guard let second else { return .shallower }
    func compare(_ value: (Layer) -> Int, _ more: Reason, _ less: Reason) -> Reason? {
      let (a, b) = (value(first), value(second))
      return a == b ? nil : b > a ? more : less
    }
    func groups(_ layer: Layer) -> Int {
      if case .integer(let groups) = layer.kind.attributes.value("groups") { return groups }
      return 1
    }
    return compare({ $0.windows.reduce(1) { $0 * $1.kernel } }, .largerKernels, .smallerKernels)
      ?? compare(groups, .moreGroups, .fewerGroups) ?? compare({ $0.shape.channels }, .wider, .narrower)
      ?? compare({ $0.inputShapes.reduce(0) { $0 + $1.channels } }, .moreInputs, .fewerInputs)
      ?? compare({ $0.shape.area }, .largerMaps, .smallerMaps) ?? .differs
  }
}
