/// What a claim of the lesson comes to.
enum Verdict: Sendable {
  case right
  /// Under a condition, which the reason says.
  case rightIf
  case notSo

  var key: String {
    switch self {
    case .right: "guide.words.right"
    case .rightIf: "guide.words.right_if"
    case .notSo: "guide.words.not_so"
    }
  }
}
