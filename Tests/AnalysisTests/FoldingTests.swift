import Analysis
import Architecture
import TestSupport
import Testing

/// Modules folded to a row.
@Suite struct FoldingTests {
  @Test("Sums over parts are those over layers", arguments: familyNames) func sums(name: String) throws {
    for mode in Mode.allCases {
      let profile = try profile(zoo(name), mode)
      for depth in 1...4 {
        let parts = Folding(of: profile, depth: depth).parts
        #expect(parts.flatMap(\.rows) == Array(profile.rows.indices))
        #expect(parts.reduce(0) { $0 + $1.totals.layers } == profile.rows.count)
        #expect(parts.reduce(0) { $0 + $1.totals.parameters.total } == profile.totals.parameters.total)
        #expect(parts.reduce(0) { $0 + $1.totals.macs } == profile.totals.macs)
        #expect(parts.reduce(0) { $0 + $1.totals.flops } == profile.totals.flops)
        #expect(parts.reduce(0) { $0 + $1.totals.operations } == profile.totals.operations)
        #expect(parts.reduce(0) { $0 + $1.totals.activationBytes } == profile.totals.activationBytes)
      }
    }
  }

  @Test func depthOpensModules() throws {
    let network = try network(
      """
      input: [3, 8, 8]
      modules:
        inner: {layers: [{conv: 4, kernel: 1, name: c}, {relu: , name: r}]}
        outer: {layers: [{inner: , name: a}, {inner: , name: b}, {maxpool: 2, name: pool}]}
      layers:
      - {conv: 3, kernel: 3, name: first}
      - {outer: , name: o}
      - {fc: 2, name: fc}
      """)
    let profile = try profile(network)
    func names(_ depth: Int) -> [String] {
      Folding(of: profile, depth: depth).parts.map {
        $0.module.map { "\($0.name): \($0.kind ?? "-")" } ?? profile.rows[$0.rows.lowerBound].layer.name
      }
    }
    #expect(names(1) == ["first", "o: outer", "fc"])
    #expect(names(2) == ["first", "o/a: inner", "o/b: inner", "o/pool", "fc"])
    #expect(names(3) == profile.rows.map(\.layer.name))
    #expect(Folding(of: profile, depth: 1).parts[1].inputs == ["first"])
  }
}
