import Architecture
import Downloads
import PlainText

/// Published weights that a user asked for by name, and where they are kept.
struct PublishedChoice {
  /// What stands for the first weights that a model file says where to find.
  static let word = "published"

  let file: PublishedFile
  let cache: Cache
  private let name: String
  private let model: String

  /// - Throws: `Failure` where the model file says of no such weights where they are.
  init(_ name: String, of model: Model) throws {
    let known = model.weights.filter { $0.file != nil }
    guard let weights = known.first(where: { name == PublishedChoice.word || $0.name == name }), let file = weights.file
    else {
      guard !known.isEmpty else {
        throw Failure.noInput("\(model.name): error: its model file names no published weights that can be fetched")
      }
      throw Failure.noInput(
        "\(model.name): error: no published weights are called '\(name)'; there are \(known.map(\.name).alternatives)")
    }
    guard let cache = Cache.ofUser else {
      throw Failure.noInput(
        "neither XDG_CACHE_HOME nor HOME is an absolute path: there is no place to keep what is fetched")
    }
    self.file = file
    self.cache = cache
    self.name = weights.name
    self.model = model.name
  }

  /// Where the file is, once it was fetched.
  ///
  /// - Throws: `Failure` where it is not there.
  func path() throws -> String {
    guard cache.has(file) else {
      throw Failure.noInput(
        "\(model): error: the weights \(name) are not there yet: 'zoo fetch \(model) \(name)' gets them")
    }
    return cache.path(of: file)
  }

  /// The path of a file of weights: as it was given, or that of published weights which are called so and no file.
  static func path(_ file: String, of model: Model) throws -> String {
    guard file == word || model.weights.contains(where: { $0.name == file }) else { return file }
    return try PublishedChoice(file, of: model).path()
  }
}
