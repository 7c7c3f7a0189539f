import PlainText
import TensorFiles

/// A layer's arguments as its configuration states them.
struct KerasArguments {
  let config: JSONValue

  func has(_ key: String) -> Bool { config[key].map { $0 != .null } ?? false }

  /// A whole number that has to be there.
  func integer(_ key: String) throws(KerasProblem) -> Int {
    guard let value = config[key]?.integer else { throw KerasProblem("'\(key)' is no whole number") }
    return value
  }

  func integer(_ key: String, default standIn: Int) throws(KerasProblem) -> Int {
    has(key) ? try integer(key) : standIn
  }

  func number(_ key: String, default standIn: Double) throws(KerasProblem) -> Double {
    guard has(key), let value = config[key] else { return standIn }
    guard let number = value.real else { throw KerasProblem("'\(key)' is no number") }
    return number
  }

  /// One number or several.
  func numbers(_ key: String) throws(KerasProblem) -> [Double]? {
    guard has(key), let value = config[key] else { return nil }
    guard let numbers = value.real.map({ [$0] }) ?? value.reals else { throw KerasProblem("'\(key)' holds no numbers") }
    return numbers
  }

  func boolean(_ key: String, default standIn: Bool) throws(KerasProblem) -> Bool {
    guard has(key), let value = config[key] else { return standIn }
    guard case .boolean(let boolean) = value else { throw KerasProblem("'\(key)' is neither true nor false") }
    return boolean
  }

  func word(_ key: String, default standIn: String) throws(KerasProblem) -> String {
    guard has(key), let value = config[key] else { return standIn }
    guard let word = value.text else { throw KerasProblem("'\(key)' is no text") }
    return word
  }

  /// One number for all axes, or one per axis.
  func sizes(_ key: String, axes: Int) throws(KerasProblem) -> [Int]? {
    guard has(key), let value = config[key] else { return nil }
    if let number = value.integer { return Array(repeating: number, count: axes) }
    guard case .array(let items) = value else { throw KerasProblem("'\(key)' holds no sizes") }
    let sizes = items.compactMap(\.integer)
    guard sizes.count == items.count else { throw KerasProblem("'\(key)' holds no sizes") }
    guard sizes.count == axes || sizes.count == 1 else {
      throw KerasProblem("'\(key)' holds \(items.count) sizes for \(axes) axes")
    }
    return sizes.count == axes ? sizes : Array(repeating: sizes[0], count: axes)
  }

  /// One number for all, one per axis, or a pair per axis: before and after.
  func pairs(_ key: String, axes: Int) throws(KerasProblem) -> [[Int]] {
    guard has(key), let value = config[key] else { return Array(repeating: [1, 1], count: axes) }
    if let number = value.integer { return Array(repeating: [number, number], count: axes) }
    guard case .array(let items) = value else { throw KerasProblem("'\(key)' holds no sizes") }
    // An axis of its own has its pair without a list around it.
    if axes == 1, let pair = items.count == 2 ? items.compactMap(\.integer) : nil, pair.count == 2 { return [pair] }
    var pairs: [[Int]] = []
    for item in items {
      if let number = item.integer {
        pairs.append([number, number])
      } else if case .array(let both) = item, both.count == 2, both.compactMap(\.integer).count == 2 {
        pairs.append(both.compactMap(\.integer))
      } else {
        throw KerasProblem("'\(key)' holds no sizes")
      }
    }
    guard pairs.count == axes else { throw KerasProblem("'\(key)' holds \(pairs.count) pairs for \(axes) axes") }
    return pairs
  }

  /// Axes as Keras counts them, the batch being 0 and −1 the last.
  func axes(_ key: String) throws(KerasProblem) -> [Int]? {
    guard has(key), let value = config[key] else { return nil }
    if let axis = value.integer { return [axis] }
    guard case .array(let items) = value, items.compactMap(\.integer).count == items.count else {
      throw KerasProblem("'\(key)' holds no axes")
    }
    return items.compactMap(\.integer)
  }

  /// Where the channels are on maps and signals.
  var isChannelsFirst: Bool { config["data_format"] == .string("channels_first") }

  /// Where the file states where the channels are; nil where it does not.
  var dataFormat: String? { config["data_format"]?.text }
}
