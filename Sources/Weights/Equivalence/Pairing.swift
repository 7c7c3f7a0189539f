/// Which operations of two networks stand for each other: those that do the same to what stands for each other.
struct Pairing {
  /// Nodes of the first and the second, in the order of the first.
  private(set) var pairs: [(first: Int, second: Int)] = []
  /// The first place at which the networks differ; nil where they are the same.
  private(set) var difference: StructuralDifference?

  /// Where two networks part: nodes that read the same and do something else; nil where one has none there.
  struct StructuralDifference {
    let first: Int?
    let second: Int?
  }

  init(_ first: Computation, _ second: Computation) {
    var numbers: [Key: Int] = [:]
    let a = Pairing.numbers(of: first, &numbers)
    let b = Pairing.numbers(of: second, &numbers)
    if first.outputs.map({ a[$0] }) == second.outputs.map({ b[$0] }) {
      pairFromOutputs(first, second, a, b)
    } else {
      difference = Pairing.difference(first, second, a, b)
      pairInOrder(a, b)
    }
    pairs.sort { $0.first < $1.first }
  }

  /// What a node does to what it reads, itself given as numbers.
  private struct Key: Hashable {
    let operation: Computation.Operation
    let inputs: [Int]
    /// Which of several inputs of the network it is.
    let input: Int?
  }

  /// A number for each node: two have the same where they do the same to the same.
  private static func numbers(of computation: Computation, _ known: inout [Key: Int]) -> [Int] {
    var numbers: [Int] = []
    numbers.reserveCapacity(computation.nodes.count)
    for (index, node) in computation.nodes.enumerated() {
      var inputs = node.inputs.map { numbers[$0] }
      if node.operation.isCommutative { inputs.sort() }
      let key = Key(operation: node.operation, inputs: inputs, input: node.inputs.isEmpty ? index : nil)
      let number = known[key] ?? known.count
      known[key] = number
      numbers.append(number)
    }
    return numbers
  }

  /// Equal branches are told apart by the order in which they are read.
  private mutating func pairFromOutputs(_ first: Computation, _ second: Computation, _ a: [Int], _ b: [Int]) {
    var seen: Set<Int> = []
    var open = Array(zip(first.outputs, second.outputs))
    while let (one, other) = open.popLast() {
      guard seen.insert(one).inserted else { continue }
      pairs.append((one, other))
      var (ones, others) = (first.nodes[one].inputs, second.nodes[other].inputs)
      if first.nodes[one].operation.isCommutative {
        ones.sort { (a[$0], $0) < (a[$1], $1) }
        others.sort { (b[$0], $0) < (b[$1], $1) }
      }
      open += zip(ones, others)
    }
  }

  /// As far as the networks are the same.
  private mutating func pairInOrder(_ a: [Int], _ b: [Int]) {
    var waiting: [Int: [Int]] = [:]
    for (node, number) in b.enumerated().reversed() { waiting[number, default: []].append(node) }
    for (node, number) in a.enumerated() {
      if let other = waiting[number]?.popLast() { pairs.append((node, other)) }
    }
  }

  /// The first node of the first network that the second lacks, and what the second has there; where it lacks none, the first
  /// that is too many.
  private static func difference(
    _ first: Computation, _ second: Computation, _ a: [Int], _ b: [Int]
  ) -> StructuralDifference {
    let (inA, inB) = (Set(a), Set(b))
    func open(_ computation: Computation, _ numbers: [Int], _ other: Set<Int>) -> Int? {
      numbers.indices.first { index in
        !other.contains(numbers[index]) && computation.nodes[index].inputs.allSatisfy { other.contains(numbers[$0]) }
      }
    }
    guard let one = open(first, a, inB) else { return StructuralDifference(first: nil, second: open(second, b, inA)) }
    let inputs = first.nodes[one].inputs.map { a[$0] }
    let candidates = b.indices.filter { index in
      !inA.contains(b[index]) && second.nodes[index].inputs.map { b[$0] } == inputs
    }
    let name = first.nodes[one].operation.name
    let alike = candidates.first { second.nodes[$0].operation.name == name } ?? candidates.first
    return StructuralDifference(first: one, second: alike)
  }
}
