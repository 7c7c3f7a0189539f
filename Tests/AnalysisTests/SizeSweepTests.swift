import Analysis
import Architecture
import TestSupport
import Testing

/// The sizes over which a network is analyzed.
@Suite struct SizeSweepTests {
  private func sizes(_ text: String) throws -> (sizes: [[Int]], own: Int) {
    let sweep = SizeSweep(of: try Profile(of: network(text)))
    return (sweep.profiles.map(\.network.input.extent), sweep.own)
  }

  @Test func everySizeThatFitsIsThere() throws {
    let (sizes, own) = try sizes("{input: [1, 32, 32], layers: [{conv: 6, kernel: 5}, {avgpool: 2}, {fc: 10}]}")
    #expect(sizes == [[32, 32], [33, 33]])
    #expect(own == 0)
  }

  @Test func manySizesAreThinnedEvenly() throws {
    let (sizes, own) = try sizes("{input: [1, 101, 101], layers: [{conv: 6, kernel: 5}, global_avgpool]}")
    #expect(sizes.count <= SizeSweep.mostSteps + 2)
    #expect(sizes.first == [5, 5])
    #expect(sizes.last == [1024, 1024])
    #expect(sizes[own] == [101, 101])
    #expect(Set(sizes.filter { ![5, 101].contains($0[0]) }.map { $0[0] % 4 }) == [0])
    #expect(sizes == sizes.sorted { $0[0] < $1[0] })
  }

  @Test func anInputThatIsNoSquareStandsAmongThem() throws {
    let (sizes, own) = try sizes("{input: [1, 40, 10], layers: [{conv: 6, kernel: 5}, global_avgpool]}")
    #expect(sizes[own] == [40, 10])
    #expect(sizes[own - 1] == [20, 20])
    #expect(sizes[own + 1] == [24, 24])
  }

  @Test func aVectorHasOneSize() throws {
    let (sizes, own) = try sizes("{input: 7, layers: [{fc: 3}]}")
    #expect(sizes == [[]])
    #expect(own == 0)
  }

  @Test func theOptionsAreKept() throws {
    var options = Profile.Options()
    options.batch = 3
    let profile = try Profile(of: network("{input: [1, 8], layers: [{conv: 2, kernel: 3}]}"), options: options)
    let sweep = SizeSweep(of: profile)
    #expect(sweep.profiles.allSatisfy { $0.options.batch == 3 })
    #expect(sweep.profiles[sweep.own].totals == profile.totals)
  }
}
