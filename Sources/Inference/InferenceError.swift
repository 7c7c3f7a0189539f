import Architecture
import OneDNN
import PlainText
import Weights

/// Why a network cannot be run.
public struct InferenceError: PhrasedError, Equatable, Sendable {
  public enum Reason: Hashable, Sendable {
    /// Network, weights and input do not go together, or a file is damaged.
    case data
    /// There is no such file.
    case noInput
    /// A file cannot be read or written.
    case output
    /// The machine's memory does not suffice.
    case memory
    /// The library that computes is not installed, or refuses.
    case library
    /// A layer, by its name, is of a kind that cannot be run.
    case kind(layer: String, kind: String)
  }

  /// One or more lines for the user.
  public let phrase: Phrase
  public let reason: Reason

  public init(_ phrase: Phrase, _ reason: Reason = .data) {
    self.phrase = phrase
    self.reason = reason
  }

  init(_ error: WeightError) {
    let reason: Reason =
      switch error.reason {
      case .data: .data
      case .noInput: .noInput
      case .output: .output
      }
    self.init(error.phrase, reason)
  }

  /// That a layer is of a kind that cannot be run.
  static func cannotRun(_ layer: Layer) -> InferenceError {
    InferenceError(
      "\(layer.name): layers of the kind \(layer.kind.name) cannot be run",
      .kind(layer: layer.name, kind: layer.kind.name))
  }

  init(_ error: OneDNNError) { self.init(error.phrase, error.isOutOfMemory ? .memory : .library) }

  /// Any error of the module as one of this type.
  init(_ error: any Error) {
    switch error {
    case let error as InferenceError: self = error
    case let error as WeightError: self.init(error)
    case let error as OneDNNError: self.init(error)
    default: self.init(Phrase(of: error))
    }
  }
}
