import Import
import Testing

/// Files that networks are trained and tested with: data layers, phases, losses.
@Suite struct TrainingFileTests {
  private static let phases = """
    layer { name: "mnist" type: "Data" top: "data" top: "label" include { phase: TRAIN } transform_param { crop_size: 8 } }
    layer { name: "mnist" type: "Data" top: "data" top: "label" include { phase: TEST } transform_param { crop_size: 6 force_gray: true } }
    layer { name: "fc" type: "InnerProduct" bottom: "data" top: "fc" inner_product_param { num_output: 3 } }
    layer { name: "drop" type: "Dropout" bottom: "fc" top: "fc" exclude { phase: TEST } }
    layer { name: "accuracy" type: "Accuracy" bottom: "fc" bottom: "label" top: "accuracy" include { phase: TEST } }
    layer { name: "loss" type: "SoftmaxWithLoss" bottom: "fc" bottom: "label" top: "loss" }
    """

  @Test func theModeChoosesThePhase() throws {
    let testing = try imported(Self.phases)
    #expect(
      described(testing.network) == [
        "data: input is 1×6×6", "fc: fc outputs=3 of data is 3", "loss: softmax of fc is 3",
      ])
    #expect(
      testing.remarks == [
        "without what only trains or measures: accuracy", "of a loss only its softmax or sigmoid: loss",
      ])
    let training = try imported(Self.phases, mode: .training)
    #expect(
      described(training.network) == [
        "data: input is 3×8×8", "fc: fc outputs=3 of data is 3", "drop: dropout of fc is 3",
        "loss: softmax of drop is 3",
      ])
    #expect(training.remarks.contains("data: the file states the size of its images and not their channels: read as 3"))
  }

  @Test func aSizeThatIsNotStatedIsAskedFor() throws {
    let text = """
      layer { name: "mnist" type: "Data" top: "data" top: "label" }
      layer { name: "fc" type: "InnerProduct" bottom: "data" top: "fc" inner_product_param { num_output: 3 } }
      """
    #expect(
      problems(of: text) == ["data: the file does not state the size of its images: give it, as in --input 3x32x32"])
    #expect(described(try imported(text, input: [1, 28, 28]).network).first == "data: input is 1×28×28")
  }

  @Test func aStageIsChosenThatHasData() throws {
    let model = try imported(
      """
      layer { name: "data" type: "MemoryData" top: "data" include { stage: "small" }
        memory_data_param { batch_size: 1 channels: 1 height: 4 width: 4 } }
      layer { name: "data" type: "MemoryData" top: "data" include { stage: "large" }
        memory_data_param { batch_size: 1 channels: 1 height: 9 width: 9 } }
      layer { name: "flat" type: "Flatten" bottom: "data" top: "flat" }
      """)
    #expect(described(model.network) == ["data: input is 1×4×4", "flat: flatten of data is 16"])
    #expect(model.remarks == ["read as it is for testing at stage 'small': otherwise it has no data"])
  }

  @Test func aLossOfLessWeightIsAnAuxiliaryClassifier() throws {
    let model = try imported(
      input
        + """
        layer { name: "trunk" type: "ReLU" bottom: "data" top: "trunk" }
        layer { name: "side/fc" type: "InnerProduct" bottom: "trunk" top: "side" inner_product_param { num_output: 2 } }
        layer { name: "side/loss" type: "SoftmaxWithLoss" bottom: "side" bottom: "label" top: "l1" loss_weight: 0.3 }
        layer { name: "side/top-1" type: "Accuracy" bottom: "side" bottom: "label" top: "a1" }
        layer { name: "fc" type: "InnerProduct" bottom: "trunk" top: "fc" inner_product_param { num_output: 2 } }
        layer { name: "loss" type: "SoftmaxWithLoss" bottom: "fc" bottom: "label" top: "l2" loss_weight: 1 }
        """)
    #expect(
      described(model.network).dropFirst(2) == [
        "side/fc: fc outputs=2 of trunk is 2 in side (auxiliary)",
        "side/loss: softmax of side/fc is 2 in side (auxiliary)",
        "fc: fc outputs=2 of trunk is 2", "loss: softmax of fc is 2",
      ])
    #expect(model.network.network(for: .inference).layers.map(\.name) == ["data", "trunk", "fc", "loss"])
  }

  @Test func whatIsOnlyComparedWithIsLeftOut() throws {
    let model = try imported(
      input
        + """
        layer { name: "target" type: "Flatten" bottom: "data" top: "target" }
        layer { name: "fc" type: "InnerProduct" bottom: "data" top: "fc" inner_product_param { num_output: 48 } }
        layer { name: "cross" type: "SigmoidCrossEntropyLoss" bottom: "fc" bottom: "target" top: "c" }
        layer { name: "out" type: "Sigmoid" bottom: "fc" top: "out" }
        layer { name: "error" type: "EuclideanLoss" bottom: "out" bottom: "target" top: "e" loss_weight: 0 }
        layer { name: "hush" type: "Silence" bottom: "out" }
        """)
    #expect(model.network.layers.map(\.name) == ["data", "fc", "out"])
    #expect(model.remarks == ["without what only trains or measures: target, cross, error"])
  }

  @Test func sharedWeightsAreSaid() throws {
    let model = try imported(
      input
        + """
        layer { name: "a" type: "InnerProduct" bottom: "data" top: "a" param { name: "w" } inner_product_param { num_output: 2 } }
        layer { name: "b" type: "InnerProduct" bottom: "data" top: "b" param { name: "w" } inner_product_param { num_output: 2 } }
        """)
    #expect(model.remarks == ["b shares weights with a: each counts its own here"])
  }
}
