/// Numbers as a language writes them: in English `60,965,224` and `96.2 %`; in Spanish `60 965 224` and `96,2 %`, with
/// the narrow blank and the comma that the Real Academia and ISO 80000-1 ask for.
extension Language {
  /// `60,965,224`.
  public func grouped(_ number: Int) -> String { localized(Numbers.grouped(number)) }

  /// Rounded to so many decimals: `11.50`.
  public func fixed(_ number: Double, decimals: Int) -> String { localized(Numbers.fixed(number, decimals: decimals)) }

  /// Without superfluous zeros: `5`, `22.5`.
  public func plain(_ number: Double) -> String { localized(Numbers.plain(number)) }

  /// `1.16 MB`.
  public func bytes(_ number: Int) -> String { localized(Numbers.bytes(number)) }

  /// `724 M`.
  public func short(_ number: Int) -> String { localized(Numbers.short(number)) }

  /// `1.05 ms`.
  public func seconds(_ seconds: Double) -> String { localized(Numbers.seconds(seconds)) }

  /// `96.2 %`.
  public func percent(_ part: Int, of whole: Int) -> String { localized(Numbers.percent(part, of: whole)) }

  /// A number as `Numbers` writes it, with this language's marks; a text with other words stays right only in English.
  package func localized(_ number: String) -> String {
    guard self == .spanish else { return number }
    var result = ""
    for scalar in number.unicodeScalars {
      switch scalar {
      case ",": result += "\u{202F}"
      case ".": result += ","
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
