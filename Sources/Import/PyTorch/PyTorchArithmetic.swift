import Architecture

extension PyTorchOperations {
  /// Sums and products, of tensors, with numbers, and with learned factors.
  static let arithmetic: [String: Operation] = [
    "add": addition, "sub": subtraction, "mul": multiplication, "div": division, "maximum": larger,
    "cat": concatenation, "pow": power,
  ]

  private static let addition: Operation = { call, torch in sum(call, sign: 1, &torch) }
  private static let subtraction: Operation = { call, torch in sum(call, sign: -1, &torch) }

  /// self + sign·alpha·other
  private static func sum(_ call: PyTorchCall, sign: Double, _ torch: inout PyTorchAssembly) -> [Int?] {
    guard let a = torch.input(call, "self") else { return torch.unknown(call) }
    let factor = sign * (call.number("alpha") ?? 1)
    if let number = call.number("other") { return [torch.add(Affine(shift: [factor * number]), reading: [a])] }
    guard var b = torch.input(call, "other"), torch.goTogether(a, b) else { return torch.unknown(call) }
    if factor != 1 {
      guard let scaled = torch.add(Affine(scale: [factor]), suffix: ".other", reading: [b]) else { return [] }
      b = scaled
    }
    return [torch.add(Addition(), reading: [a, b])]
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
    guard let a = torch.input(call, "self"), let number = call.number("other"), number != 0,
      call["rounding_mode"] == nil
    else { return torch.unknown(call) }
    return [torch.add(Affine(scale: [1 / number]), reading: [a])]
  }

  private static let larger: Operation = { call, torch in
    guard let a = torch.input(call, "self"), let b = torch.input(call, "other"), torch.goTogether(a, b) else {
      return torch.unknown(call)
    }
    return [torch.add(Maximum(), reading: [a, b])]
  }

  /// Along the channels, or along another axis, which is made the first one for it.
  private static let concatenation: Operation = { call, torch in
    guard case .tensors(let names)? = call["tensors"] else { return torch.unknown(call) }
    let inputs = names.compactMap { $0.flatMap { torch.index($0) } }
    guard inputs.count == names.count, let first = inputs.first,
      let axis = torch.axis(call, "dim", of: first, default: 0)
    else { return torch.unknown(call) }
    if axis == 0 { return [torch.add(Concatenation(), reading: inputs)] }
    var order = Array(torch.dimensions(of: first).indices)
    order.swapAt(0, axis)
    var turned: [Int] = []
    for (number, input) in inputs.enumerated() {
      guard let next = torch.add(Transposition(order: order), suffix: ".in\(number)", reading: [input]) else {
        return []
      }
      turned.append(next)
    }
    guard let joined = torch.add(Concatenation(), suffix: ".first", reading: turned) else { return [] }
    return [torch.add(Transposition(order: order), reading: [joined])]
  }

  private static let power: Operation = { call, torch in
    guard let input = torch.input(call), call.number("exponent") == 2 else { return torch.unknown(call) }
    return [torch.add(Multiplication(), reading: [input, input])]
  }
}

extension PyTorchAssembly {
  /// Whether two tensors are joined here as PyTorch does: a vector stands for channels here and for the last axis there.
  fileprivate func goTogether(_ a: Int, _ b: Int) -> Bool { dimensions(of: a).count == dimensions(of: b).count }

  /// A learned factor for each channel: C×1×1, or 1×C×1×1.
  fileprivate mutating func addFactors(_ call: PyTorchCall, _ name: String, _ input: Int) -> [Int?] {
    let own = dimensions(of: input)
    var sizes = sizes(call, name)
    if sizes.count == own.count + 1, sizes.first == 1 { sizes.removeFirst() }
    guard hasParameter(call, name) == true, sizes.count == own.count, sizes.first == own[0],
      sizes.dropFirst().allSatisfy({ $0 == 1 })
    else { return unknown(call) }
    let factors = parameter(call, name)
    guard let layer = add(Scale(hasBias: false), of: factors, reading: [input]) else { return [] }
    fill(layer, with: factors.flatMap { $0.reshaped([own[0]]) }, as: .weight)
    return [layer]
  }
}
