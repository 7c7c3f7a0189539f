/// The words of a list that a misspelt one was probably meant to be.
public enum NearestWord {
  /// A search that is put off: of many problems few are shown, and only for those is it worth its time.
  public struct Search: Hashable, Sendable {
    public let word: String
    let words: [String]
    /// What the word is called here, where other programs have it; nil where it is none of theirs.
    let meaning: String?

    public init(word: String, words: [String], meaning: String? = nil) {
      self.word = word
      self.words = words
      self.meaning = meaning
    }

    public var hint: Phrase {
      meaning.map { ", did you mean '\($0)'?" } ?? NearestWord.hint(for: word, among: words)
    }
  }

  /// Comparisons of two characters after which a search ends with what it has.
  private static let mostComparisons = 10_000_000

  /// The nearest words, best first: those that begin with it, and those within a third of its length in edits.
  public static func candidates(for word: String, among words: some Sequence<String>, atMost count: Int = 3) -> [String]
  {
    let lower = word.lowercased()
    let limit = max(1, min(word.count, 40) / 3)
    let start = Array(lower.unicodeScalars.prefix(64))
    var comparisons = 0
    let scored: [(score: Int, word: String)] = words.lazy.prefix { _ in comparisons < mostComparisons }.compactMap {
      candidate in
      let other = candidate.lowercased()
      if other == lower { return (0, candidate) }
      let otherStart = Array(other.unicodeScalars.prefix(64))
      comparisons += start.count * otherStart.count
      let edits = distance(start, otherStart)
      if edits <= limit { return (edits, candidate) }
      if lower.count >= 3, other.hasPrefix(lower) || lower.hasPrefix(other) && other.count >= 3 {
        return (limit + 1, candidate)
      }
      return nil
    }
    return scored.sorted { ($0.score, $0.word) < ($1.score, $1.word) }.prefix(count).map(\.word)
  }

  /// `, did you mean 'relu'?`, or nothing where no word is near.
  public static func hint(for word: String, among words: some Sequence<String>) -> Phrase {
    let near = candidates(for: word, among: words, atMost: 3).map { Phrase(verbatim: "'\($0)'") }
    return near.isEmpty ? "" : ", did you mean \(near.alternatives)?"
  }

  /// Edits (insert, delete, replace, swap two neighbours) from one word to the other: optimal string alignment.
  static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, beforeLast[j - 1] + 1) }
        row.append(best)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}
