import Architecture
import TestSupport
import Testing

@testable import Weights

@Suite struct EquivalenceTests {
  private let generator = ParameterSource.generator(Generator(seed: 1, scheme: .he))

  /// The generator's numbers of a network, to be changed.
  private func numbers(of network: Network) throws -> [String: [Float]] {
    var numbers: [String: [Float]] = [:]
    for parameter in NetworkParameter.all(of: network) {
      numbers[parameter.name] = try generator.numbers(of: parameter)
    }
    return numbers
  }

  private func compare(
    _ first: String, _ second: String, _ numbers: [String: [Float]]? = nil
  ) throws -> Equivalence {
    let (one, other) = (try network(first), try network(second))
    let renamed = try numbers ?? self.numbers(of: other)
    return try Equivalence(of: one, .numbers(try self.numbers(of: one)), with: other, .numbers(renamed))
  }

  private let plain = """
    input: [3, 12, 12]
    layers:
    - {conv: 4, kernel: 3, name: conv1}
    - {relu: , name: relu1}
    - {maxpool: 2, name: pool1}
    - {fc: 5, name: fc}
    """

  @Test func aNetworkIsItself() throws {
    let equivalence = try compare(plain, plain)
    #expect(equivalence.isSame)
    #expect(equivalence.pairs.map(\.first) == ["conv1", "fc"])
    #expect(equivalence.pairs.allSatisfy { $0.result == .same })
    #expect(equivalence.operations == 5)
  }

  /// Other names, a flatten and a dropout, a full-size convolution for a fully connected layer, a clip for a ReLU.
  @Test func theSameInOtherWords() throws {
    let other = """
      input: [3, 12, 12]
      layers:
      - {conv: 4, kernel: 3, name: a}
      - {clip: , min: 0, name: b}
      - {maxpool: 2, name: c}
      - {dropout: 0.3, name: d}
      - {conv: 5, kernel: 5, name: e}
      - {flatten: , name: f}
      """
    let own = try numbers(of: network(plain))
    let equivalence = try compare(
      plain, other,
      [
        "a/weight": own["conv1/weight"] ?? [], "a/bias": own["conv1/bias"] ?? [], "e/weight": own["fc/weight"] ?? [],
        "e/bias": own["fc/bias"] ?? [],
      ])
    #expect(equivalence.isSame)
    #expect(equivalence.pairs.map(\.second) == ["a", "e"])
    #expect(equivalence.pairs.allSatisfy { $0.result == .same })
  }

  @Test(arguments: [
    "{global_avgpool: , name: p}", "{adaptive_avgpool: 1, name: p}", "{avgpool: 6, name: p}",
    "{mean: [1, 2], name: p}",
  ])
  func everyMeanOfTheWholeMap(pool: String) throws {
    func text(_ pool: String) -> String { "input: [3, 6, 6]\nlayers: [\(pool), {fc: 2, name: fc}]" }
    #expect(try compare(text("{global_avgpool: , name: g}"), text(pool)).isSame)
  }

  private let normalized = """
    input: [3, 8, 8]
    layers:
    - {conv: 4, kernel: 3, bias: false, name: conv}
    - {batchnorm: , name: bn}
    - {relu: , name: relu}
    """

  private let folded = """
    input: [3, 8, 8]
    layers:
    - {conv: 4, kernel: 3, name: conv}
    - {relu: , name: relu}
    """

  /// The kernels and the bias that batch normalization makes, rounded to float32 at every step as frameworks do.
  private func foldedNumbers() throws -> [String: [Float]] {
    let own = try numbers(of: network(normalized))
    let weight = try #require(own["conv/weight"])
    let bn = try ["weight", "bias", "running_mean", "running_var"].map { try #require(own["bn/\($0)"]) }
    let factor = (0..<4).map { bn[0][$0] * (1 / (bn[3][$0] + 1e-5).squareRoot()) }
    return [
      "conv/weight": weight.indices.map { weight[$0] * factor[$0 / 27] },
      "conv/bias": (0..<4).map { (0 - bn[2][$0]) * factor[$0] + bn[1][$0] },
    ]
  }

  @Test func batchNormalizationInTheKernels() throws {
    let equivalence = try compare(normalized, folded, foldedNumbers())
    #expect(equivalence.isSame)
    guard case .rounded(let largest, isFolded: true) = try #require(equivalence.pairs.first).result else {
      Issue.record("\(equivalence.pairs)")
      return
    }
    #expect(largest > 0 && largest <= 1)
  }

  @Test func aNumberThatRoundingDoesNotExplain() throws {
    var numbers = try foldedNumbers()
    numbers["conv/weight"]?[40] *= 1 + 0x1p-19
    let pair = try #require(try compare(normalized, folded, numbers).firstDifference)
    #expect(pair.first == "conv")
    guard case .different("weight", 1, of: 108, _, _) = pair.result else {
      Issue.record("\(pair.result)")
      return
    }
  }

