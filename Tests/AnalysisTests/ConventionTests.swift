import Analysis
import Architecture
import Testing

/// Each preset gives the number that its tool printed when it was run.
@Suite struct ConventionTests {
  static let covered = RecordedCount.all.filter { $0.convention != nil }

  @Test(arguments: covered.indices)
  func presetGivesThePrintedNumber(_ index: Int) throws {
    let row = ConventionTests.covered[index]
    let (name, overrides) = try #require(row.network, "\(row)")
    let convention = try #require(row.convention)
    let mode: Mode = row.mode == "train" ? .training : .inference
    let profile = try zooProfile(name, mode, convention: convention, batch: row.batch, overrides: overrides)
    #expect(profile.network.input.dimensions == row.input, "\(row)")
    #expect(profile.totals.operations == row.operations, "\(row)")
    #expect(convention.unit.rawValue == row.unit, "\(row)")
  }

  @Test(arguments: covered.indices)
  func toolsThatPrintAllParametersPrintTheSame(_ index: Int) throws {
    let row = ConventionTests.covered[index]
    guard row.printsAllParameters else { return }
    let (name, overrides) = try #require(row.network, "\(row)")
    let mode: Mode = row.model == "googlenet" ? .training : .inference
    let profile = try zooProfile(name, mode, overrides: overrides)
    #expect(profile.totals.parameters.total == row.parameters, "\(row)")
  }

  /// Every row is compared, save those of two ways of counting that have no preset.
  @Test func noRowIsPassedOver() {
    var rows: [String: Int] = [:]
    for row in RecordedCount.all { rows["\(row.tool) \(row.unit)", default: 0] += 1 }
    #expect(
      rows == [
        "torchinfo MACs": 33, "fvcore MACs": 23, "ptflops-pytorch MACs": 20, "ptflops-aten MACs": 20, "thop MACs": 20,
        "torch.utils.flop_counter FLOPs": 23, "deepspeed FLOPs": 20, "deepspeed MACs": 20, "calflops FLOPs": 20,
        "calflops MACs": 20, "onnx-tool MACs": 20, "onnx-tool-unfused MACs": 20,
      ])
    let passedOver = RecordedCount.all.filter { $0.convention == nil || $0.network == nil }
    #expect(Set(passedOver.map(\.tool)) == ["ptflops-aten", "onnx-tool-unfused"])
    #expect(ConventionTests.covered.count == 259 - 40)
    #expect(Set(ConventionTests.covered.map { "\($0.mode) \($0.batch)" }) == ["eval 1", "eval 16", "train 1"])
  }

  /// Presets of tools that cannot be run any more are compared with what was published; the others with a recording.
  @Test func everyPresetIsCompared() {
    let recorded = Set(ConventionTests.covered.compactMap(\.convention))
    #expect(recorded == Set(Convention.allCases).subtracting([.torchvision, .netscope, .burden]))
  }
}
