/// The description of model files, `README.md` of this folder.
extension Models {
  /// The whole text, in markdown.
  public static var formatDescription: String { String(decoding: PackageResources.README_md, as: UTF8.self) }

  /// A row of the table of layers.
  public struct LayerDescription: Sendable {
    public let names: [String]
    /// What stands behind the kind.
    public let main: String
    public let arguments: String
    public let example: String
  }

  /// The kinds of layers, in the order of the table.
  public static let layerKinds: [LayerDescription] = {
    let lines = formatDescription.split(separator: "\n").drop { !$0.hasPrefix("| kind |") }.dropFirst(2)
    return lines.prefix { $0.hasPrefix("|") }.map { line in
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().map(plain)
      return LayerDescription(
        names: cells[0].split(separator: ",").map { String($0.drop { $0 == " " }) }, main: cells[1],
        arguments: cells[2],
        example: cells[3])
    }
  }()

  /// A cell without marks of code and the blanks around it.
  private static func plain(_ cell: Substring) -> String {
    var text = cell.filter { $0 != "`" }[...]
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
