import Architecture
import PlainText

/// Sizes of an input as a list: `64,128:512:32,480x640`.
struct SizeList {
  /// One size for all axes, or one for each.
  private let sizes: [[Int]]
  private let text: String

  /// - Throws: a misuse of `--input`.
  init(_ text: String) throws {
    self.text = text
    var sizes: [[Int]] = []
    for part in text.commaSeparated {
      let words = part.split(separator: ":", omittingEmptySubsequences: false)
      let numbers = words.compactMap { Int($0) }
      if (2...3).contains(words.count), numbers.count == words.count {
        let step = numbers.count == 3 ? numbers[2] : 1
        guard numbers[0] >= 1, numbers[1] >= numbers[0], numbers[1] <= Shape.largestDimension, step >= 1,
          (numbers[1] - numbers[0]) / step < SizeList.most
        else { throw SizeList.wrong(part) }
        sizes += stride(from: numbers[0], through: numbers[1], by: step).map { [$0] }
      } else if words.count == 1, let size = Shape.dimensions(of: part) {
        sizes.append(size)
      } else {
        throw SizeList.wrong(part)
      }
      guard sizes.count <= SizeList.most else { throw misuse("--input has more than \(SizeList.most) sizes") }
    }
    guard !sizes.isEmpty else { throw SizeList.wrong(text) }
    self.sizes = sizes
  }

  /// Sizes at most.
  private static let most = 10_000

  private static func wrong(_ part: String) -> any Error {
    misuse(
      "--input '\(part.visible)' is no size and no range; write 224, 480x640, or 128:512:32 for 128, 160 and so on to 512"
    )
  }

  /// A size for each axis of a network's input.
  ///
  /// - Throws: `Failure` where a size has another number of axes.
  func extents(of network: Network) throws -> [[Int]] {
    let axes = network.input.extent.count
    guard axes > 0 else {
      throw Failure.data("\(network.model.name): error: its input is a vector, whose size is part of the network")
    }
    return try sizes.map { size in
      if size.count == 1 { return Array(repeating: size[0], count: axes) }
      if size.count == axes + 1, size[0] == network.input.channels { return Array(size.dropFirst()) }
      guard size.count == axes else {
        throw Failure.data(
          "\(network.model.name): error: --input \(size.map(String.init).joined(separator: "x")) has \(size.count) sizes, and the network's input is \(network.input)"
        )
      }
      return size
    }
  }
}
