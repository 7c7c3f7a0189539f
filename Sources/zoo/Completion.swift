import ArgumentParser
import Models
import Report

/// What completes a model in the shell: names of the zoo and files.
let modelCompletion = CompletionKind.custom { _, _, prefix in
  let names = Models.all.flatMap { [$0.name] + $0.aliases }
  return names.filter { $0.hasPrefix(prefix) } + Completion.files(prefix)
}

/// What completes a layer: those of the network that stands before it.
let layerCompletion = CompletionKind.custom { words, _, _ in Completion.layers(in: words) }

/// What completes a column of an analysis, behind those that are chosen already.
let columnCompletion = CompletionKind.custom { _, _, prefix in
  let chosen = prefix.lastIndex(of: ",").map { prefix[...$0] } ?? ""
  return AnalysisColumn.all.map { chosen + $0.id }
}

enum Completion {
  /// Names of the layers of the first word that is a network.
  static func layers(in words: [String]) -> [String] {
    for word in words.dropFirst() where Models.file(named: word) != nil || word.contains(".") || word.contains("/") {
      if let network = try? ModelLoader.network(word) { return network.body.map(\.name) }
    }
    return []
  }

  /// Files and folders whose path begins with a word.
  static func files(_ prefix: String) -> [String] {
    let folder = prefix.lastIndex(of: "/").map { String(prefix[...$0]) } ?? ""
    return (Files.names(in: folder.isEmpty ? "." : folder) ?? []).map { folder + $0 }.filter { $0.hasPrefix(prefix) }
  }
}
