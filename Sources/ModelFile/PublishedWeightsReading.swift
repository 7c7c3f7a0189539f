import Architecture
import PlainText

// `weights` in the head of a model file.
extension PublishedWeights {
  /// The items of a list `{name: text, top1: percent, top5: percent, size: pixels, source: text}`; what is wrong is noted.
  static func read(_ value: Value, _ diagnostics: inout [Diagnostic]) -> [PublishedWeights] {
    guard let list = value.list else {
      diagnostics.append(
        Diagnostic(
          value.location,
          "published weights are a list of {name: text, top1: percent, top5: percent, source: text}, not \(value.summary)"
        ))
      return []
    }
    return list.compactMap { item in
      guard let map = item.map else {
        diagnostics.append(
          Diagnostic(
            item.location,
            "published weights are {name: text, top1: percent, top5: percent, source: text}, not \(item.summary)"))
        return nil
      }
      return PublishedWeights(map, item.location, &diagnostics)
    }
  }

  private init?(_ map: [(key: Value.Key, value: Value)], _ place: Location, _ diagnostics: inout [Diagnostic]) {
    var arguments = ArgumentReader(keyword: "weights", location: place, main: nil, named: map, isLayer: false)
    let name = arguments.line("name")
    let percent = ["top1", "top5"].map { key in
      let number = arguments.requiredNumber(key)
      if let number, !(0...100).contains(number) {
        arguments.note(key, "\(key) is a percentage, 0 to 100, not \(number)")
      }
      return number
    }
    let size = arguments.optionalIntegers("size", in: 1...Preprocessing.largestSide)
    let source = arguments.line("source")
    arguments.finish()
    diagnostics += arguments.problems
    guard let name, let source, let top1 = percent[0], let top5 = percent[1] else { return nil }
    self.init(name: name, top1: top1, top5: top5, size: size?.first, source: source)
  }
}
