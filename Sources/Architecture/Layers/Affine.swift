/// x·scale + shift with given numbers, for all channels or for each: what prepares a picture inside a network.
public struct Affine: LayerKind {
  public static let name = "affine"
  public static let family = Family.scaling

  /// One number, or one per channel.
  public let scale: [Double]
  public let shift: [Double]

  public init(scale: [Double] = [1], shift: [Double] = [0]) {
    self.scale = scale
    self.shift = shift
  }

  public var attributes: [Attribute] {
    func attribute(_ name: String, _ numbers: [Double], _ standIn: Double) -> Attribute {
      numbers.count == 1 ? Attribute(name, numbers[0], default: standIn) : Attribute(name, .numbers(numbers))
    }
    return [attribute("scale", scale, 1), attribute("shift", shift, 0)]
  }

  public func output(of inputs: [Shape]) throws(SizeError) -> Shape {
    for numbers in [scale, shift] where numbers.count != 1 && numbers.count != inputs[0].channels {
      throw .channelNumbers(numbers.count, channels: inputs[0].channels)
    }
    return inputs[0]
  }

  /// Per element: a multiply and an add, each only where it changes something.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    Arithmetic(multiplies: scale == [1] ? 0 : 1, adds: shift == [0] ? 0 : 1) * output.count
  }

  public func isInPlace(_ mode: Mode) -> Bool { true }
}
