import Architecture

/// A layer as a model file declares it: one entry of the flat list that the file stands for.
struct Declaration: Sendable {
  let name: String
  /// Its index in the builder; nil where the declaration is faulty or reads a faulty one: the problem is noted, and
  /// nothing follows from it.
  let index: Int?
  let auxiliary: String?
  let location: Location
}
