import Inference
import Testing

@testable import RunReports

/// How a cause is said: each is the end of a sentence that begins with "at conv1 the reference".
@Suite struct FaultTextTests {
  @Test(arguments: [
    (Fault.kernelTransposed, "has the kernels with height and width exchanged"),
    (.channelsReversed, "reads the channels in the reverse order: BGR for RGB, or RGB for BGR"),
    (.recordedAfter("relu1"), "recorded the output after relu1: the activation is part of its layer"),
    (.epsilon(0.001), "normalizes with an epsilon of 0.001"),
    (.epsilon(1e-5), "normalizes with an epsilon of 1e-5"),
    (
      .normalization(k: 2, alpha: 5e-4),
      "normalizes with k = 2 and alpha = 0.0005, before alpha is divided by the window's size"
    ),
    (.rounding(.ceil), "rounds the number of windows up (ceil)"),
    (.paddingCounted(false), "leaves the padding out of its averages"),
    (.tangent(amplitude: 1.7159, slope: 2.0 / 3), "computes 1.716·tanh(0.6667·x)"),
    (.branchOrder([1, 0, 2]), "has the branches in the order 2, 1, 3"),
    (.scaled(2.5), "has 2.5 times the network's numbers"),
    (
      .inputScaled(scale: [1, 1, 1], shift: [-103.939, -116.779, -123.68], reversed: false),
      "subtracts (103.9, 116.8, 123.7) from the input: the mean is subtracted on one side alone"
    ),
    (
      .inputScaled(scale: [1.0 / 255], shift: [0], reversed: false), "divides the input by 255: another range of pixels"
    ),
    (
      .inputScaled(scale: [1, 1, 1], shift: [5, 5, 5], reversed: true),
      "adds 5 to the input: the mean is subtracted on one side alone, with the channels in the reverse order"
    ),
    (
      .inputScaled(scale: [2], shift: [-1], reversed: false),
      "subtracts 0.5 from the input, then multiplies the input by 2: another preprocessing"
    ),
  ])
  func aFaultIsSaid(fault: Fault, text: String) { #expect(fault.sentence(in: .english) == text) }
}
