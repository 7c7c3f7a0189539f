import Architecture
import Weights

extension PyTorchOperations {
  /// Sums and products, of tensors, with numbers, and with learned factors.
  static let arithmetic: [String: Operation] = [
    "add": addition, "sub": subtraction, "mul": multiplication, "div": division, "maximum": join { Maximum() },
    "minimum": join { Minimum() }, "cat": concatenation, "stack": stack, "pow": power, "addcmul": productAdded,
  ]

  private static let addition: Operation = { call, torch in sum(call, Addition(), sign: 1, &torch) }
  private static let subtraction: Operation = { call, torch in sum(call, Subtraction(), sign: -1, &torch) }

  /// self ± alpha·other
  private static func sum(
    _ call: PyTorchCall, _ kind: any LayerKind, sign: Double, _ torch: inout PyTorchAssembly
  ) -> [Int?] {
    let factor = call.number("alpha") ?? 1
    guard let a = torch.input(call, "self") else {
      return torch.hasParameter(call, "self") == true && sign == 1 && factor == 1
        ? torch.addTerms(call, "self", torch.input(call, "other")) : torch.unknown(call)
    }
    if let number = call.number("other") { return [torch.add(Affine(shift: [sign * factor * number]), reading: [a])] }
    if torch.hasParameter(call, "other") == true, sign == 1, factor == 1 { return torch.addTerms(call, "other", a) }
    guard var b = torch.input(call, "other"), torch.goTogether(a, b) else { return torch.unknown(call) }
    if factor != 1 {
      guard let scaled = torch.add(Affine(scale: [factor]), suffix: ".other", reading: [b]) else { return [] }
      b = scaled
    }
    return [torch.add(kind, reading: [a, b])]
  }

  private static let multiplication: Operation = { call, torch in
    if let a = torch.input(call, "self") {
      if let number = call.number("other") { return [torch.add(Affine(scale: [number]), reading: [a])] }
      if let b = torch.input(call, "other") {
        return torch.goTogether(a, b) ? [torch.add(Multiplication(), reading: [a, b])] : torch.unknown(call)
      }
      return torch.addFactors(call, "other", a)
    }
    guard let b = torch.input(call, "other") else { return torch.unknown(call) }
    return torch.addFactors(call, "self", b)
  }

  private static let division: Operation = { call, torch in
    guard let a = torch.input(call, "self"), call["rounding_mode"] == nil else { return torch.unknown(call) }
    if let number = call.number("other"), number != 0 {
      return [torch.add(Affine(scale: [1 / number]), reading: [a])]
    }
    return join { Division() }(call, &torch)
  }

  /// Two tensors of as many axes.
  private static func join(_ kind: @escaping @Sendable () -> any LayerKind) -> Operation {
    { call, torch in
      guard let a = torch.input(call, "self"), let b = torch.input(call, "other"), torch.goTogether(a, b) else {
        return torch.unknown(call)
      }
      return [torch.add(kind(), reading: [a, b])]
    }
  }

  /// Along the channels, or along another axis, which is made the first one for it.
  private static let concatenation: Operation = { call, torch in
    guard case .tensors(let names)? = call["tensors"] else { return torch.unknown(call) }
    let inputs = names.compactMap { $0.flatMap { torch.index($0) } }
    guard inputs.count == names.count, let first = inputs.first,
      let axis = torch.axis(call, "dim", of: first, default: 0)
    else { return torch.unknown(call) }
    // Alone it is what it was.
    return inputs.count == 1 ? inputs : torch.addConcatenation(of: inputs, axis: axis)
  }

  /// Along an axis that comes to be.
  private static let stack: Operation = { call, torch in
    guard case .tensors(let names)? = call["tensors"] else { return torch.unknown(call) }
    let inputs = names.compactMap { $0.flatMap { torch.index($0) } }
    guard inputs.count == names.count, let first = inputs.first,
      inputs.allSatisfy({ torch.dimensions(of: $0) == torch.dimensions(of: first) }),
      let axis = call.axis("dim", of: torch.dimensions(of: first).count + 2, default: 0), axis > 0
    else { return torch.unknown(call) }
    var sizes = torch.dimensions(of: first)
    sizes.insert(1, at: axis - 1)
    var rows: [Int] = []
    for (number, input) in inputs.enumerated() {
      let suffix = inputs.count == 1 ? "" : ".row\(number)"
      guard let row = torch.add(Reshape(sizes: sizes), suffix: suffix, reading: [input]) else { return [] }
      rows.append(row)
    }
    return rows.count == 1 ? rows : torch.addConcatenation(of: rows, axis: axis - 1)
  }

