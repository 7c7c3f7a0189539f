import Architecture

/// How a network is called whose layers were changed on the command line.
extension Language {
  /// The title, which says that the network was changed: `AlexNet, changed`.
  public func title(of model: Model) -> String {
    let title = translation(of: model.title)
    return model.changes.isEmpty ? title : text("analysis.changed_title", ["title": title])
  }

  /// How the network was changed, in one sentence; nil where it was not.
  package func changes(of model: Model) -> String? {
    model.changes.isEmpty ? nil : text("analysis.changes", ["changes": model.changes.joined(separator: ", ")])
  }
}
