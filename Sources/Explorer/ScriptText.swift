/// JSON as it stands inside a script element.
enum ScriptText {
  /// The JSON with the characters escaped that could end the element, begin another, or end a line of a script.
  ///
  /// They occur in strings alone, where `\u003c` is the same as `<`.
  static func escape(_ json: String) -> String {
    var result = ""
    result.reserveCapacity(json.utf8.count)
    for scalar in json.unicodeScalars {
      switch scalar {
      case "<": result += "\\u003c"
      case ">": result += "\\u003e"
      case "&": result += "\\u0026"
      case "\u{2028}": result += "\\u2028"
      case "\u{2029}": result += "\\u2029"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
