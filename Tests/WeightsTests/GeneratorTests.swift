import Architecture
import Testing

@testable import Weights

@Suite struct GeneratorTests {
  private func numbers(_ name: String, _ generator: Generator, of network: Network) throws -> [Float] {
    try ParameterSource.generator(generator).numbers(of: parameter(name, of: network))
  }

  /// The first numbers of tensors, as bits: made by Scripts/generator.py.
  @Test(arguments: [
    ("conv1/weight", Generator.Scheme.he, UInt64(0), [UInt32]([0x3DFBD457, 0xBECAE144, 0xBEC0D061, 0x3EC5F121])),
    ("conv1/bias", Generator.Scheme.he, UInt64(0), [UInt32]([0xBDFDEA3B, 0xBE270592, 0x3DBC7942, 0xBE282DC1])),
    ("fc1/weight", Generator.Scheme.glorot, UInt64(42), [UInt32]([0x3DB369E2, 0x3DAA9A03, 0x3DA64B6F, 0xBE8EDA34])),
    ("fc2/bias", Generator.Scheme.glorot, UInt64(42), [UInt32]([0x3E4A116B, 0x3DC2D0FB, 0x3D7EF25A])),
    ("bn1/running_var", Generator.Scheme.he, UInt64(1), [UInt32]([0x3F99B1BE, 0x3F6AABC5, 0x3F717F1F, 0x3F77CCF2])),
    (
      "bn1/bias", Generator.Scheme.he, UInt64(18446744073709551615),
      [UInt32]([0x3CE53F5A, 0xBDB9EA48, 0xBCC09AA0, 0xBD692AF0])
    ),
  ])
  func numbersAreThoseOfTheScript(name: String, scheme: Generator.Scheme, seed: UInt64, expected: [UInt32]) throws {
    let found = try numbers(name, Generator(seed: seed, scheme: scheme), of: smallNetwork())
    #expect(found.prefix(4).map(\.bitPattern) == expected)
  }

  /// A block of a tensor has the numbers of the whole.
  @Test func piecesAreThoseOfTheWhole() throws {
    let parameter = try parameter("fc1/weight", of: smallNetwork())
    let generator = Generator(seed: 3, scheme: .he)
    var whole = [Float](repeating: 0, count: parameter.count)
    whole.withUnsafeMutableBufferPointer { generator.fill($0, of: parameter, from: 0) }
    var part = [Float](repeating: 0, count: 7)
    part.withUnsafeMutableBufferPointer { generator.fill($0, of: parameter, from: 50) }
    #expect(part == Array(whole[50..<57]))
  }

  @Test func zerosAreAnIdleNetwork() throws {
    let network = try smallNetwork()
    let source = ParameterSource.generator(Generator(seed: 0, scheme: .zeros))
    for parameter in NetworkParameter.all(of: network) {
      let isOne = ["bn1/weight", "bn1/running_var"].contains(parameter.name)
      #expect(try source.numbers(of: parameter).allSatisfy { $0 == (isOne ? 1 : 0) })
    }
  }

  @Test func everySeedMakesOtherNumbers() throws {
    let network = try smallNetwork()
    let first = try numbers("conv1/weight", Generator(seed: 0, scheme: .he), of: network)
    #expect(try numbers("conv1/weight", Generator(seed: 1, scheme: .he), of: network) != first)
    #expect(try numbers("conv2/weight", Generator(seed: 0, scheme: .he), of: network).prefix(9) != first.prefix(9))
    let limit = Float((6.0 / 27).squareRoot())
    #expect(first.allSatisfy { $0.magnitude <= limit })
    #expect(first.contains { $0.magnitude > 0.9 * limit })
  }
}
