import Architecture
import PlainText

/// The figures under `published` in the head of a model file: `{macs: 7.61G, source: who says so}`.
struct PublishedReading {
  private(set) var figures: [(figure: PublishedFigure, place: Location)] = []

  init(_ value: Value, _ diagnostics: inout [Diagnostic]) {
    guard let list = value.list else {
      diagnostics.append(
        Diagnostic(
          value.location, "published figures are a list of {quantity: number, source: text}, not \(value.summary)"))
      return
    }
    for item in list {
      if let figure = PublishedReading.figure(item, &diagnostics) { figures.append((figure, item.location)) }
    }
  }

  private static func figure(_ item: Value, _ diagnostics: inout [Diagnostic]) -> PublishedFigure? {
    func note(_ place: Location, _ message: Phrase, _ search: NearestWord.Search? = nil) -> PublishedFigure? {
      diagnostics.append(Diagnostic(place, message, search))
      return nil
    }
    let words = PublishedFigure.Quantity.allCases.map(\.rawValue)
    guard let map = item.map, let (key, value) = map.first else {
      return note(item.location, "a published figure is {quantity: number, source: text}, not \(item.summary)")
    }
    guard let quantity = PublishedFigure.Quantity(rawValue: key.text) else {
      return note(
        key.location, "'\(key.text.prefix(60).masked())' is no quantity that is published here",
        NearestWord.Search(word: key.text, words: words))
    }
    guard let text = value.text, let number = PublishedFigure.number(text) else {
      return note(
        value.location, "a published figure is a number such as 61100840, 138.4M or 7.61G, not \(value.summary)")
    }
    var source: String?
    var layer: String?
    var mode = Mode.inference
    for (key, value) in map.dropFirst() {
      switch key.text {
      case "source": source = value.text.flatMap { $0.masked(atMost: 500) == $0 ? $0 : nil }
      case "layer" where quantity == .field: layer = value.text
      case "mode":
        guard let read = value.text.flatMap(Mode.init(rawValue:)) else {
          return note(value.location, "mode is inference or training, not \(value.summary)")
        }
        mode = read
      default:
        return note(
          key.location, "a published figure has no key '\(key.text.prefix(60).masked())'",
          NearestWord.Search(word: key.text, words: ["source", "mode"] + (quantity == .field ? ["layer"] : [])))
      }
    }
    guard let source else {
      return note(item.location, "a published figure needs a source: a line that says who gave it")
    }
    guard quantity != .field || layer != nil else { return note(item.location, "a receptive field needs its layer") }
    return PublishedFigure(
      quantity: quantity, layer: layer, mode: mode, text: text, value: number.value, step: number.step, source: source)
  }
}
