import Analysis

/// The effective receptive field of the middle unit of a layer by one definition: what `zoo receptive-field --effective` computes.
struct RecordedField: Sendable {
  /// A network of the zoo, or `8×3×3`: so many convolutions of that size, which keep the size, with a ReLU behind each.
  let network: String
  let layer: String
  /// `random`, `trained`, or `linear`: random, and without ReLUs.
  let weights: String
  /// Height and width of the input.
  let size: Int
  /// Side of the theoretical field, in pixels.
  let theory: Int
  /// As `--definition` has it.
  let definition: String
  /// Sides of the squares that hold 20, 30, 50 and 99 % of the mass, in pixels.
  let sides: [Int]
  /// Standard deviation of the mass along an axis, in pixels.
  let deviation: Double
  /// The share of the mass along an axis that a Gaussian of this deviation has elsewhere; nil where it was not recorded.
  let elsewhere: Double?
  /// The share of the mass in the middle quarter of the theoretical field's area; nil where it was not recorded.
  let quarter: Double?
  /// Of 597 digits that were held out, how many a trained network names rightly.
  let right: Int?

  static let all = RecordedTable(PackageResources.fields_csv).rows.compactMap(RecordedField.init)

  private init?(_ row: RecordedTable.Row) {
    guard let size = row.number("size"), let theory = row.number("theory"), let deviation = row.number("deviation")
    else { return nil }
    (network, layer, weights) = (row.text("network"), row.text("layer"), row.text("weights"))
    (self.size, self.theory, definition) = (Int(size), Int(theory), row.text("definition"))
    sides = ["20", "30", "50", "99"].compactMap { row.number($0).map { Int($0) } }
    self.deviation = deviation
    elsewhere = row.number("elsewhere")
    quarter = row.number("quarter")
    right = row.number("right").map { Int($0) }
  }

  /// - Precondition: it was recorded.
  static func of(
    _ network: String, _ weights: String = "random", size: Int? = nil, _ definition: String = "absolute"
  ) -> RecordedField {
    let found = all.first { field in
      field.network == network && field.weights == weights && field.definition == definition
        && (size == nil || field.size == size)
    }
    guard let found else { preconditionFailure("no recorded field of \(network), \(weights), \(definition)") }
    return found
  }
}

/// How the mass of an effective receptive field lies in the input.
enum RecordedMass {
  /// Along the columns of the input, in the middle of which the unit is; the sum is 1.
  ///
  /// - Precondition: it was recorded.
  static func profile(_ network: String, _ weights: String) -> [Double] {
    let row = profiles.rows.first { $0.text("network") == network && $0.text("weights") == weights }
    guard let row else { preconditionFailure("no recorded profile of \(network), \(weights)") }
    return row.numbers("masses")
  }

  /// Square roots of the masses of pixels, or of blocks of pixels, as parts of the largest, from 0 to 1.
  ///
  /// - Precondition: they were recorded.
  static func heat(_ network: String, _ weights: String) -> Correlation.Plane {
    let rows = heats.rows.filter { $0.text("network") == network && $0.text("weights") == weights }
    precondition(!rows.isEmpty, "no recorded heat of \(network), \(weights)")
    let values = rows.map { $0.numbers("values").map { $0 / 99 } }
    return Correlation.Plane(height: values.count, width: values[0].count, values: values.flatMap { $0 })
  }

  private static let profiles = RecordedTable(PackageResources.profiles_csv)
  private static let heats = RecordedTable(PackageResources.heats_csv)
}
