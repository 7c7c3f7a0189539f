import Architecture
import Foundation
import Testing

@testable import Inference
@testable import OneDNN

@Suite struct HyperbolicTangentTests {
  private func tanh(_ numbers: [Float], amplitude: Double = 1, slope: Double = 1) throws -> [Float] {
    let kind = Tanh(amplitude: amplitude, slope: slope)
    let kernel = HyperbolicTangent(kind: kind, count: numbers.count, engine: try Engine(threads: 2))
    // It may overwrite its input.
    var results = numbers
    results.withUnsafeMutableBufferPointer { room in
      guard let start = room.baseAddress else { return }
      kernel.run([UnsafePointer(start)], start)
    }
    return results
  }

  @Test func withinFourTenMillionthsOfEachNumber() throws {
    let numbers = (-120_000...120_000).map { Float($0) / 10_000 }
    for (x, result) in zip(numbers, try tanh(numbers)) {
      let exact = Foundation.tanh(Double(x))
      let difference = abs(Double(result) - exact)
      guard difference > 4e-7 * abs(exact) else { continue }
      Issue.record("tanh(\(x)) is \(difference) off")
      return
    }
  }

  @Test func limits() throws {
    let results = try tanh([0, 9.1, 40, -40, -.infinity, .infinity, .nan, -0.0])
    #expect(Array(results[..<6]) == [0, 1, 1, -1, -1, 1])
    #expect(results[6].isNaN && results[7].sign == .minus)
  }

  /// Numbers that fill no block of eight, and more than a thread takes at a time.
  @Test(arguments: [1, 7, 9, 4095, 4097, 10_003]) func counts(_ count: Int) throws {
    let numbers = (0..<count).map { Float($0 % 97) / 40 - 1 }
    for (x, result) in zip(numbers, try tanh(numbers, amplitude: 1.7159, slope: 2.0 / 3)) {
      #expect(abs(Double(result) - 1.7159 * Foundation.tanh(Double(x) * 2 / 3)) < 2e-6)
    }
  }
}
