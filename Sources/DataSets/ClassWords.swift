import PlainText

/// Which output the words stand for by which a data set calls its classes.
///
/// They are the classes' names where all of them are; else their numbers, counted from 0, where all of them are numbers; else,
/// where there are as many as outputs, the outputs in the order of the alphabet, as torchvision and Keras take folders.
struct ClassWords {
  /// By word.
  let indices: [String: Int]
  /// Whether only their number and the alphabet said which is which.
  let isByOrder: Bool

  /// - Parameters:
  ///   - words: each with where it first stands.
  ///   - names: of the outputs, in their order; nil where they have none.
  ///   - classes: outputs.
  init(_ words: [(word: String, place: String)], names: [String]?, classes: Int) throws(DataSetError) {
    let named = Dictionary((names ?? []).enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let numbers = words.map { Int($0.word) }
    if !words.isEmpty, words.allSatisfy({ named[$0.word] != nil }) {
      (indices, isByOrder) = (named, false)
      return
    }
    if numbers.allSatisfy({ $0 != nil }) {
      let outside = zip(words, numbers).filter { !(0..<classes).contains($1 ?? -1) }
      guard outside.isEmpty else {
        throw .all(
          outside.map {
            "\($0.0.place): the label \($0.0.word.quoted) is no class: there are \(classes), 0 to \(classes - 1)"
          })
      }
      indices = Dictionary(zip(words.map(\.word), numbers.map { $0 ?? 0 }), uniquingKeysWith: { first, _ in first })
      isByOrder = false
      return
    }
    guard words.count == classes else {
      let known = words.contains { named[$0.word] != nil }
      let wrong = words.filter { named[$0.word] == nil }
      throw .all(
        known
          ? wrong.map { word, place in
            "\(place): no class is called \(word.quoted)\(NearestWord.hint(for: word, among: named.keys))"
          }
          : [
            "\(words[0].place): no class is called \(words[0].word.quoted); there are \(words.count) such words and "
              + "\(classes) outputs: --labels names the outputs, or write their numbers, 0 to \(classes - 1)"
          ])
    }
    indices = Dictionary(uniqueKeysWithValues: words.map(\.word).sorted().enumerated().map { ($1, $0) })
    isByOrder = true
  }
}
