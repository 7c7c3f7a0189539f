import PlainText

/// Sizes that do not go together, or are too large: why a layer cannot stand where it stands.
///
/// The caller knows the layer and the line.
public enum SizeError: PhrasedError, Hashable, Sendable {
  /// A dimension below 1.
  case impossibleDimension(Int)
  /// A dimension above `Shape.largestDimension`.
  case largeDimension(Int)
  /// More elements than `Shape.largestCount`, or more axes than `Shape.mostAxes`.
  case manyElements(dimensions: [Int])
  case manyAxes(Int)
  /// A product of factors above a limit that is a power of two.
  case tooMany(Quantity, factors: [Int], limit: Int)
  /// A total of the network above `Limits.operations`.
  case networkTooLarge(Quantity)
  /// A batch that makes the totals pass `Limits.operations`.
  case largeBatch(Int)

  /// A window of `span` cells on `size` cells and as much padding.
  case windowBeyondInput(span: Int, size: Int, padding: Int)
  /// A kernel, stride, dilation or padding that no window has: below `least` or above `Limits.window`.
  case windowNumber(Argument, Int, least: Int)
  /// Padding whose cells are mirrored, on an axis with no more cells than are to be mirrored.
  case reflectionBeyondInput(padding: Int, size: Int)
  /// A window, or a pooling, on a vector.
  case noPositions(operation: Operation, input: Shape)
  /// A list of another length than the input has spatial axes.
  case wrongAxes(Argument, count: Int, input: Shape)
  /// An axis that the input does not have, counted from 0.
  case noAxis(Int, input: Shape)
  /// Axes that are not an order of all axes of the input.
  case noOrder([Int], input: Shape)

  case groups(Int, inputs: Int, outputs: Int)
  case channelGroups(Int, channels: Int)
  case connectedMap(row: Int, map: Int, inputs: Int)
  /// A connection table with another number of rows than there are output channels, or beside groups, or with an input map
  /// twice in a row.
  case connectionRows(Int, channels: Int)
  case connectedGroups(Int)
  case connectedTwice(row: Int, map: Int)
  /// Padding `same` of a transposed convolution.
  case transposedSame
  /// Numbers given one for each channel, and another number of channels.
  case channelNumbers(Int, channels: Int)

  /// Branches that do not join; `branch` counts from 0, and `first` is the size of branch 0.
  case addition(first: Shape, branch: Int, size: Shape)
  case concatenation(first: Shape, branch: Int, size: Shape)
  case broadcast(first: Shape, branch: Int, size: Shape)
  case branchCount(Int, needed: Int)
  /// A product of a matrix with as many columns as the other has not rows.
  case product(left: Shape, right: Shape)

  /// A probability that is none, or with which nothing is left.
  case rate(Double)
  /// An argument that is infinite or no number.
  case notFinite(argument: String)

  case cut(start: Int, end: Int, size: Int)
  case reshape(from: Shape, to: [Int])
  /// A kernel of another size than its window.
  case kernel(rows: Int, columns: Int, window: [Int])

  /// What there is too much of.
  public enum Quantity: String, Hashable, Sendable {
    case weights, operations, parameters, elements

    fileprivate var phrase: Phrase {
      switch self {
      case .weights: "weights"
      case .operations: "operations"
      case .parameters: "parameters"
      case .elements: "elements"
      }
    }
  }

  /// What needs positions to work on.
  public enum Operation: String, Hashable, Sendable {
    case window, pooling, resizing, padding

    fileprivate var phrase: Phrase {
      switch self {
      case .window: "window"
      case .pooling: "pooling"
      case .resizing: "resizing"
      case .padding: "padding"
      }
    }
  }

  /// An argument that has one number per axis.
  public enum Argument: String, Hashable, Sendable {
    case kernel, stride, dilation, outputs, scale, size
    case padding = "pad"
    case outputPadding = "output_pad"
  }
}

extension SizeError: CustomStringConvertible {
  /// One sentence.
  public var description: String { message }

