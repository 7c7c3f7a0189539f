import Architecture
import PlainText

/// The arguments of one layer in a model file, read by name, with every problem noted at its place.
///
/// A reader of a layer kind asks for what it knows; a wrong or missing value is noted and a stand-in returned, so that all problems
/// of a file are found in one pass. What no one asked for is an unknown argument.
struct ArgumentReader {
  private let keyword: String
  private let location: Location
  private var main: Value?
  private var named: [(key: Value.Key, value: Value)]
  /// Values that take the place of the file's.
  private let changes: [(key: Value.Key, value: Value)]
  /// Whether it is of a layer, and knows the names that all layers have.
  private let isLayer: Bool
  private static let common = ["name", "from", "module", "repeat"]
  private var asked: [String] = []
  /// Channels of the layer's first input, nil where they are not known because of an error above.
  private let arriving: Int?
  private(set) var problems: [Diagnostic] = []
  /// Arguments that must be given and are not.
  private var missing: [String] = []

  init(
    keyword: String, location: Location, main: Value?, named: [(key: Value.Key, value: Value)],
    changes: [(key: Value.Key, value: Value)] = [], arriving: Int? = nil, isLayer: Bool = true
  ) {
    self.changes = changes
    self.arriving = arriving
    self.isLayer = isLayer
    self.keyword = keyword
    self.location = location
    self.main = main
    self.named = named
  }

  /// Notes a problem of an argument.
  mutating func note(_ name: String, _ message: Phrase) {
    let place = (named + changes).last { $0.key.text == name }?.value.location ?? location
    problem(place, message)
  }

  mutating func integer(_ name: String, in range: ClosedRange<Int>, default standIn: Int? = nil) -> Int {
    guard let value = value(name, isRequired: standIn == nil) else { return standIn ?? range.lowerBound }
    return integer(value, name, range) ?? standIn ?? range.lowerBound
  }

  /// A number of channels; the word `channels` stands for as many as arrive.
  mutating func channels(_ name: String, default standIn: Int? = nil) -> Int {
    guard let value = value(name, isRequired: standIn == nil) else { return standIn ?? 1 }
    if value.text == "channels" { return arriving ?? 1 }
    return integer(value, name, 1...Shape.largestDimension) ?? standIn ?? 1
  }

  /// One number, or a list with one number per axis.
  mutating func integers(_ name: String, in range: ClosedRange<Int>, default standIn: Int? = nil) -> [Int] {
    guard let value = value(name, isRequired: standIn == nil) else { return [standIn ?? range.lowerBound] }
    return integers(value, name, range)
  }

  /// The same where the argument may be left out; nil then.
  mutating func optionalIntegers(_ name: String, in range: ClosedRange<Int>) -> [Int]? {
    value(name, isRequired: false).map { integers($0, name, range) }
  }

  mutating func boolean(_ name: String, default standIn: Bool) -> Bool {
    word(name, among: ["true", "false"], default: String(standIn)) == "true"
  }

  /// - Parameter standIn: nil where the word must be given; the first one stands in for it then.
  mutating func word(_ name: String, among words: [String], default standIn: String?) -> String {
    let otherwise = standIn ?? words.first ?? ""
    guard let value = value(name, isRequired: standIn == nil) else { return otherwise }
    if let text = value.text, words.contains(text) { return text }
    let search = value.text.map { NearestWord.Search(word: $0, words: words) }
    problem(value.location, "\(name) is \(words.alternatives), not \(value.summary)", search)
    return otherwise
  }

  /// A finite number.
  mutating func number(_ name: String, default standIn: Double) -> Double {
    value(name, isRequired: false).flatMap { number($0, name) } ?? standIn
  }

  /// The same where it must be given.
  mutating func number(_ name: String) -> Double { value(name, isRequired: true).flatMap { number($0, name) } ?? 1 }

  /// The same where it may be left out; nil then.
  mutating func optionalNumber(_ name: String) -> Double? {
    value(name, isRequired: false).flatMap { number($0, name) }
  }

  /// A finite number that must be given; nil where it is not.
  mutating func requiredNumber(_ name: String) -> Double? {
    value(name, isRequired: true).flatMap { number($0, name) }
  }

  /// A line of text that must be given; nil where it is not.
  mutating func line(_ name: String) -> String? {
    guard let value = value(name, isRequired: true) else { return nil }
    if let text = value.text, !text.isEmpty, text.masked(atMost: 500) == text { return text }
    problem(value.location, "\(name) must be a line of text, not \(value.summary)")
    return nil
  }

