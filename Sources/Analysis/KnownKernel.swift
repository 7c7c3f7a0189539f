import PlainText

/// Kernels that image processing knows by name.
public enum KnownKernel: String, CaseIterable, Sendable {
  case sobelX = "sobel-x"
  case sobelY = "sobel-y"
  case laplacian, blur, sharpen

  /// As they are laid on a picture, without being flipped.
  public var plane: Correlation.Plane {
    switch self {
    // Sobel: brighter to the right, and brighter below.
    case .sobelX: Correlation.Plane(height: 3, width: 3, values: [-1, 0, 1, -2, 0, 2, -1, 0, 1])
    case .sobelY: Correlation.Plane(height: 3, width: 3, values: [-1, -2, -1, 0, 0, 0, 1, 2, 1])
    case .laplacian: Correlation.Plane(height: 3, width: 3, values: [0, 1, 0, 1, -4, 1, 0, 1, 0])
    // The binomial filter, which leaves the brightness as it is.
    case .blur: Correlation.Plane(height: 3, width: 3, values: [1, 2, 1, 2, 4, 2, 1, 2, 1].map { $0 / 16 })
    case .sharpen: Correlation.Plane(height: 3, width: 3, values: [0, -1, 0, -1, 5, -1, 0, -1, 0])
    }
  }
}

extension Correlation.Plane {
  /// Numbers of a plane, at most.
  public static let most = 1 << 24

  /// Reads numbers that commas or blanks divide, a row to a line. A semicolon ends a row too, so that a kernel fits an
  /// argument: `1,0,-1; 2,0,-2; 1,0,-1`. Lines that begin with `#` are passed over.
  ///
  /// - Throws: `PlaneError` with the line of what is no number, or whose row has another length.
  public init(text: String) throws(PlaneError) {
    var rows: [[Double]] = []
    var count = 0
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: { $0.isNewline || $0 == ";" })
      .enumerated()
    {
      let words = line.split { $0 == "," || $0.isWhitespace }
      if words.isEmpty || words[0].hasPrefix("#") { continue }
      var row: [Double] = []
      for word in words {
        guard let number = Double(word), number.isFinite else {
          throw PlaneError(line: index + 1, phrase: "'\(word.prefix(40))' is no number")
        }
        row.append(number)
      }
      count += row.count
      guard count <= Correlation.Plane.most else {
        throw PlaneError(line: index + 1, phrase: "there are more than \(Correlation.Plane.most) numbers")
      }
      if let first = rows.first, first.count != row.count {
        throw PlaneError(
          line: index + 1, phrase: "this row has \(row.count) numbers, and the first has \(first.count)")
      }
      rows.append(row)
    }
    guard let first = rows.first else { throw PlaneError(line: 1, phrase: "there are no numbers") }
    self.init(height: rows.count, width: first.count, values: rows.flatMap { $0 })
  }
}

/// Why a text holds no plane of numbers.
public struct PlaneError: PhrasedError, Hashable, Sendable {
  /// Counted from 1.
  public let line: Int
  public let phrase: Phrase
}
