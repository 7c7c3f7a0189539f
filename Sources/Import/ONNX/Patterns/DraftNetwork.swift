import Architecture
import Weights

/// Drafts of layers in order, in which patterns are looked for and put into one layer each.
struct DraftNetwork {
  var drafts: [Draft]
  private(set) var outputs: [Int]
  /// Which draft stands for another one.
  private var replacements: [Int: Int] = [:]
  /// How many drafts read each, outputs counted.
  private(set) var uses: [Int] = []

  init(_ drafts: [Draft], outputs: [Int]) {
    self.drafts = drafts
    self.outputs = outputs
    countUses()
  }

  /// Looks for patterns at every draft, those that it reads first.
  mutating func simplify() {
    for index in drafts.indices where uses[index] > 0 {
      drafts[index].inputs = drafts[index].inputs.map { resolved($0) }
      simplifyTranspositions(at: index)
      turnNormalization(at: index)
      _ =
        makeShuffle(at: index) || makeGate(at: index) || makeHardSigmoid(at: index) || makeNormalization(at: index)
        || makeParameters(at: index)
    }
    outputs = outputs.map { resolved($0) }
    countUses()
    for index in drafts.indices where uses[index] > 0 {
      drafts[index].inputs = drafts[index].inputs.map { resolved($0) }
      mergeAffine(at: index)
    }
    outputs = outputs.map { resolved($0) }
    countUses()
  }

  /// Indices of the drafts that outputs depend on, and of all inputs.
  var live: [Int] { drafts.indices.filter { uses[$0] > 0 || drafts[$0].kind is Input } }

  /// What stands for a draft.
  private func resolved(_ index: Int) -> Int {
    var index = index
    while let next = replacements[index] { index = next }
    return index
  }

  /// Lets an earlier draft stand for one.
  mutating func replace(_ index: Int, by other: Int) { replacements[index] = other }

  private mutating func countUses() {
    uses = Array(repeating: 0, count: drafts.count)
    for output in outputs { uses[output] += 1 }
    for index in drafts.indices.reversed() where uses[index] > 0 {
      for input in drafts[index].inputs { uses[input] += 1 }
    }
  }

  /// The kind at an index, where it is of a type.
  func kind<Kind: LayerKind>(_: Kind.Type, at index: Int) -> Kind? { drafts[index].kind as? Kind }

  /// The first input.
  func input(_ index: Int) -> Int { drafts[index].inputs[0] }

  /// Whether a draft is a function of a number alone.
  func isFunction(_ function: ElementwiseFunction.Function, at index: Int) -> Bool {
    kind(ElementwiseFunction.self, at: index)?.function == function
  }

  /// The factor of x·factor; nil for anything else.
  func factor(at index: Int) -> Double? {
    guard let affine = kind(Affine.self, at: index), affine.shift == [0], affine.scale.count == 1 else { return nil }
    return affine.scale[0]
  }

  /// The term of x + term; nil for anything else.
  func term(at index: Int) -> Double? {
    guard let affine = kind(Affine.self, at: index), affine.scale == [1], affine.shift.count == 1 else { return nil }
    return affine.shift[0]
  }

  /// Whether numbers of float32 are meant to be the same.
  func isNear(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-5 * abs(b) }

  /// x·a + b, then ·c + d, is x·ac + bc + d.
  private mutating func mergeAffine(at index: Int) {
    guard let outer = kind(Affine.self, at: index) else { return }
    let inner = input(index)
    guard uses[inner] == 1, let first = kind(Affine.self, at: inner) else { return }
    let count = max(outer.scale.count, outer.shift.count, first.scale.count, first.shift.count)
    func pick(_ list: [Double], _ index: Int) -> Double { list.count == 1 ? list[0] : list[index] }
    let scale = (0..<count).map { pick(first.scale, $0) * pick(outer.scale, $0) }
    let shift = (0..<count).map { pick(first.shift, $0) * pick(outer.scale, $0) + pick(outer.shift, $0) }
    func short(_ list: [Double]) -> [Double] { Set(list).count == 1 ? [list[0]] : list }
    drafts[index].kind = Affine(scale: short(scale), shift: short(shift))
    drafts[index].inputs = drafts[inner].inputs
  }
}
