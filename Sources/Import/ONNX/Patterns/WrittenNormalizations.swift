import Architecture

/// Normalizations that exporters write out: (x − mean)/√(variance + ε).
extension DraftNetwork {
  mutating func makeNormalization(at index: Int) -> Bool {
    guard let (difference, epsilon, variance) = quotient(at: index),
      let (x, mean) = deviation(at: difference), let (again, other) = deviation(at: squared(at: variance)),
      again == x, let axes = meanAxes(at: mean), meanAxes(at: other) == axes, meanAxes(at: variance) == axes
    else { return false }
    let count = drafts[x].shape.dimensions.count
    if axes == [count - 1] {
      drafts[index].kind = LayerNormalization(over: .last, epsilon: epsilon, isAffine: false)
    } else if axes == [0] {
      drafts[index].kind = LayerNormalization(over: .channels, epsilon: epsilon, isAffine: false)
    } else if axes == Array(0..<count) {
      drafts[index].kind = LayerNormalization(over: .all, epsilon: epsilon, isAffine: false)
    } else if axes == Array(1..<count) {
      drafts[index].kind = InstanceNormalization(epsilon: epsilon, isAffine: false)
    } else {
      return false
    }
    drafts[index].inputs = [x]
    return true
  }

  /// d/√(v + ε), or d·(1/√(v + ε)).
  private func quotient(at index: Int) -> (difference: Int, epsilon: Double, variance: Int)? {
    func root(_ index: Int) -> (Double, Int)? {
      guard isFunction(.sqrt, at: index), let epsilon = term(at: input(index)) else { return nil }
      return (epsilon, input(input(index)))
    }
    let inputs = drafts[index].inputs
    guard inputs.count == 2 else { return nil }
    if kind(Division.self, at: index) != nil, let (epsilon, variance) = root(inputs[1]) {
      return (inputs[0], epsilon, variance)
    }
    guard kind(Multiplication.self, at: index) != nil else { return nil }
    for (difference, inverse) in [(inputs[0], inputs[1]), (inputs[1], inputs[0])]
    where isFunction(.reciprocal, at: inverse) {
      if let (epsilon, variance) = root(input(inverse)) { return (difference, epsilon, variance) }
    }
    return nil
  }

  /// What is squared under the mean of a variance; the variance itself where nothing is.
  private func squared(at variance: Int) -> Int {
    guard meanAxes(at: variance) != nil else { return variance }
    let square = input(variance)
    let inputs = drafts[square].inputs
    return kind(Multiplication.self, at: square) != nil && inputs.count == 2 && inputs[0] == inputs[1]
      ? inputs[0] : variance
  }

  /// x and its mean of x − mean.
  private func deviation(at index: Int) -> (x: Int, mean: Int)? {
    let inputs = drafts[index].inputs
    guard kind(Subtraction.self, at: index) != nil, meanAxes(at: inputs[1]) != nil, input(inputs[1]) == inputs[0]
    else { return nil }
    return (inputs[0], inputs[1])
  }

  /// The axes of a mean that keeps them.
  private func meanAxes(at index: Int) -> [Int]? {
    if let mean = kind(Mean.self, at: index) { return mean.reduction.keepsAxes ? mean.reduction.axes.sorted() : nil }
    guard kind(GlobalAveragePooling.self, at: index) != nil else { return nil }
    return Array(1..<drafts[index].shape.dimensions.count)
  }
}
