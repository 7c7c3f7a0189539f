import Analysis

/// What the trained LeNet makes of all digits that were held out; computed once.
struct DigitResults: Sendable {
  /// A digit that was taken for another.
  struct Mistake: Sendable, Equatable {
    let index: Int
    let digit: Int
    let answer: Int
  }

  let count: Int
  let mistakes: [Mistake]
  /// How many are right with C1's kernels as they were before training, and all other weights as trained.
  let rightBefore: Int
  /// For some layers, how many digits lie nearest to the mean of their own class in what the layer gives.
  let nearest: [(layer: String, numbers: Int, right: Int)]
  /// What the maps of the first, a middle and the last hidden layer answer to most.
  let strongest: [StrongestAnswers]

  var right: Int { count - mistakes.count }

  static let heldOut = DigitResults(of: .heldOut)

  private init(of digits: DigitSet) {
    let network = TrainedLeNet.trained
    let untrained = network.replacing(kernels: digits.kernelsBefore)
    var mistakes: [Mistake] = []
    var vectors: [[[Double]]] = [[], [], [], [], []]
    var rightBefore = 0
    // Kernels of 5, a pooling of 2 between them.
    var first = StrongestAnswers(layer: "C1", maps: 6, field: (5, 1))
    var middle = StrongestAnswers(layer: "C3", maps: 16, field: (14, 2))
    var last = StrongestAnswers(layer: "F6", maps: 84)
    for (index, (image, digit)) in zip(digits.images, digits.classes).enumerated() {
      let input = DigitSet.input(image)
      // The input has the size that the network is made for.
      guard let answer = try? network.answer(input), let before = try? untrained.answer(input) else { continue }
      if answer.best != digit { mistakes.append(Mistake(index: index, digit: digit, answer: answer.best)) }
      if before.best == digit { rightBefore += 1 }
      first.add(answer.c1, of: input, digit: digit)
      middle.add(answer.c3, of: input, digit: digit)
      last.add(answer.f6.map { Planes.Plane(signal: [$0]) }, of: input, digit: digit)
      let layers = [input.values, answer.s2.flatMap(\.values), answer.s4.flatMap(\.values), answer.f5, answer.f6]
      for (position, vector) in layers.enumerated() { vectors[position].append(vector) }
    }
    strongest = [first, middle, last]
    count = digits.images.count
    self.mistakes = mistakes
    self.rightBefore = rightBefore
    nearest = zip(["", "S2", "S4", "F5", "F6"], vectors).map { layer, vectors in
      (layer, vectors.first?.count ?? 0, DigitResults.nearest(vectors, digits.classes))
    }
  }

  /// How many vectors are nearer to the mean of their class, counted without themselves, than to any other class's.
  private static func nearest(_ vectors: [[Double]], _ classes: [Int]) -> Int {
    let size = vectors.first?.count ?? 0
    var sums = [[Double]](repeating: [Double](repeating: 0, count: size), count: 10)
    var counts = [Int](repeating: 0, count: 10)
    for (vector, digit) in zip(vectors, classes) {
      counts[digit] += 1
      for index in 0..<size { sums[digit][index] += vector[index] }
    }
    return zip(vectors, classes).filter { vector, digit in
      let distances = sums.indices.map { other -> Double in
        let own = other == digit ? 1.0 : 0
        let others = Double(counts[other]) - own
        return sums[other].withUnsafeBufferPointer { sum in
          vector.withUnsafeBufferPointer { vector in
            var total = 0.0
            for index in 0..<vector.count {
              let difference = (sum[index] - own * vector[index]) / others - vector[index]
              total += difference * difference
            }
            return total
          }
        }
      }
      return distances.indices.min { distances[$0] < distances[$1] } == digit
    }.count
  }
}
