import Architecture

extension ReferenceExecutor {
  /// The numbers of one value, row-major: channels × height × width, or any other sizes.
  public struct Maps: Equatable, Sendable {
    /// Channels first.
    public let sizes: [Int]
    public var values: [Double]

    /// Zeros.
    public init(sizes: [Int]) {
      self.sizes = sizes
      values = Array(repeating: 0, count: sizes.reduce(1, *))
    }

    /// Zeros of an image.
    public init(_ channels: Int, _ height: Int, _ width: Int) { self.init(sizes: [channels, height, width]) }

    /// Zeros.
    public init(_ shape: Shape) { self.init(sizes: shape.dimensions) }

    /// A number for each index of the axes.
    init(sizes: [Int], _ number: ([Int]) -> Double) {
      self.init(sizes: sizes)
      values = Maps.indices(sizes).map(number)
    }

    /// Every index of axes of some sizes, row-major.
    static func indices(_ sizes: [Int]) -> [[Int]] {
      sizes.reduce([[]]) { indices, size in indices.flatMap { index in (0..<size).map { index + [$0] } } }
    }

    public var channels: Int { sizes[0] }
    /// Positions of one channel.
    var area: Int { sizes.dropFirst().reduce(1, *) }

    /// A number of an image.
    public subscript(channel: Int, y: Int, x: Int) -> Double {
      get { values[(channel * sizes[1] + y) * sizes[2] + x] }
      set { values[(channel * sizes[1] + y) * sizes[2] + x] = newValue }
    }

    /// The number at an index of every axis, of which those of size 1 are repeated; axes that the index has more come first and
    /// are left out.
    subscript(index: [Int]) -> Double {
      var cell = 0
      for (size, position) in zip(sizes, index.suffix(sizes.count)) { cell = cell * size + (size == 1 ? 0 : position) }
      return values[cell]
    }

    /// The same size with each number changed.
    func map(_ change: (Double) -> Double) -> Maps {
      var result = self
      result.values = values.map(change)
      return result
    }

    /// The same numbers under other sizes.
    func reshaped(_ sizes: [Int]) -> Maps {
      var result = Maps(sizes: sizes)
      result.values = values
      return result
    }
  }
}
