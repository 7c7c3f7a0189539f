import Architecture
import ModelFile
import TestSupport
import Testing

@testable import Analysis

/// Totals as formulas in the size of the input, and sweeps over sizes and batches.
@Suite struct SizeFormulasTests {
  private func formulas(
    _ network: Network, _ quantities: [Quantity] = SizeFormulas.quantities, _ sizes: [Int]
  ) -> SizeFormulas {
    SizeFormulas(of: network, quantities: quantities, extents: sizes.map { [$0, $0] }, options: Profile.Options())
  }

  /// The value of a formula at a size that it holds for.
  private func value(_ polynomial: SizePolynomial, _ height: Int, _ width: Int) -> Double {
    func number(_ fraction: SizePolynomial.Fraction) -> Double {
      Double(fraction.numerator) / Double(fraction.denominator)
    }
    return number(polynomial.area) * Double(height * width) + number(polynomial.height) * Double(height)
      + number(polynomial.width) * Double(width) + number(polynomial.constant)
  }

  @Test func aConvolutionWithoutPaddingLosesItsRim() throws {
    let network = try network("input: [1, 8, 8]\nlayers: [{conv: 1, kernel: 3, bias: false}]")
    let formula = try #require(formulas(network, [.macs], [8]).formulas.first?.polynomial)
    // 9·(H − 2)·(W − 2)
    #expect(formula.period == 1)
    #expect(formula.area == SizePolynomial.Fraction(9, 1))
    #expect(formula.height == SizePolynomial.Fraction(-18, 1))
    #expect(formula.width == SizePolynomial.Fraction(-18, 1))
    #expect(formula.constant == SizePolynomial.Fraction(36, 1))
    #expect(formula.smallest == [3, 3])
  }

  @Test func aStrideMakesAFormulaForEachRemainder() throws {
    let network = try network("input: [1, 8, 8]\nlayers: [{conv: 1, kernel: 2, stride: 2, bias: false}]")
    let found = formulas(network, [.macs], [8, 9, 10]).formulas.map(\.polynomial)
    #expect(found.map(\.remainders) == [[0, 0], [1, 1]])
    #expect(found.map(\.period) == [2, 2])
    #expect(found[0].area == SizePolynomial.Fraction(1, 1))
    // (H − 1)·(W − 1)
    #expect(found[1].constant == SizePolynomial.Fraction(1, 1))
    #expect(found[1].height == SizePolynomial.Fraction(-1, 1))
  }

  @Test(arguments: ["resnet18", "vgg16-bn", "googlenet", "mobilenet-v2", "squeezenet1-1", "densenet121"])
  func formulasGiveTheTotalsOfSizesThatWereNotTried(model: String) throws {
    // Without its head, which is made for one size.
    let whole = try zoo(model).network(for: .inference)
    let sizes = [256]
    let found = formulas(whole, [.macs, .flops], sizes).formulas
    for formula in found {
      let polynomial = formula.polynomial
      for (height, width) in [(13, 5), (4, 17)] {
        let extent = [
          polynomial.remainders[0] + height * polynomial.period, polynomial.remainders[1] + width * polynomial.period,
        ]
        let resized = try whole.resized(to: Shape(channels: whole.input.channels, extent: extent))
        let profile = try Profile(of: resized)
        #expect(
          profile.value(of: formula.quantity) == Int(value(polynomial, extent[0], extent[1]).rounded()),
          "\(formula.quantity)")
      }
    }
    if model != "vgg16-bn" { #expect(!found.isEmpty) }
  }

  /// The window of an adaptive pooling does not grow in straight lines.
  @Test func whatIsNoPolynomialHasNone() throws {
    let network = try network(
      """
      input: [1, 8, 8]
      layers:
      - {conv: 2, kernel: 1, name: a}
      - {reshape: [2, -1], name: rows}
      - {transpose: [1, 0], name: tokens}
      - matmul:
        - []
        - []
        transpose_b: true
        name: attention
      """)
    let found = formulas(network, [.macs], [8, 16])
    #expect(found.formulas.isEmpty)
  }

  @Test func vectorsHaveNoFormulas() throws {
    let found = SizeFormulas(
      of: try network("input: [4]\nlayers: [{fc: 2}]"), quantities: [.macs], extents: [[]], options: Profile.Options())
    #expect(found.formulas.isEmpty)
  }

  @Test func batchesAndSizesThatDoNotFitAreRows() throws {
    let network = try network("input: [1, 8, 8]\nlayers: [{conv: 2, kernel: 3, name: a}, {fc: 2, name: b}]")
    let sweep = InputSweep(
      of: network, extents: [[8, 8], [9, 9], [2, 2]], batches: [1, 4, 1 << 60], quantities: [.macs, .parameters],
      options: Profile.Options())
    let texts = sweep.points.map { point in
      switch point.outcome {
      case .fits(let values): "\(point.extent[0]) \(point.batch): \(values.map { $0 ?? -1 })"
      case .misfit(let error): "\(point.extent[0]) \(point.batch): \(error.layer.name)"
      case .impossible: "\(point.extent[0]): impossible"
      }
    }
    #expect(
      texts == [
        "8 1: [792, 166]", "8 4: [3168, 166]", "8: impossible", "9 1: b", "9 4: b", "9 \(1 << 60): b", "2 1: a",
        "2 4: a",
        "2 \(1 << 60): a",
      ])
  }
}
