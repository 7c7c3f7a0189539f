import Architecture
import PlainText

// `preprocessing` in the head of a model file.
extension Preprocessing {
  /// One for all weights, or one for each implementation: what stands behind the key says which.
  static func read(_ value: Value, _ diagnostics: inout [Diagnostic]) -> [Preprocessing] {
    guard let map = value.map, !map.isEmpty else {
      diagnostics.append(
        Diagnostic(
          value.location, "preprocessing is {channels: …, divisor: …}, or {implementation: {…}}, not \(value.summary)"))
      return []
    }
    guard map.allSatisfy({ $0.value.map != nil }) else { return [Preprocessing(nil, value, &diagnostics)] }
    return map.map { key, value in Preprocessing(key, value, &diagnostics) }
  }

  /// What stands on the command line: YAML as in a model file, without implementations.
  ///
  /// - Parameter name: what messages call it, such as `--preprocessing`.
  /// - Throws: `ModelFileError` with the place in the text.
  public init(_ text: String, name: String, for input: Shape) throws(ModelFileError) {
    let source = SourceText(name: name, text: text)
    let value = try Value.parse(source)
    var diagnostics: [Diagnostic] = []
    guard value.map != nil else {
      throw ModelFileError([
        Diagnostic(value.location, "preprocessing is {channels: …, divisor: …}, not \(value.summary)")
      ])
    }
    self.init(nil, value, &diagnostics)
    if diagnostics.isEmpty, let message = misfit(with: input) {
      diagnostics.append(Diagnostic(value.location, message))
    }
    guard diagnostics.isEmpty else { throw ModelFileError(diagnostics) }
  }

  private init(_ implementation: Value.Key?, _ value: Value, _ diagnostics: inout [Diagnostic]) {
    var arguments = ArgumentReader(
      keyword: "preprocessing", location: implementation?.location ?? value.location, main: nil,
      named: value.map ?? [], isLayer: false)
    let channels = Channels(
      rawValue: arguments.word("channels", among: Channels.allCases.map(\.rawValue), default: nil))
    let count = channels?.count ?? 3
    let divisor = arguments.number("divisor", default: 1)
    if divisor <= 0 { arguments.note("divisor", "divisor must be above 0, not \(divisor)") }
    let mean = arguments.numbers("mean", count: count)
    let deviation = arguments.numbers("std", count: count)
    if deviation?.contains(where: { $0 <= 0 }) ?? false { arguments.note("std", "std must be above 0") }
    let sides = arguments.optionalIntegers("resize", in: 1...Preprocessing.largestSide)
    let interpolation = arguments.choice("interpolation", default: Interpolation.bilinear)
    arguments.finish()
    diagnostics += arguments.problems
    self.init(
      implementation: implementation?.text, channels: channels ?? .rgb, divisor: divisor, mean: mean,
      deviation: deviation,
      resizing: sides.map { $0.count == 2 ? .exactly(height: $0[0], width: $0[1]) : .shorterSide($0[0]) },
      interpolation: interpolation)
  }

  /// Pixels of a side that a picture is resized to, at most.
  static let largestSide = 16_384

  /// Why pictures prepared like this are no input of that size; nil where they are.
  func misfit(with input: Shape) -> Phrase? {
    guard input.extent.count == 2 else {
      return "preprocessing makes an input of a picture, and the network reads \(input), which is no picture"
    }
    guard channels.count != input.channels else { return nil }
    let planes: Phrase = channels.count == 1 ? "1 plane" : "3 planes"
    return "channels \(channels.rawValue) makes \(planes), and the network reads \(input.channels)"
  }
}

// `labels` in the head of a model file.
extension Labels {
  static func read(_ value: Value, _ diagnostics: inout [Diagnostic]) -> Labels? {
    if let list = value.list {
      var names: [String] = []
      for item in list {
        guard let text = item.text, !text.isEmpty, !text.contains(where: \.isNewline) else {
          diagnostics.append(Diagnostic(item.location, "a label must be a line of text, not \(item.summary)"))
          continue
        }
        names.append(text.masked(atMost: 200))
      }
      return .names(names)
    }
    let words = List.allCases.map(\.rawValue)
    if let list = value.text.flatMap(List.init) { return .list(list) }
    diagnostics.append(
      Diagnostic(
        value.location, "labels is \(words.alternatives), or a list of names, not \(value.summary)",
        value.text.map { NearestWord.Search(word: $0, words: words) }))
    return nil
  }
}
