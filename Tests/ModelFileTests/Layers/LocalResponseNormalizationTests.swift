import Architecture
import Testing

/// Normalization across neighbouring channels.
@Suite struct LocalResponseNormalizationTests {
  @Test func argumentsOfAlexNet() throws {
    let lrn = try layer("{lrn: 5, alpha: 1e-4, beta: 0.75, k: 2}", on: "[96, 55, 55]")
    let kind = try #require(lrn.kind as? LocalResponseNormalization)
    #expect(kind.name == "lrn")
    #expect((kind.size, kind.alpha, kind.beta, kind.k) == (5, 0.0001, 0.75, 2))
    #expect(lrn.shape.dimensions == [96, 55, 55])
    #expect(lrn.parameters.isEmpty)
    #expect(lrn.connectivity == .pointwise)
    #expect(!kind.isInPlace(.inference))
  }

  @Test func defaultsAreCaffes() throws {
    let kind = try #require(try layer("lrn").kind as? LocalResponseNormalization)
    #expect((kind.size, kind.alpha, kind.beta, kind.k) == (5, 0.0001, 0.75, 1))
  }

  @Test func squaresSumsScalesAndDivides() throws {
    let lrn = try layer("{lrn: 3}", on: "[4, 5]")
    for mode in Mode.allCases {
      #expect(
        lrn.arithmetic(mode)
          == Arithmetic(multiplies: 20 * (3 + 1), adds: 20 * (2 + 1), divides: 20, exponentials: 20))
    }
  }

  @Test func numbersMustBeFinite() {
    #expect(problems(of: "{lrn: 5, alpha: inf}") == ["alpha must be a number, not 'inf'"])
    #expect(problems(of: "{lrn: 5, beta: nan}") == ["beta must be a number, not 'nan'"])
    #expect(problems(of: "{lrn: 5, k: 1e999}") == ["k must be a number, not '1e999'"])
  }
}
