import Models
import Testing

@testable import ModelFile

/// Files that describe machines.
@Suite struct MachineFileTests {
  private static let types = ["float64", "float32", "float16", "bfloat16", "int8"]

  private func read(_ text: String) throws(ModelFileError) -> MachineFile {
    try MachineFile(SourceText(name: "machine.yaml", text: text), types: Self.types)
  }

  @Test func oneFigureHoldsForAllTypes() throws {
    let machine = try read("{title: Mine, peak_gflops: 50, bandwidth_gbs: 12.5}")
    #expect(machine.title == "Mine")
    #expect(machine.source == "")
    #expect(machine.peakGflops(of: "float32") == 50)
    #expect(machine.peakGflops(of: "int8") == 50)
    #expect(machine.bandwidthGbs == 12.5)
  }

  @Test func aFigureForEachType() throws {
    let machine = try read("{peak_gflops: {float32: 8100, float16: 65e3}, bandwidth_gbs: 320, source: its data sheet}")
    #expect(machine.source == "its data sheet")
    #expect(machine.peakGflops(of: "float32") == 8100)
    #expect(machine.peakGflops(of: "float16") == 65000)
    #expect(machine.peakGflops(of: "int8") == nil)
  }

  @Test(arguments: [
    ("[]", "1:1: error: a machine has keys: 'peak_gflops: 100' and 'bandwidth_gbs: 20'"),
    ("{peak_gflops: 1}", "1:1: error: a machine needs 'bandwidth_gbs'"),
    ("{bandwidth_gbs: 1}", "1:1: error: a machine needs 'peak_gflops'"),
    ("{peak_gflops: 0, bandwidth_gbs: 1}", "1:15: error: 'peak_gflops' is a number above 0, not '0'"),
    ("{peak_gflops: .inf, bandwidth_gbs: 1}", "1:15: error: 'peak_gflops' is a number above 0, not '.inf'"),
    ("{peak_gflops: 1, bandwidth_gbs: [1]}", "1:33: error: 'bandwidth_gbs' is a number above 0, not a list"),
    ("{peak_gflops: {}, bandwidth_gbs: 1}", "1:15: error: 'peak_gflops' has no figure"),
    (
      "{peak_gflops: {float23: 1}, bandwidth_gbs: 1}",
      "1:16: error: no type of numbers is called 'float23', did you mean 'float32', 'float16' or 'float64'?"
    ),
    ("{peak_gflops: {float32: -1}, bandwidth_gbs: 1}", "1:25: error: 'float32' is a number above 0, not '-1'"),
    (
      "{peak_gflop: 1, peak_gflops: 1, bandwidth_gbs: 1}",
      "1:2: error: a machine has no 'peak_gflop', did you mean 'peak_gflops'?"
    ),
    ("{title: [a], peak_gflops: 1, bandwidth_gbs: 1}", "1:9: error: 'title' takes a value, not a list"),
  ])
  func mistakesAreSaidWithTheirPlace(text: String, message: String) throws {
    let error = try #require(throws: ModelFileError.self) { try read(text) }
    #expect(error.description.hasPrefix("machine.yaml:\(message)\n"), "\(error)")
  }

  @Test(arguments: Machines.all.map(\.name))
  func everyMachineOfTheZooIsReadAndHasItsSource(name: String) throws {
    let file = try #require(Machines.file(named: name))
    let machine = try read(String(decoding: file.text, as: UTF8.self))
    #expect(!machine.title.isEmpty)
    #expect(machine.source.count > 20)
    #expect(machine.peakGflops(of: "float32") != nil)
  }

  /// What stands in the sources, multiplied out.
  @Test func figuresFollowFromTheirSources() throws {
    func machine(_ name: String) throws -> MachineFile {
      try read(String(decoding: try #require(Machines.file(named: name)).text, as: UTF8.self))
    }
    func expect(_ name: String, _ peak: Double, _ bandwidth: Double) throws {
      let machine = try machine(name)
      #expect(abs(try #require(machine.peakGflops(of: "float32")) - peak) < 0.05, "\(name)")
      #expect(abs(machine.bandwidthGbs - bandwidth) < 0.05, "\(name)")
    }
    try expect("raspberry-pi-5", 4 * 2.4 * 2 * 4 * 2, 4.267 * 4)
    try expect("jetson-nano", 128 * 0.9216 * 2, 3.2 * 8)
    #expect(try machine("t4").bandwidthGbs == 256 / 8 * 10)
  }
}
