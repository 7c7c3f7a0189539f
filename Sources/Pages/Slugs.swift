/// Names of files from names of networks, which may be a stranger's.
enum Slugs {
  /// For each name another file name, of letters, digits, `-`, `_` and `.`, that is no hidden file and not the index's.
  static func make(_ names: [String]) -> [String] {
    var taken: Set<String> = ["readme"]
    return names.map { name in
      let safe = String(name.unicodeScalars.map { isSafe($0) ? Character($0) : "-" }.prefix(80))
      let base = safe.first.map { $0 == "." || $0 == "-" } ?? true ? "model\(safe)" : safe
      var slug = base
      var number = 2
      // Without case: some file systems do not tell it.
      while !taken.insert(slug.lowercased()).inserted {
        slug = "\(base)-\(number)"
        number += 1
      }
      return slug
    }
  }

  private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".": true
    default: false
    }
  }
}
