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
      var index = sizes.map { _ in 0 }
      for cell in values.indices {
        values[cell] = number(index)
        for axis in index.indices.reversed() {
          index[axis] += 1
          if index[axis] < sizes[axis] { break }
          index[axis] = 0
        }
      }
    }

    public var channels: Int { sizes[0] }
    /// Positions of one channel.
    var area: Int { sizes.dropFirst().reduce(1, *) }

    /// A number of an image.
    public subscript(channel: Int, y: Int, x: Int) -> Double {
      get { values[(channel * sizes[1] + y) * sizes[2] + x] }
      set { values[(channel * sizes[1] + y) * sizes[2] + x] = newValue }
    }

    /// The number at an index of every axis; 0 at those of size 1.
    subscript(index: [Int]) -> Double {
      var cell = 0
      for (size, position) in zip(sizes, index) { cell = cell * size + (size == 1 ? 0 : position) }
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
