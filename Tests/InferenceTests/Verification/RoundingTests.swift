import Testing

@testable import Inference

/// How far the reference itself is from double precision is room for a network.
@Suite struct RoundingTests {
  /// A network whose layer `conv` was recorded 3e-4 of its largest number off, and that alone.
  private func verification(rounding: Double?, tolerance: Double? = nil) throws -> Verification {
    let sample = try Sample("- {conv: 4, kernel: 3, name: conv}\n- {relu: , name: relu}")
    let folder = try Folder()
    let file = try sample.record(to: folder.path("r.h5"), roundings: rounding.map { ["conv": $0] } ?? [:]) {
      layer, values in
      guard layer == "conv", let place = values.indices.max(by: { values[$0].magnitude < values[$1].magnitude }) else {
        return values
      }
      var changed = values
      changed[place] *= 1.0003
      return changed
    }
    return try sample.verify(file, tolerance: tolerance)
  }

  @Test func twiceTheRoundingOfTheReferenceIsTheSame() throws {
    let same = try verification(rounding: 1.6e-4)
    #expect(same.isSame)
    #expect(same.rounded.map(\.layer.name) == ["conv"])
    #expect(same.comparisons.map(\.rounding) == [1.6e-4, nil])
    let differs = try verification(rounding: 1.4e-4)
    #expect(differs.first?.layer.name == "conv")
    #expect(differs.rounded.isEmpty)
  }

  @Test func withoutItTheToleranceCounts() throws {
    for rounding in [nil, 0, 1e-9, -1, .nan, .infinity] as [Double?] {
      #expect(try verification(rounding: rounding).first?.layer.name == "conv", "\(String(describing: rounding))")
    }
  }

  /// A tolerance that is asked for is all that counts.
  @Test func aToleranceThatIsAskedFor() throws {
    #expect(try !verification(rounding: 1, tolerance: 1e-4).isSame)
    #expect(try !verification(rounding: 1, tolerance: 0).isSame)
    let tolerant = try verification(rounding: 1e-9, tolerance: 1e-3)
    #expect(tolerant.isSame && tolerant.rounded.isEmpty)
  }
}