  /// self + value·tensor1·tensor2; of a learned term and a learned factor for each channel it is one layer.
  private static let productAdded: Operation = { call, torch in
    let (a, b) = (torch.input(call, "tensor1"), torch.input(call, "tensor2"))
    guard let first = a ?? b, (call.number("value") ?? 1) == 1 else { return torch.unknown(call) }
    if let second = b, a != nil {
      guard let term = torch.input(call, "self"), torch.goTogether(first, second), torch.goTogether(first, term),
        let product = torch.add(Multiplication(), suffix: ".mul", reading: [first, second])
      else { return torch.unknown(call) }
      return [torch.add(Addition(), reading: [term, product])]
    }
    return torch.addScale(call, factor: a == nil ? "tensor1" : "tensor2", term: "self", first)
  }

  private static let power: Operation = { call, torch in
    guard let input = torch.input(call) else { return torch.unknown(call) }
    if let exponent = call.number("exponent") {
      return exponent == 2
        ? [torch.add(Multiplication(), reading: [input, input])]
        : [torch.add(Power(exponent: exponent), reading: [input])]
    }
    guard let exponent = torch.input(call, "exponent"), torch.goTogether(input, exponent) else {
      return torch.unknown(call)
    }
    return [torch.add(Exponentiation(), reading: [input, exponent])]
  }
}

extension PyTorchAssembly {
  /// Whether two tensors are joined here as PyTorch does: a vector stands for channels here and for the last axis there.
  fileprivate func goTogether(_ a: Int, _ b: Int) -> Bool { dimensions(of: a).count == dimensions(of: b).count }

  /// A learned factor for each channel, or for all.
  fileprivate mutating func addFactors(_ call: PyTorchCall, _ name: String, _ input: Int) -> [Int?] {
    addScale(call, factor: name, term: nil, input)
  }

  /// A learned term for each channel, or for all.
  fileprivate mutating func addTerms(_ call: PyTorchCall, _ name: String, _ input: Int?) -> [Int?] {
    guard let input else { return unknown(call) }
    return addScale(call, factor: nil, term: name, input)
  }

  /// Learned factors and terms, by what a node calls them.
  fileprivate mutating func addScale(_ call: PyTorchCall, factor: String?, term: String?, _ input: Int) -> [Int?] {
    let names = [factor, term].compactMap { $0 }
    let isShared = names.allSatisfy { isForAll(call, $0, input) }
    guard isShared || names.allSatisfy({ isPerChannel(call, $0, input) }) else { return unknown(call) }
    let (factors, terms) = (factor.flatMap { parameter(call, $0) }, term.flatMap { parameter(call, $0) })
    let kind = Scale(hasFactor: factor != nil, hasBias: term != nil, isShared: isShared)
    guard let layer = add(kind, of: factors ?? terms, reading: [input]) else { return [] }
    fill(layer, with: factors.flatMap { $0.reshaped([$0.count]) }, as: .weight)
    fill(layer, with: terms.flatMap { $0.reshaped([$0.count]) }, as: .bias)
    return [layer]
  }

  /// Whether what a node reads is a parameter with a number for each channel of a tensor: C×1×1, or 1×C×1×1.
  private func isPerChannel(_ call: PyTorchCall, _ name: String, _ input: Int) -> Bool {
    let own = dimensions(of: input)
    var sizes = sizes(call, name)
    if sizes.count == own.count + 1, sizes.first == 1 { sizes.removeFirst() }
    return hasParameter(call, name) == true && sizes.count == own.count && sizes.first == own[0]
      && sizes.dropFirst().allSatisfy { $0 == 1 }
  }

  /// Whether it is one number, which makes no axes.
  private func isForAll(_ call: PyTorchCall, _ name: String, _ input: Int) -> Bool {
    let (own, sizes) = (dimensions(of: input), sizes(call, name))
    return hasParameter(call, name) == true && own[0] > 1 && sizes.count <= own.count + 1
      && sizes.allSatisfy { $0 == 1 }
  }

  /// Tensors one behind the other along an axis, which is made the first one for it.
  fileprivate mutating func addConcatenation(of inputs: [Int], axis: Int) -> [Int?] {
    if axis == 0 { return [add(Concatenation(), reading: inputs)] }
    var order = Array(dimensions(of: inputs[0]).indices)
    order.swapAt(0, axis)
    var turned: [Int] = []
    for (number, input) in inputs.enumerated() {
      guard let next = add(Transposition(order: order), suffix: ".in\(number)", reading: [input]) else { return [] }
      turned.append(next)
    }
    guard let joined = add(Concatenation(), suffix: ".first", reading: turned) else { return [] }
    return [add(Transposition(order: order), reading: [joined])]
  }
}
