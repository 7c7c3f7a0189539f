import PlainText
import TensorFiles

/// The classes of the items of a data set, as an array tells them: a number each, or a row with a single 1 in the place of the
/// class (one-hot).
enum ClassNumbers {
  /// Numbers that are read at a time.
  private static let most = 1 << 20

  /// - Parameter classes: outputs of the network.
  /// - Throws: `DataSetError` naming the first item that has no class.
  static func read(_ array: NumberArray, classes: Int) throws -> [Int32] {
    let width = array.item.reduce(1, *)
    guard array.item.count < 2, width == 1 || width == classes else {
      throw DataSetError(
        "\(array.title): its items are \(NumberArray.text(array.item)), and labels are a number each, or \(classes)")
    }
    guard array.count <= FormatLimits.items else {
      throw DataSetError("\(array.title): \(array.count) labels; at most \(FormatLimits.items) are read")
    }
    let step = max(1, most / width)
    var labels: [Int32] = []
    labels.reserveCapacity(array.count)
    for start in stride(from: 0, to: array.count, by: step) {
      let numbers = try array.numbers(start..<min(start + step, array.count), .nchw, axes: array.item.count)
      for first in stride(from: 0, to: numbers.count, by: width) {
        let number = width == 1 ? numbers[first] : hot(numbers[first..<(first + width)])
        guard let number, number >= 0, number < Float(classes), number == number.rounded() else {
          let label: Phrase = number.map { "\($0)" } ?? "of more or less than one 1"
          throw DataSetError(
            "\(array.title): item \(labels.count) has the label \(label), and there are \(classes) classes, 0 to \(classes - 1)"
          )
        }
        labels.append(Int32(number))
      }
    }
    return labels
  }

  /// The place of the 1 among zeros.
  private static func hot(_ row: ArraySlice<Float>) -> Float? {
    let places = row.indices.filter { row[$0] != 0 }
    guard places.count == 1, row[places[0]] == 1 else { return nil }
    return Float(places[0] - row.startIndex)
  }
}
