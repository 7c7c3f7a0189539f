import Analysis
import Architecture
import TestSupport
import Testing

@testable import Report

/// What a step of training takes, as text.
@Suite struct TrainingMemoryReportTests {
  private func report(_ batch: Int) throws -> TrainingMemoryReport {
    var options = Profile.Options()
    options.mode = .training
    options.batch = batch
    let network = try network("{title: Small, input: [4], layers: [{fc: 10, name: fc1}, {fc: 20, name: fc2}]}")
    return TrainingMemoryReport(try Profile(of: network, options: options), optimizer: .adam)
  }

  @Test func partsHaveTheirFormulas() throws {
    #expect(
      try report(3).text(.csv) == """
        model,part,formula,bytes
        sample,parameters,270 · 4 B,1080
        sample,parameter_gradients,270 · 4 B,1080
        sample,optimizer_state,2 · 270 · 4 B,2160
        sample,activations,3 · 136 B,408
        sample,activation_gradients,3 · 120 B,360

        """)
  }

  @Test func theTotalAndOtherBatchesAreTold() throws {
    let text = try report(3).text(.table)
    #expect(text.hasPrefix("  Small: memory of a step of training, input 4, batch 3, float32, adam\n\n"))
    #expect(text.contains("  total "))
    #expect(text.contains("5.09 kB\n"))
    #expect(text.contains("a batch of b takes 4.32 kB + b · 256 B; the peak is at fc2\n"))
    // 4,320 + 256 · 256.
    #expect(text.contains("    256  69.9 kB\n"))
  }

  @Test func spanishSaysTheSame() throws {
    #expect(try report(1).text(.markdown, in: .spanish).contains("| sus gradientes | 270 · 4 B | 1,08 kB |"))
  }
}
