/// An array of numbers as a file holds it: sizes, type and order, and where the numbers begin.
///
/// The readers of this module have checked every field against the file: the numbers fill it to its end.
public struct StoredArray: Hashable, Sendable {
  /// Sizes of the axes; empty for a single number.
  public let shape: [Int]
  public let type: ElementType
  public let isBigEndian: Bool
  /// The first axis varies fastest (Fortran order), not the last.
  public let isColumnMajor: Bool
  /// Bytes from the file's start to the first number.
  public let offset: Int

  init(shape: [Int], type: ElementType, isBigEndian: Bool, isColumnMajor: Bool = false, offset: Int) {
    (self.shape, self.type, self.isBigEndian) = (shape, type, isBigEndian)
    (self.isColumnMajor, self.offset) = (isColumnMajor, offset)
  }

  /// Numbers of the array.
  public var count: Int { shape.reduce(1, *) }

  /// All numbers, row-major.
  public func floats(in source: some ByteSource) throws(FormatError) -> [Float] {
    guard let items = shape.first else { return try decoded(source, 0, 1) }
    return try floats(of: 0..<items, in: source)
  }

  /// The numbers of some items of the first axis, row-major.
  ///
  /// - Precondition: the array has these items.
  public func floats(of items: Range<Int>, in source: some ByteSource) throws(FormatError) -> [Float] {
    precondition(items.lowerBound >= 0 && items.upperBound <= shape[0])
    let sizes = shape.dropFirst()
    let size = sizes.reduce(1, *)
    guard isColumnMajor, !items.isEmpty, size > 0 else {
      return try decoded(source, items.lowerBound * size, items.count * size)
    }
    // Where the numbers of an item lie: row-major places in column-major order, of which the last axis varies slowest.
    var places = [0]
    for (axis, length) in sizes.enumerated() {
      let stride = sizes.prefix(axis).reduce(1, *)
      places = places.flatMap { place in (0..<length).map { place + $0 * stride } }
    }
    var floats = [Float](repeating: 0, count: items.count * size)
    for (index, place) in places.enumerated() {
      let column = try decoded(source, place * shape[0] + items.lowerBound, items.count)
      for (item, number) in column.enumerated() { floats[item * size + index] = number }
    }
    return floats
  }

  private func decoded(_ source: some ByteSource, _ first: Int, _ count: Int) throws(FormatError) -> [Float] {
    FloatDecoder.decode(
      try source.bytes(at: offset + first * type.bytes, count: count * type.bytes), as: type, isBigEndian: isBigEndian)
  }
}
