/// A question at the end of a page of the guide.
struct Exercise: Sendable {
  /// How much it asks for.
  enum Grade: Sendable {
    /// Paper is enough.
    case byHand
    /// With the program.
    case compute
    /// Something that the page does not say.
    case findOut

    var key: String {
      switch self {
      case .byHand: "guide.words.by_hand"
      case .compute: "guide.words.compute"
      case .findOut: "guide.words.find_out"
      }
    }
  }

  let grade: Grade
  /// The key of the question: `guide.windows.question_stride`.
  let key: String
  let question: String
  /// What a test computes in another way.
  let answer: String
  /// The sentence with the answer in it.
  let reason: String
  let command: String?
}

/// A sentence of the guide that the numbers beside it do not bear out.
struct UntrueSentence: Error, Equatable, CustomStringConvertible {
  let key: String

  var description: String { "the guide's sentence '\(key)' is not true of these networks" }
}
