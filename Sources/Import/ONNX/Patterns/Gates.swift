import Architecture

/// Activations that exporters write out: a value times a function of itself.
extension DraftNetwork {
  /// A product c·x·f(x) that is a known activation: SiLU, hard swish, Mish, GELU.
  mutating func makeGate(at index: Int) -> Bool {
    guard kind(Multiplication.self, at: index) != nil || factor(at: index) != nil else { return false }
    let (constant, factors) = product(at: index)
    guard factors.count == 2 else { return false }
    for (x, gate) in [(factors[0], factors[1]), (factors[1], factors[0])] {
      guard drafts[x].shape == drafts[index].shape, let kind = activation(of: x, gate, constant) else { continue }
      drafts[index].kind = kind
      drafts[index].inputs = [x]
      return true
    }
    return false
  }

  /// A product taken apart: its constant, and what is multiplied. Products that others read too stay whole.
  private func product(at index: Int) -> (Double, [Int]) {
    var constant = 1.0
    var factors: [Int] = []
    var open = [index]
    while let next = open.popLast(), factors.count + open.count < 4 {
      if next != index, uses[next] > 1 {
        factors.append(next)
      } else if let factor = factor(at: next) {
        constant *= factor
        open.append(input(next))
      } else if kind(Multiplication.self, at: next) != nil {
        open += drafts[next].inputs
      } else {
        factors.append(next)
      }
    }
    return (constant, factors)
  }

  /// The activation that c·x·gate is.
  private func activation(of x: Int, _ gate: Int, _ c: Double) -> (any LayerKind)? {
    if c == 1, kind(Sigmoid.self, at: gate) != nil, input(gate) == x { return SiLU() }
    if c == 1, let sigmoid = kind(HardSigmoid.self, at: gate), input(gate) == x, isNear(sigmoid.alpha, 1.0 / 6),
      sigmoid.beta == 0.5
    {
      return HardSwish()
    }
    if isNear(c, 1.0 / 6), isClippedTo6(gate, plus3: x) { return HardSwish() }
    if c == 1, isPlainTanh(gate), kind(Softplus.self, at: input(gate))?.beta == 1, input(input(gate)) == x {
      return Mish()
    }
    guard c == 0.5, term(at: gate) == 1 else { return nil }
    let function = input(gate)
    // 1 + erf(x/√2).
    if isFunction(.erf, at: function), let scale = factor(at: input(function)), isNear(scale, 0.5.squareRoot()),
      input(input(function)) == x
    {
      return GELU()
    }
    // 1 + tanh(√(2/π)·(x + 0.044715·x³)).
    if isPlainTanh(function), let scale = factor(at: input(function)), isNear(scale, (2 / Double.pi).squareRoot()) {
      let sum = input(input(function))
      guard kind(Addition.self, at: sum) != nil, drafts[sum].inputs.count == 2 else { return nil }
      let others = drafts[sum].inputs.filter { $0 != x }
      guard others.count == 1 else { return nil }
      let (weight, factors) = product(at: others[0])
      if isNear(weight, 0.044715), factors == [x, x, x] { return GELU(approximation: .tanh) }
    }
    return nil
  }

  private func isPlainTanh(_ index: Int) -> Bool {
    kind(Tanh.self, at: index).map { $0.amplitude == 1 && $0.slope == 1 } ?? false
  }

  /// min(max(x + 3, 0), 6).
  private func isClippedTo6(_ index: Int, plus3 x: Int?) -> Bool {
    guard kind(ReLU6.self, at: index) != nil else { return false }
    let sum = input(index)
    return term(at: sum) == 3 && (x == nil || input(sum) == x)
  }

  /// min(max(x + 3, 0), 6)/6, or min(max(a·x + b, 0), 1).
  mutating func makeHardSigmoid(at index: Int) -> Bool {
    if let factor = factor(at: index), isNear(factor, 1.0 / 6), isClippedTo6(input(index), plus3: nil),
      uses[input(index)] == 1
    {
      drafts[index].kind = HardSigmoid()
      drafts[index].inputs = [input(input(input(index)))]
      return true
    }
    if let clip = kind(Clip.self, at: index), clip.minimum == 0, clip.maximum == 1, let term = term(at: input(index)),
      let factor = factor(at: input(input(index)))
    {
      drafts[index].kind = HardSigmoid(alpha: GraphReader.sixth(factor), beta: term)
      drafts[index].inputs = [input(input(input(index)))]
      return true
    }
    return false
  }
}
