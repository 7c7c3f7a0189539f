import Architecture
import Testing

/// Batch normalization, which differs between training and inference.
@Suite struct BatchNormalizationTests {
  @Test func scaleShiftAndTwoStatisticsPerChannel() throws {
    let norm = try layer("batchnorm", on: "[64, 7, 7]")
    #expect(norm.kind.name == "batch_norm")
    #expect(norm.shape.dimensions == [64, 7, 7])
    #expect(
      norm.parameters == [
        Parameter("weight", [64], .weight), Parameter("bias", [64], .bias),
        Parameter("running_mean", [64], .statistic), Parameter("running_var", [64], .statistic),
      ])
    #expect(norm.parameters.map(\.isTrainable) == [true, true, false, false])
  }

  @Test func withoutScaleAndShiftOnlyStatisticsAreLeft() throws {
    let shifted = try layer("{batchnorm: , scale: false}", on: "[64, 7, 7]")
    #expect(shifted.parameters.map(\.name) == ["bias", "running_mean", "running_var"])
    let norm = try layer("{batchnorm: , affine: false}", on: "[64, 7, 7]")
    #expect(norm.parameters.map(\.role) == [.statistic, .statistic])
    #expect(!norm.hasParameters)
  }

  @Test func inInferenceItIsOneMultiplyAndOneAdd() throws {
    let norm = try layer("batchnorm", on: "[2, 3, 5]")
    #expect(norm.arithmetic(.inference) == Arithmetic(multiplies: 30, adds: 30))
  }

  @Test func inTrainingTheStatisticsAreComputed() throws {
    let norm = try layer("batchnorm", on: "[2, 3, 5]")
    #expect(norm.arithmetic(.training) == Arithmetic(multiplies: 90, adds: 120, divides: 4, exponentials: 2))
    let plain = try layer("{batchnorm: , affine: false}", on: "[2, 3, 5]")
    #expect(plain.arithmetic(.training) == Arithmetic(multiplies: 60, adds: 90, divides: 4, exponentials: 2))
  }

  @Test func epsilon() throws {
    #expect((try layer("batchnorm").kind as? BatchNormalization)?.epsilon == 0.00001)
    #expect((try layer("{batchnorm: , epsilon: 1e-3}").kind as? BatchNormalization)?.epsilon == 0.001)
  }
}
