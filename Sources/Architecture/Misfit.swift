/// Sizes that do not go together: why a layer cannot stand where it stands.
public struct Misfit: Error, Equatable, Sendable {
  /// One sentence for the user, without place: the caller knows the layer and the line.
  public let message: String

  public init(_ message: String) { self.message = message }
}
