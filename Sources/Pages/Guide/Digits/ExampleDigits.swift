import Analysis

/// The guide's trained LeNet and some of its digits as files to try commands with.
public enum ExampleDigits {
  /// Weights of `lenet5-modern`, as a safetensors file.
  public static var weights: [UInt8] { PackageResources.lenet5_digits_safetensors }

  /// Pixels of a side of a digit.
  public static let side = 28

  /// A digit that the network has not seen in training.
  public struct Digit: Sendable {
    /// What it is: 0 to 9.
    public let value: Int
    /// Gray, row by row: 0 is paper, 255 is ink.
    public let pixels: [UInt8]
  }

  /// The first ones.
  public static func digits(_ count: Int) -> [Digit] {
    let set = DigitSet.heldOut
    return zip(set.classes, set.images).prefix(count).map { value, image in
      let input = DigitSet.input(image)
      let border = (input.width - side) / 2
      let pixels = (border..<border + side).flatMap { row in
        (border..<border + side).map { UInt8((input[row, $0] * 255).rounded()) }
      }
      return Digit(value: value, pixels: pixels)
    }
  }
}
