import Architecture
import Testing

/// LeNet-5's trainable sub-sampling.
@Suite struct SubsamplingTests {
  @Test("S2 of LeNet-5 has 12 trainable parameters") func s2() throws {
    let s2 = try layer("{subsample: 2}", on: "[6, 28, 28]")
    #expect(s2.kind.name == "subsample")
    #expect(s2.shape.dimensions == [6, 14, 14])
    #expect(s2.parameters == [Parameter("weight", [6], .weight), Parameter("bias", [6], .bias)])
    #expect(s2.parameters.allSatisfy { $0.isTrainable })
    #expect(s2.windows == [Window(kernel: 2, stride: 2), Window(kernel: 2, stride: 2)])
  }

  @Test func addsFourCellsScalesAndShifts() throws {
    let s2 = try layer("{subsample: 2}", on: "[6, 28, 28]")
    for mode in Mode.allCases {
      #expect(s2.arithmetic(mode) == Arithmetic(multiplies: 1_176, adds: (3 + 1) * 1_176))
    }
  }
}
