import Architecture
import PlainText

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a gradient is the gradient of: one number, a weighted sum of terms that are summed over the inputs of a batch.
public struct Objective: Sendable {
  /// A function of one layer's output.
  public struct Term: Sendable {
    /// The layer's name.
    public let layer: String
    public let function: Function
    public let weight: Double

    public init(_ layer: String, _ function: Function, weight: Double = 1) {
      self.layer = layer
      self.function = function
      self.weight = weight
    }
  }

  public enum Function: Sendable {
    /// The sum of the numbers of a channel, or all, at a position, or all: a single unit, a channel, a class's score.
    ///
    /// A position has an index for each spatial axis; a vector's channels are its numbers.
    case sum(channel: Int?, position: [Int]?)
    /// −ln of the softmax's share of a class, one class for each input of the batch.
    ///
    /// Of a layer that is a softmax it is taken from the scores before it, which is the same and exact where a share is almost
    /// nothing. Of LeNet-5's distances, the smallest of which wins, the scores are their negatives.
    case crossEntropy(classes: [Int])
    /// The sum of all numbers, each times one of these: batch × the layer's size, row-major.
    case product([Float])
  }

  public let terms: [Term]

  public init(_ terms: [Term]) { self.terms = terms }

  /// A single unit, a channel's sum or a class's score.
  public init(_ layer: String, channel: Int? = nil, position: [Int]? = nil) {
    terms = [Term(layer, .sum(channel: channel, position: position))]
  }
}

/// A term in its network: which layer's output it is a function of, its value, and its gradient there.
struct ObjectiveSeed {
  /// The index of the layer.
  let layer: Int
  private let term: Objective.Term
  private let shape: Shape
  /// Of the scores: −1 where the smallest number is the best.
  private let sign: Double

  /// - Throws: `InferenceError` for a layer, a channel, a position or a class that is not there.
  init(_ term: Objective.Term, in network: Network, batch: Int) throws(InferenceError) {
    var index = try network.index(ofLayer: term.layer)
    self.term = term
    let found = network.layers[index]
    sign = found.kind is RadialBasis ? -1 : 1
    if case .crossEntropy = term.function, found.kind is Softmax, let scores = found.inputs.first { index = scores }
    let shape = network.layers[index].shape
    func check(_ number: Int, _ count: Int, _ word: Phrase) throws(InferenceError) {
      guard (0..<count).contains(number) else {
        throw InferenceError("\(term.layer) is \(shape): it has no \(word) \(number), only 0 to \(count - 1)")
      }
    }
    switch term.function {
    case .sum(let channel, let position):
      if let channel { try check(channel, shape.channels, "channel") }
      guard let position else { break }
      guard position.count == shape.extent.count else {
        throw InferenceError("\(term.layer) is \(shape): a position has \(shape.extent.count) numbers")
      }
      for (place, size) in zip(position, shape.extent) { try check(place, size, "position") }
    case .crossEntropy(let classes):
      guard shape.channels == shape.count else {
        throw InferenceError("\(term.layer) is \(shape), and a cross entropy is of a vector of scores")
      }
      guard classes.count == batch else {
        throw InferenceError("\(term.layer): \(classes.count) classes are given for \(batch) inputs")
      }
      for number in classes { try check(number, shape.count, "class") }
    case .product(let numbers):
      guard numbers.count == batch * shape.count else {
        throw InferenceError("\(term.layer): \(numbers.count) factors are given for \(batch) × \(shape) numbers")
      }
    }
    layer = index
    self.shape = shape
  }

  /// Adds the term's gradient.
  ///
  /// - Returns: the term's value, without its weight.
  func add(_ numbers: UnsafePointer<Float>, batch: Int, to target: UnsafeMutablePointer<Float>) -> Double {
    switch term.function {
    case .sum(let channel, let position):
      let strides = position.map { zip($0, shape.extent).reduce(0) { $0 * $1.1 + $1.0 } }
      var sum = 0.0
      for image in 0..<batch {
        for channel in channel.map({ $0...$0 }) ?? 0...(shape.channels - 1) {
          let plane = (image * shape.channels + channel) * shape.area
          for cell in strides.map({ $0...$0 }) ?? 0...(shape.area - 1) {
            sum += Double(numbers[plane + cell])
            target[plane + cell] += Float(term.weight)
          }
        }
      }
      return sum
    case .product(let factors):
      var sum = 0.0
      for (index, factor) in factors.enumerated() {
        sum += Double(factor) * Double(numbers[index])
        target[index] += Float(term.weight * Double(factor))
      }
      return sum
    case .crossEntropy(let classes):
      return zip(0..<batch, classes).reduce(0) { sum, next in
        let (image, label) = next
        let scores = (0..<shape.count).map { sign * Double(numbers[image * shape.count + $0]) }
        let largest = scores.max() ?? 0
        let powers = scores.map { exp($0 - largest) }
        let total = powers.reduce(0, +)
        // ∂/∂sᵢ = softmax(s)ᵢ − 1 for the class, softmax(s)ᵢ for the others.
        for index in 0..<shape.count {
          target[image * shape.count + index] += Float(
            term.weight * sign * (powers[index] / total - (index == label ? 1 : 0)))
        }
        return sum + log(total) - (scores[label] - largest)
      }
    }
  }
}
