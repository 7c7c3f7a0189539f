/// Numbers as the language writes them.
extension Language {
  /// `60,965,224`.
  public func grouped(_ number: Int) -> String { numbers.grouped(number) }

  /// Rounded to so many decimals: `11.50`.
  public func fixed(_ number: Double, decimals: Int) -> String { numbers.fixed(number, decimals: decimals) }

  /// Without superfluous zeros: `5`, `22.5`.
  public func plain(_ number: Double) -> String { numbers.plain(number) }

  /// `1.16 MB`.
  public func bytes(_ number: Int) -> String { numbers.bytes(number) }

  /// `724 M`.
  public func short(_ number: Int) -> String { numbers.short(number) }

  /// `34,944`, and of a million on `105.4 M`.
  public func abbreviated(_ number: Int) -> String { numbers.abbreviated(number) }

  /// `1.05 ms`.
  public func seconds(_ seconds: Double) -> String { numbers.seconds(seconds) }

  /// `96.2 %`.
  public func percent(_ part: Int, of whole: Int) -> String { numbers.percent(part, of: whole) }

  /// Four significant digits: `0.01234`, `−1.5e-7`.
  public func significant(_ number: Double) -> String { numbers.significant(number) }

  /// At most four significant digits, without superfluous zeros: `0.001`, `123.7`.
  public func trimmed(_ number: Double) -> String { numbers.trimmed(number) }

  /// One number where all axes have the same, else `11×5`; `?` for one that is not known.
  public func perAxis(_ sizes: [Int?]) -> String {
    // Of most layers, which need no list of texts.
    if let first = sizes.first, let size = first, sizes.allSatisfy({ $0 == size }) { return numbers.grouped(size) }
    return numbers.perAxis(sizes.map { $0.map(numbers.grouped) })
  }
}