  /// One finite number or several; nil where none are given.
  mutating func list(_ name: String) -> [Double]? {
    guard let value = value(name, isRequired: false) else { return nil }
    guard let list = value.list else { return number(value, name).map { [$0] } }
    if list.isEmpty { problem(value.location, "\(name) has no numbers") }
    return list.isEmpty ? nil : list.map { number($0, name) ?? 1 }
  }

  /// A list of whole numbers, or one of them.
  mutating func numbers(_ name: String, among range: ClosedRange<Int>) -> [Int] {
    guard let value = value(name, isRequired: true) else { return [1] }
    let list = value.list ?? [value]
    if list.isEmpty || list.count > Shape.mostAxes {
      problem(value.location, "\(name) is a list of 1 to \(Shape.mostAxes) numbers")
      return [1]
    }
    return list.map { integer($0, name, range) ?? range.upperBound }
  }

  /// Axes, 0 being the channels.
  mutating func axes(_ name: String) -> [Int] { numbers(name, among: 0...Shape.mostAxes - 1) }

  /// One of the words that a type's cases stand for.
  mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(_ name: String, default standIn: Choice)
    -> Choice
  {
    let text = word(name, among: Choice.allCases.map(\.rawValue), default: standIn.rawValue)
    return Choice(rawValue: text) ?? standIn
  }

  /// `count` finite numbers, or one that stands for each of them; nil where none are given.
  mutating func numbers(_ name: String, count: Int) -> [Double]? {
    guard let value = value(name, isRequired: false) else { return nil }
    guard let list = value.list else { return number(value, name).map { Array(repeating: $0, count: count) } }
    guard list.count == count else {
      let expected: Phrase = count == 1 ? "one number" : "one number, or \(count)"
      problem(value.location, "\(name) is \(expected), not \(list.count)")
      return nil
    }
    return list.map { number($0, name) ?? 1 }
  }

  /// A table of numbers counted from 0, none twice in a row: which inputs each output is connected to.
  mutating func table(_ name: String) -> [[Int]]? {
    guard let value = value(name, isRequired: false) else { return nil }
    guard let rows = value.list else {
      problem(value.location, "\(name) must be a list of lists, not \(value.summary)")
      return nil
    }
    return rows.map { row in
      guard let list = row.list, !list.isEmpty else {
        problem(row.location, "a row of \(name) must be a list of numbers, not \(row.summary)")
        return []
      }
      var numbers: [Int] = []
      var seen: Set<Int> = []
      for value in list {
        guard let number = integer(value, name, 0...Shape.largestDimension) else { continue }
        if seen.insert(number).inserted {
          numbers.append(number)
        } else {
          problem(value.location, "\(number) is twice in this row")
        }
      }
      return numbers
    }
  }

  /// `kernel`, `stride`, `pad`, `dilation` of a convolution.
  mutating func window() -> WindowArguments {
    WindowArguments(
      kernel: integers("kernel", in: 1...Limits.window),
      stride: integers("stride", in: 1...Limits.window, default: 1),
      padding: padding(),
      dilation: integers("dilation", in: 1...Limits.window, default: 1),
      rounding: .floor)
  }

  /// The window of a pooling: the kernel stands behind the keyword, the stride is the kernel unless stated, `rounding`
  /// is floor or ceil, and no window may lie in the padding alone.
  ///
  /// - Parameter mayDilate: whether there may be cells between those that are looked at.
  mutating func poolingWindow(mayDilate: Bool = false) -> WindowArguments {
    let range = 1...Limits.window
    let kernel = integers("kernel", in: range)
    let isStrided = (named + changes).contains { $0.key.text == "stride" && !$0.value.isNull }
    let stride = integers("stride", in: range, default: 1)
    let padding = padding()
    if case .cells(let pairs) = padding {
      let smallest = kernel.min() ?? 1
      if pairs.contains(where: { max($0.before, $0.after) >= smallest }) {
        note("pad", "the padding of a pooling must be smaller than its kernel of \(smallest)")
      }
    }
    let rounding = word("rounding", among: ["floor", "ceil"], default: "floor")
    return WindowArguments(
      kernel: kernel, stride: isStrided ? stride : kernel, padding: padding,
      dilation: mayDilate ? integers("dilation", in: range, default: 1) : [1],
      rounding: rounding == "ceil" ? .ceil : .floor)
  }

