import Architecture
import Images
import PlainText
import TensorFiles
import Weights

/// The inputs of a network that examples become.
public struct InputReader {
  /// How an example becomes an input.
  public enum Preparation {
    /// As a picture: its pixels are prepared for the network.
    case pixels(Preprocessing, inverts: Bool)
    /// Its numbers are the input.
    case asTheyAre
  }

  private let examples: DataSet.Examples
  private let input: Shape
  private let preparation: Preparation
  private let layout: NumberArray.Layout

  /// - Parameters:
  ///   - input: what the network reads.
  ///   - layout: of arrays.
  /// - Throws: `DataSetError` where the examples are no such inputs.
  public init(
    _ examples: DataSet.Examples, for input: Shape, _ preparation: Preparation, layout: NumberArray.Layout
  ) throws {
    (self.examples, self.input, self.preparation, self.layout) = (examples, input, preparation, layout)
    guard case .numbers(let array) = examples else {
      PictureWorker.prepare()
      return
    }
    let item = array.item(layout, axes: input.dimensions.count)
    switch preparation {
    case .pixels(let preprocessing, _):
      func isPicture(_ item: [Int]) -> Bool { item.count == 3 && [1, 3].contains(item[0]) && !item.contains(0) }
      guard isPicture(item) else {
        throw array.misfit("pictures are H×W, 1×H×W or 3×H×W", layout, fits: isPicture)
      }
      do {
        // Known before anything is read; whether the size fits, is too.
        try ImageLimits.check(width: item[2], height: item[1])
        if preprocessing.resizing == nil, item.dropFirst() != input.extent[...] {
          throw array.misfit("the network reads \(input); the model file states no resize", layout) { _ in false }
        }
      } catch {
        throw DataSetError(error, in: array.title)
      }
    case .asTheyAre:
      guard item == input.dimensions else {
        throw array.misfit("the network reads \(input)", layout) { $0 == input.dimensions }
      }
    }
  }

  /// Bytes that one example takes while it is read.
  public var itemBytes: Int {
    guard case .numbers(let array) = examples else { return input.count * 4 }
    return array.item.reduce(1, *) * 16 + input.count * 4
  }

  /// The numbers of some examples, one after the other.
  ///
  /// - Parameter parallel: does a piece of work for each number below a count, on several threads or not.
  /// - Throws: `DataSetError` of the first example that cannot be read.
  public func numbers(
    of items: Range<Int>, parallel: (Int, @Sendable (Int) -> Void) -> Void
  ) throws -> [Float] {
    let read = try numbersAsStored(items)
    guard case .pixels(let preprocessing, _) = preparation else { return read }
    let (input, pictures) = (input, pictures)
    var numbers = [Float](repeating: 0, count: items.count * input.count)
    var errors: [(any Error)?] = Array(repeating: nil, count: items.count)
    numbers.withUnsafeMutableBufferPointer { numbers in
      errors.withUnsafeMutableBufferPointer { errors in
        // Each piece of work writes to places of its own.
        nonisolated(unsafe) let (numbers, errors) = (numbers, errors)
        parallel(items.count) { index in
          do {
            let picture = try pictures.picture(items.lowerBound + index, read, index)
            let prepared = try preprocessing.input(of: picture, for: input)
            _ = UnsafeMutableBufferPointer(rebasing: numbers[(index * input.count)...]).update(fromContentsOf: prepared)
          } catch {
            errors[index] = error
          }
        }
      }
    }
    if let index = errors.firstIndex(where: { $0 != nil }), let error = errors[index] {
      throw DataSetError(error, in: title(items.lowerBound + index))
    }
    return numbers
  }

  /// An example as the network sees it, before its pixels are scaled; nil where it is no picture.
  public func picture(_ item: Int) throws -> Image? {
    do {
      let read = try numbersAsStored(item..<(item + 1))
      if case .pixels(let preprocessing, _) = preparation {
        return try preprocessing.fitted(try pictures.picture(item, read, 0), to: input)
      }
      guard input.extent.count == 2, [1, 3].contains(input.channels) else { return nil }
      return Image(stretching: read, channels: input.channels, height: input.extent[0], width: input.extent[1])
    } catch {
      throw DataSetError(error, in: title(item))
    }
  }

  /// What an example is called.
  public func title(_ item: Int) -> String {
    switch examples {
    case .pictures(let paths): paths[item]
    case .numbers(let array): "\(array.title), item \(item)"
    }
  }

  /// The numbers of arrays; none of pictures.
  private func numbersAsStored(_ items: Range<Int>) throws -> [Float] {
    guard case .numbers(let array) = examples else { return [] }
    return try array.numbers(items, layout, axes: input.dimensions.count)
  }

  private var pictures: Pictures {
    let inverts = if case .pixels(_, inverts: true) = preparation { true } else { false }
    return switch examples {
    case .pictures(let paths): Pictures(source: .files(paths), inverts: inverts)
    case .numbers(let array):
      Pictures(source: .planes(array.item(layout, axes: input.dimensions.count)), inverts: inverts)
    }
  }
}

/// What threads take pictures from: numbers that are read already, or a file for each.
private struct Pictures: Sendable {
  enum Source {
    case files([String])
    /// Channels, height and width of each.
    case planes([Int])
  }

  let source: Source
  let inverts: Bool

  /// An example before it is resized.
  ///
  /// - Parameters:
  ///   - read: numbers of several items of an array.
  ///   - index: which of these it is.
  func picture(_ item: Int, _ read: [Float], _ index: Int) throws -> Image {
    let picture: Image
    switch source {
    case .files(let paths):
      let bytes = try FileBytes(paths[item])
      guard bytes.size <= ImageLimits.fileSize else {
        throw DataSetError("\(paths[item]): \(bytes.size) bytes; pictures of at most \(ImageLimits.fileSize) are read")
      }
      picture = try Image(decoding: try bytes.bytes(at: 0, count: bytes.size))
    case .planes(let size):
      let count = size.reduce(1, *)
      picture = try Image(
        planes: read[(index * count)..<((index + 1) * count)], channels: size[0], height: size[1], width: size[2])
    }
    return inverts ? picture.inverted : picture
  }
}