  @Test func anotherEpsilonIsADifference() throws {
    let other = normalized.replacing("{batchnorm: , name", with: "{batchnorm: , epsilon: 0.001, name")
    #expect(try compare(normalized, other).firstDifference?.second == "conv")
  }

  @Test func oneBitOfABias() throws {
    var numbers = try numbers(of: network(plain))
    let next = numbers["fc/bias"]?[2].nextUp ?? 0
    numbers["fc/bias"]?[2] = next
    let equivalence = try compare(plain, plain, numbers)
    #expect(!equivalence.isSame)
    let pair = try #require(equivalence.firstDifference)
    guard case .different("bias", 1, of: 5, _, _) = pair.result else {
      Issue.record("\(pair.result)")
      return
    }
  }

  /// Two branches that do the same are told apart by the order in which they are joined.
  @Test func equalBranches() throws {
    let text = """
      input: [3, 8, 8]
      layers:
      - concat:
        - [{conv: 2, kernel: 1, name: a}]
        - [{conv: 2, kernel: 1, name: b}]
        name: both
      """
    let own = try numbers(of: network(text))
    #expect(try compare(text, text).isSame)
    let exchanged = Dictionary(
      uniqueKeysWithValues: own.map {
        ($0.replacing("a/", with: "x/").replacing("b/", with: "a/").replacing("x/", with: "b/"), $1)
      })
    #expect(try compare(text, text, exchanged).pairs.count { $0.result != .same } == 2)
    // A sum does not care.
    let sum = text.replacing("concat", with: "add")
    #expect(try compare(sum, sum).isSame)
  }

  /// Parts that are joined first, and joined in another order.
  @Test func concatenationsOfConcatenations() throws {
    func text(_ join: String) -> String {
      """
      input: [3, 6, 6]
      layers:
      - {relu: , name: a}
      - {sigmoid: , from: input, name: b}
      - {tanh: , from: input, name: c}
      \(join)
      - {fc: 2, name: fc}
      """
    }
    let whole = text("- {concat: [a, b, c], name: all}")
    let nested = text("- {concat: [b, c], name: two}\n- {concat: [a, two], name: all}")
    #expect(try compare(whole, nested).isSame)
    #expect(try compare(nested, whole).operations == 6)
    #expect(try !compare(whole, text("- {concat: [b, c], name: two}\n- {concat: [two, a], name: all}")).isSame)
    #expect(
      try !compare(whole, text("- {concat: [b, c], name: two}\n- {relu: , name: r}\n- {concat: [a, r], name: all}"))
        .isSame)
  }

  /// Each joins the one before it with itself: listed in full, the last would have 2²⁴ parts.
  @Test func concatenationsThatDouble() throws {
    let doublings = (1...24).map { "- {concat: [c\($0 - 1), c\($0 - 1)], name: c\($0)}\n" }
    let text = "input: [1, 1, 1]\nlayers:\n- {relu: , name: c0}\n" + doublings.joined()
    let comparison = try compare(text, text)
    // The input, the ReLU, and every seventh of the concatenations, whose parts are 128, with the last.
    #expect(comparison.isSame && comparison.operations == 6)
  }

  @Test func whereNetworksPart() throws {
    let other = plain.replacing("kernel: 3", with: "kernel: 5")
    let parting = try #require(try compare(plain, other).parting)
    #expect(parting.first?.layer == "conv1")
    #expect(parting.first?.operation == "conv, channels 4, kernel 3×3, groups 1")
    #expect(parting.second?.operation == "conv, channels 4, kernel 5×5, groups 1")
    #expect(parting.first?.inputs == ["input"])
  }

  @Test func aLayerMore() throws {
    let longer = plain + "\n- {softmax: , name: prob}"
    let parting = try #require(try compare(plain, longer).parting)
    #expect(parting.first == nil)
    #expect(parting.second?.layer == "prob")
    #expect(try compare(longer, plain).parting?.first?.layer == "prob")
  }

  @Test func numbersOfHalfAsManyBits() throws {
    let folder = try Folder()
    let network = try network(plain)
    let path = folder.path("half.h5")
    _ = try WeightWriter(network, .zoo, type: .float16).write(generator, to: path, mayReplace: false)
    let file = try WeightFile(path)
    let half = ParameterSource.file(file, Mapping(of: file, onto: network))
    let equivalence = try Equivalence(of: network, generator, with: network, half)
    #expect(equivalence.isSame)
    let isRounded = equivalence.pairs.map { if case .rounded(_, isFolded: false) = $0.result { true } else { false } }
    #expect(isRounded == [true, true])
  }
}

extension Equivalence.Parting.Place: CustomStringConvertible {
  public var description: String { "\(layer) (\(operation)) reading \(inputs)" }
}