  /// One sentence without a place.
  public var phrase: Phrase {
    switch self {
    case .impossibleDimension(let size): "a size of \(size) is impossible: every dimension is at least 1"
    case .largeDimension(let size): "a size of \(size) is too large: a dimension is at most \(Shape.largestDimension)"
    case .manyElements(let dimensions): "\(times(dimensions)) has too many elements: at most 2^40 are possible"
    case .manyAxes(let axes): "\(axes) axes are too many: at most \(Shape.mostAxes) are possible"
    case .tooMany(let quantity, let factors, let limit):
      "\(times(factors)) \(quantity.phrase) are too many: at most 2^\(limit.trailingZeroBitCount) are possible"
    case .networkTooLarge(let quantity): "up to here the network has more than 2^53 \(quantity.phrase)"
    case .largeBatch(let batch): "a batch of \(batch) is too large for this network: its totals would pass 2^53"
    case .windowBeyondInput(let span, let size, let padding):
      padding == 0
        ? "a window of \(span) is larger than its input of \(size)"
        : "a window of \(span) is larger than its input of \(size + padding) (\(size) and \(padding) of padding)"
    case .windowNumber(let argument, let number, let least):
      "\(argument.rawValue) is \(least) to \(Limits.window), not \(number)"
    case .reflectionBeyondInput(let padding, let size):
      "\(padding) cells cannot be mirrored from an axis of \(size): it must have at least \(padding + 1)"
    case .noPositions(.window, let input):
      "a window needs feature maps or a signal, and a vector of \(input) arrives"
    case .noPositions(let operation, let input):
      "\(operation.phrase) needs feature maps or a signal, and a vector of \(input) arrives"
    case .wrongAxes(.outputs, let count, let input): "\(count) output sizes, and the input \(input) has \(axes(input))"
    case .wrongAxes(let argument, let count, let input):
      "\(argument.rawValue) has \(count) numbers, and the input \(input) has \(axes(input))"
    case .noAxis(let axis, let input):
      "there is no axis \(axis): the input \(input) has the axes 0 to \(input.dimensions.count - 1)"
    case .noOrder(let order, let input):
      "\(list(order)) is no order of the \(input.dimensions.count) axes of the input \(input)"
    case .groups(let groups, let inputs, let outputs):
      "\(groups) groups do not divide \(inputs) input and \(outputs) output channels"
    case .channelGroups(let groups, let channels): "\(groups) groups do not divide \(channels) channels"
    case .connectedMap(let row, let map, let inputs):
      "row \(row) of the connection table names input map \(map), and they are 0 to \(inputs - 1)"
    case .connectionRows(let rows, let channels):
      "the connection table has \(rows) rows for \(channels) output channels"
    case .connectedGroups: "a connection table and groups exclude each other"
    case .connectedTwice(let row, let map): "row \(row) of the connection table names input map \(map) twice"
    case .transposedSame: "a transposed convolution cannot pad 'same'"
    case .rate(let rate): "a rate is at least 0 and below 1, not \(rate)"
    case .notFinite(let argument): "\(argument) must be a finite number"
    case .channelNumbers(let count, let channels): "\(count) numbers for \(channels) channels"
    case .addition(let first, let branch, let size):
      "branches do not add up: branch 1 is \(first) and branch \(branch + 1) is \(size); all sizes must be equal"
    case .concatenation(let first, let branch, let size):
      "branches do not concatenate: branch 1 is \(first) and branch \(branch + 1) is \(size); "
        + "all but the channels must be equal"
    case .broadcast(let first, let branch, let size):
      "branches do not go together: up to branch \(branch) they are \(first), and branch \(branch + 1) is \(size); "
        + "sizes must be equal, or 1"
    case .branchCount(let count, let needed): "\(count) branches, where \(needed) are needed"
    case .product(let left, let right): "no matrix product of \(left) and \(right)"
    case .cut(let start, let end, let size): "\(start) to \(end) is no part of an axis of \(size)"
    case .reshape(let from, let to):
      "\(from) has \(from.count) numbers, which do not make \(to.map(String.init).joined(separator: "×"))"
    case .kernel(let rows, let columns, let window):
      "windows of \(times(window)) do not fit a kernel of \(rows)×\(columns)"
    }
  }

  private func times(_ numbers: [Int]) -> String { numbers.map(String.init).joined(separator: "×") }
  private func list(_ numbers: [Int]) -> String { "[\(numbers.map(String.init).joined(separator: ", "))]" }
  private func axes(_ input: Shape) -> Phrase { input.extent.count == 1 ? "one axis" : "\(input.extent.count) axes" }
}
