import TestSupport
import Testing

@testable import Inference
@testable import OneDNN

/// Convolutions by Winograd's algorithm beside the reference, which multiplies every pair.
@Suite struct WinogradTests {
  @Test(
    arguments: [
      "{conv: 32, kernel: 3, pad: 1}", "{conv: 40, kernel: 3}", "{conv: 32, kernel: 3, pad: [[2, 0], [1, 3]]}",
      "{conv: 32, kernel: 3, pad: 1, bias: false}, batchnorm, relu",
      "{conv: 32, kernel: 3, pad: same}, relu, {maxpool: 2}",
      "{conv: 32, kernel: 3, pad: 1}, tanh",
    ], [(4, 4), (7, 6), (9, 12)])
  func layers(_ layers: String, _ extent: (Int, Int)) throws {
    let network = try network("{input: [40, \(extent.0 + 2), \(extent.1 + 2)], layers: [\(layers)]}")
    for batch in [1, 3] {
      for tile in Winograd.Tile.allCases {
        try Trial(network, batch: batch).check(
          "batch \(batch), \(tile)", winograd: Winograd.Choice(leastWork: 0, tile: tile))
      }
    }
  }

  /// Blocks of sixteen channels, as processors with wider registers have them, on any processor.
  @Test(arguments: Winograd.Tile.allCases) func widerBlocks(_ tile: Winograd.Tile) throws {
    let network = try network("{input: [48, 9, 14], layers: [{conv: 32, kernel: 3, pad: 1}, relu]}")
    let choice = Winograd.Choice(leastWork: 0, tile: tile, block: 16)
    for batch in [1, 3] {
      let trial = Trial(network, batch: batch)
      try trial.check("batch \(batch)", winograd: choice)
      let titles = try trial.executor(.outputs, winograd: choice).titles
      #expect(titles.map(\.implementation).contains("WinogradConvolution"))
    }
  }

  /// Each input map that a connection table leaves out counts nothing.
  @Test func connections() throws {
    let table = (0..<32).map { "[\($0), \(39 - $0)]" }.joined(separator: ", ")
    try Trial(network("{input: [40, 6, 7], layers: [{conv: 32, kernel: 3, pad: 1, connections: [\(table)]}]}"))
      .check(winograd: Winograd.Choice(leastWork: 0))
  }

  /// So many tiles that they are computed in strips, the last of which overlaps the one before; two images in one strip.
  @Test(arguments: [(1, 99), (2, 51)])
  func strips(_ batch: Int, _ size: Int) throws {
    let network = try network("{input: [32, \(size), \(size)], layers: [{conv: 32, kernel: 3, pad: 1}]}")
    try Trial(network, batch: batch).check()
    let implementation = try Trial(network, batch: batch).executor(.outputs).titles.last?.implementation
    // Not where oneDNN wants no blocks of channels, as version 3 does with wider registers.
    #expect(implementation == "WinogradConvolution" || implementation?.contains("avx512") == true)
  }

  /// What it is not made for is computed directly.
  @Test(arguments: [
    "{conv: 32, kernel: 3, stride: 2}", "{conv: 32, kernel: 3, dilation: 2, pad: 2}", "{conv: 32, kernel: 5, pad: 2}",
    "{conv: 32, kernel: 3, pad: 1, groups: 2}", "{conv: 36, kernel: 3, pad: 1}", "{conv: 16, kernel: 3, pad: 1}",
    "{conv: 32, kernel: [3, 1]}",
  ])
  func direct(_ item: String) throws {
    let trial = Trial(try network("{input: [32, 9, 9], layers: [\(item)]}"))
    try trial.check(winograd: Winograd.Choice(leastWork: 0))
    let titles = try trial.executor(.outputs, winograd: Winograd.Choice(leastWork: 0)).titles
    #expect(!titles.map(\.implementation).contains("WinogradConvolution"))
  }

  @Test(arguments: [1, 2, 3]) func everyNumberOnce(_ threads: Int) throws {
    let engine = try Engine(threads: threads)
    for count in [0, 1, 2, 7, 100] {
      let times = UnsafeMutableBufferPointer<Int>.allocate(capacity: 100)
      defer { times.deallocate() }
      times.initialize(repeating: 0)
      engine.parallel(count) { times[$0] += 1 }
      #expect(Array(times) == (0..<100).map { $0 < count ? 1 : 0 })
    }
  }
}
