import TestSupport
import Testing

@testable import Inference

/// Concatenations and shuffles that read channels from where they lie, beside the reference.
@Suite struct ChannelSelectionTests {
  /// Branches in blocks that their channels do not fill, in filled ones and row by row; with a shuffle and without.
  @Test(arguments: [
    "{concat: [[{conv: 10, kernel: 1}], []]}", "{concat: [[{conv: 10, kernel: 1}], [{conv: 14, kernel: 3, pad: 1}]]}",
    "{concat: [[{conv: 12, kernel: 1}], []]}, {shuffle: 2}",
    "{concat: [[{conv: 16, kernel: 1}], [{conv: 16, kernel: 1}, relu]]}, {shuffle: 4}, {conv: 5, kernel: 1}",
    "{concat: [[{slice: [0, 5]}], [{slice: [5, 12]}, {conv: 7, kernel: 3, pad: 1}, relu]]}, {shuffle: 2}, relu",
  ])
  func selection(_ layers: String) throws {
    let network = try network("{input: [12, 4, 5], layers: [\(layers)]}")
    for batch in [1, 3] {
      let trial = Trial(network, batch: batch)
      try trial.check("batch \(batch)")
      let titles = try trial.executor(.outputs).titles
      // Of a single image's branches, those that are row-major already are not copied.
      #expect(titles.map(\.implementation).contains("ChannelSelection") || batch == 1)
      #expect(!titles.map { network.layers[$0.layer].kind.name }.contains("shuffle"))
    }
  }

  /// What another layer reads too is there before the shuffle.
  @Test func readTwice() throws {
    let network = try network(
      "{input: [12, 4, 5], layers: [{concat: [[{conv: 12, kernel: 1}], []]}, {concat: [[{shuffle: 2}], []]}]}")
    try Trial(network, batch: 2).check()
  }
}