  /// `pad`: a number, `[height, width]`, `[[top, bottom], [left, right]]` or `same`.
  mutating func padding(_ name: String = "pad", isRequired: Bool = false) -> WindowArguments.Padding {
    let none = WindowArguments.Padding.Pair(before: 0, after: 0)
    guard let value = value(name, isRequired: isRequired) else { return .cells([none]) }
    if value.text == "same" { return .same }
    let axes = value.list ?? [value]
    if !(1...3).contains(axes.count) {
      problem(value.location, "\(name) is a number, [height, width], [[top, bottom], [left, right]] or same")
    }
    let range = 0...Limits.window
    return .cells(
      axes.prefix(3).map { axis in
        guard let pair = axis.list else {
          let both = integer(axis, name, range) ?? 0
          return WindowArguments.Padding.Pair(before: both, after: both)
        }
        guard pair.count == 2 else {
          problem(axis.location, "padding of one axis is one number, or two: [before, after]")
          return none
        }
        return WindowArguments.Padding.Pair(
          before: integer(pair[0], name, range) ?? 0, after: integer(pair[1], name, range) ?? 0)
      })
  }

  /// Notes every argument that the layer's kind did not ask for.
  mutating func finish() {
    if let main {
      problem(main.location, "\(keyword) takes no value, and \(main.summary) is given")
    }
    let given = changes.isEmpty ? named : named + changes
    for (key, _) in given where !asked.contains(key.text) {
      let known = asked + (isLayer ? ArgumentReader.common : [])
      if OtherWords.isActivation(key.text) {
        problem(key.location, "\(keyword) has no activation: it is a layer of its own, behind this one, such as relu")
        continue
      }
      let meaning = OtherWords.argument(key.text).flatMap { known.contains($0) ? $0 : nil }
      problem(
        key.location, "\(keyword) has no argument '\(key.text.prefix(60).masked())'",
        NearestWord.Search(word: key.text, words: known, meaning: meaning))
      // What is misspelt is not missing as well.
      let meant = meaning.map { [$0] } ?? (missing.isEmpty ? [] : NearestWord.candidates(for: key.text, among: missing))
      missing.removeAll(where: meant.contains)
    }
    for name in missing { problem(location, "\(keyword) needs \(name)") }
  }

  private mutating func problem(_ place: Location, _ message: Phrase, _ search: NearestWord.Search? = nil) {
    // More than are ever shown.
    guard problems.count < 1_000 else { return }
    problems.append(Diagnostic(place, message, search))
  }

  private mutating func value(_ name: String, isRequired: Bool) -> Value? {
    asked.append(name)
    if let change = changes.last(where: { $0.key.text == name }) { return change.value }
    if let match = named.lastIndex(where: { $0.key.text == name }) {
      if let first = named[..<match].firstIndex(where: { $0.key.text == name }) {
        problem(named[first].key.location, "\(name) is given twice")
      }
      if !named[match].value.isNull { return named[match].value }
    }
    if isRequired { missing.append(name) }
    return nil
  }

  private mutating func integers(_ value: Value, _ name: String, _ range: ClosedRange<Int>) -> [Int] {
    guard let list = value.list else { return [integer(value, name, range) ?? range.lowerBound] }
    if !(1...3).contains(list.count) {
      problem(value.location, "\(name) is one number, or one per axis: [height, width]")
      return [range.lowerBound]
    }
    return list.map { integer($0, name, range) ?? range.lowerBound }
  }

  private mutating func number(_ value: Value, _ name: String) -> Double? {
    if let text = value.text, let number = Double(text), number.isFinite { return number }
    problem(value.location, "\(name) must be a number, not \(value.summary)")
    return nil
  }

  private mutating func integer(_ value: Value, _ name: String, _ range: ClosedRange<Int>) -> Int? {
    guard let text = value.text, let number = Int(text) else {
      let digits = value.text.map { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } } ?? false
      let message: Phrase =
        digits
        ? "\(name) is at most \(range.upperBound)" : "\(name) must be a whole number, not \(value.summary)"
      problem(value.location, message)
      return nil
    }
    guard range.contains(number) else {
      let bound: Phrase = number < range.lowerBound ? "at least \(range.lowerBound)" : "at most \(range.upperBound)"
      problem(value.location, "\(name) must be \(bound), not \(number)")
      return nil
    }
    return number
  }
}
