import Architecture
import Weights

extension PyTorchOperations {
  /// Sums and products, of tensors, with numbers, and with learned factors.
  static let arithmetic: [String: Operation] = [
    "add": addition, "sub": subtraction, "mul": multiplication, "div": division, "maximum": join { Maximum() },
    "minimum": join { Minimum() }, "cat": concatenation, "pow": power,
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

  /// A learned factor for each channel.
  fileprivate mutating func addFactors(_ call: PyTorchCall, _ name: String, _ input: Int) -> [Int?] {
    addChannels(call, name, Scale(hasBias: false), .weight, input)
  }

  /// A learned term for each channel.
  fileprivate mutating func addTerms(_ call: PyTorchCall, _ name: String, _ input: Int?) -> [Int?] {
    guard let input else { return unknown(call) }
    return addChannels(call, name, Scale(hasFactor: false), .bias, input)
  }

  /// A learned number for each channel: C×1×1, or 1×C×1×1.
  private mutating func addChannels(
    _ call: PyTorchCall, _ name: String, _ kind: Scale, _ part: WeightTensor.Part, _ input: Int
  ) -> [Int?] {
    let own = dimensions(of: input)
    var sizes = sizes(call, name)
    if sizes.count == own.count + 1, sizes.first == 1 { sizes.removeFirst() }
    guard hasParameter(call, name) == true, sizes.count == own.count, sizes.first == own[0],
      sizes.dropFirst().allSatisfy({ $0 == 1 })
    else { return unknown(call) }
    let numbers = parameter(call, name)
    guard let layer = add(kind, of: numbers, reading: [input]) else { return [] }
    fill(layer, with: numbers.flatMap { $0.reshaped([own[0]]) }, as: part)
    return [layer]
  }
}
