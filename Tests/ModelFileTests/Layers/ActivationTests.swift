import Architecture
import Testing

/// Layers that compute each element for itself, or each position: shape kept, no parameters, the same in both modes.
@Suite struct ActivationTests {
  @Test(
    "An activation keeps the shape, has no parameters, and costs the same in both modes",
    arguments: [
      ("relu", "relu", Arithmetic(compares: 30), true),
      ("sigmoid", "sigmoid", Arithmetic(adds: 30, divides: 30, exponentials: 30), false),
      ("tanh", "tanh", Arithmetic(multiplies: 30, adds: 60, divides: 30, exponentials: 30), false),
      (
        "{tanh: , amplitude: 1.7159}", "tanh",
        Arithmetic(multiplies: 60, adds: 60, divides: 30, exponentials: 30), false
      ),
      (
        "{tanh: , amplitude: 1.7159, slope: 0.6666666666666666}", "tanh",
        Arithmetic(multiplies: 90, adds: 60, divides: 30, exponentials: 30), false
      ),
      // Over 2 channels at 15 positions: one add less than elements at each position.
      ("softmax", "softmax", Arithmetic(adds: 15, divides: 30, exponentials: 30), false),
    ])
  func activation(item: String, kind: String, arithmetic: Arithmetic, isInPlace: Bool) throws {
    let layer = try layer(item, on: "[2, 3, 5]")
    #expect(layer.kind.name == kind)
    #expect(layer.shape.dimensions == [2, 3, 5])
    #expect(layer.parameters.isEmpty)
    #expect(layer.connectivity == .pointwise)
    for mode in Mode.allCases {
      #expect(layer.arithmetic(mode) == arithmetic)
      #expect(layer.kind.isInPlace(mode) == isInPlace)
    }
  }

  @Test func softmaxOfAVectorIsOnePosition() throws {
    #expect(
      try layer("softmax", on: "[1000]").arithmetic(.inference)
        == Arithmetic(adds: 999, divides: 1000, exponentials: 1000))
  }

  @Test func anActivationTakesNoValue() {
    #expect(problems(of: "{relu: 6}") == ["relu takes no value, and '6' is given"])
    #expect(problems(of: "{sigmoid: , axis: 1}") == ["sigmoid has no argument 'axis'"])
  }
}
