import Architecture
import PlainText

/// An array of numbers in a file of any format, read some items of its first axis at a time.
public struct NumberArray {
  /// How the axes of an item are ordered in the file.
  public enum Layout: String, CaseIterable, Sendable {
    /// Channels first, as networks read them.
    case nchw
    /// Channels last, as TensorFlow and most programs for pictures keep them.
    case nhwc
  }

  /// The file's name, and the array's where a file has several: for messages.
  public let title: String
  /// The array's name in its file; empty where it is the only one.
  public let name: String
  /// Items, then the sizes of one.
  public let shape: [Int]
  /// numpy's word for the type of the numbers.
  public let type: String
  /// Whole numbers.
  public let isInteger: Bool
  /// The numbers of some items, row-major.
  let read: (Range<Int>) throws -> [Float]

  /// Items.
  public var count: Int { shape[0] }
  /// Sizes of one item as the file has them.
  public var item: [Int] { Array(shape.dropFirst()) }

  /// The same numbers as a single item.
  public var asOneItem: NumberArray {
    NumberArray(title: title, name: name, shape: [1] + shape, type: type, isInteger: isInteger) { items in
      items.isEmpty ? [] : try read(0..<count)
    }
  }

  /// Sizes of one item with its channels first; a single plane has one channel.
  ///
  /// - Parameter axes: how many axes the network's input has.
  public func item(_ layout: Layout, axes: Int) -> [Int] {
    if item.count == axes - 1 { return [1] + item }
    guard layout == .nhwc, let channels = item.last else { return item }
    return [channels] + item.dropLast()
  }

  /// The numbers of some items, each with its channels first.
  ///
  /// - Throws: `DataSetError`.
  public func numbers(_ items: Range<Int>, _ layout: Layout, axes: Int) throws -> [Float] {
    let numbers: [Float]
    do {
      numbers = try read(items)
    } catch {
      throw DataSetError(error, in: title)
    }
    guard layout == .nhwc, item.count == axes, let channels = item.last, channels > 1 else { return numbers }
    let area = item.dropLast().reduce(1, *)
    var planes = [Float](repeating: 0, count: numbers.count)
    planes.withUnsafeMutableBufferPointer { planes in
      numbers.withUnsafeBufferPointer { numbers in
        for start in stride(from: 0, to: numbers.count, by: area * channels) {
          for place in 0..<area {
            for channel in 0..<channels {
              planes[start + channel * area + place] = numbers[start + place * channels + channel]
            }
          }
        }
      }
    }
    return planes
  }

  /// `60000×28×28 uint8`.
  public var summary: Phrase { "\(NumberArray.text(shape)) \(type)" }

  static func text(_ sizes: [Int]) -> Phrase {
    sizes.isEmpty ? "single numbers" : "\(sizes.map(String.init).joined(separator: "×"))"
  }

  /// That items do not fit what a network reads, and what would.
  ///
  /// - Parameter wanted: what a network reads, in words.
  func misfit(_ wanted: Phrase, _ layout: Layout, fits: ([Int]) -> Bool) -> DataSetError {
    let axes = item.count
    let other = Layout.allCases.first { $0 != layout && fits(item($0, axes: axes)) }
    let hint: Phrase = other.map { "; --layout \($0.rawValue) reads them so" } ?? ""
    return DataSetError("\(title): its items are \(NumberArray.text(item)), and \(wanted)\(hint)")
  }
}
