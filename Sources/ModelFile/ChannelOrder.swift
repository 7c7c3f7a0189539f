import Architecture

/// Sizes of pictures that are most likely written with the channels last, as TensorFlow writes them.
enum ChannelOrder {
  private static let channels = [1, 3, 4]

  /// That an input looks like height, width, channels; nil for one that does not.
  static func warning(_ shape: Shape, at location: Location) -> Diagnostic? {
    let sizes = shape.dimensions
    guard sizes.count == 3, channels.contains(sizes[2]), sizes[0] >= 8, sizes[1] >= 8 else { return nil }
    return Diagnostic(
      location,
      "this is \(sizes[0]) channels of \(sizes[1])×\(sizes[2]); channels come first: [\(sizes[2]), \(sizes[0]), \(sizes[1])]",
      severity: .warning)
  }
}
