import Architecture
import Foundation
import HDF5
import Import
import TestSupport
import Testing
import Weights

/// Configurations of all generations of Keras, as texts.
@Suite struct KerasConfigurationTests {
  @Test func sequentialOfKeras1() throws {
    let model = try readKeras(
      configuration: """
        {"class_name": "Sequential", "keras_version": "1.2.2", "config": [
          {"class_name": "Convolution2D", "config": {"name": "c1", "nb_filter": 8, "nb_row": 3, "nb_col": 5, "subsample": [2, 1],
            "border_mode": "same", "dim_ordering": "th", "bias": false, "activation": "relu", "batch_input_shape": [null, 3, 20, 20]}},
          {"class_name": "MaxPooling2D", "config": {"name": "p1", "pool_size": [2, 2], "strides": [2, 2], "border_mode": "valid",
            "dim_ordering": "th"}},
          {"class_name": "Flatten", "config": {"name": "flat"}},
          {"class_name": "Dropout", "config": {"name": "drop", "p": 0.25}},
          {"class_name": "Dense", "config": {"name": "d1", "output_dim": 10, "activation": "softmax"}}]}
        """)
    #expect(model.format == .kerasConfiguration)
    #expect(model.weights == nil)
    #expect(
      model.lines == [
        "c1_input input 3×20×20", "c1 conv 8×10×20", "c1_relu relu 8×10×20", "p1 max_pool 8×5×10", "flat flatten 400",
        "drop dropout 400", "d1 fc 10", "d1_softmax softmax 10",
      ])
    #expect((model.network.layers[5].kind as? Dropout)?.rate == 0.25)
  }

  /// Two branches, a function of TensorFlow, and a model inside whose calls Keras 2 counts from 1.
  @Test func functionalOfKeras2() throws {
    let model = try readKeras(
      configuration: """
        {"class_name": "Functional", "config": {"name": "net", "layers": [
          {"name": "in", "class_name": "InputLayer", "config": {"batch_input_shape": [null, 8, 8, 3], "name": "in"},
           "inbound_nodes": []},
          {"name": "part", "class_name": "Sequential", "config": {"name": "part", "layers": [
            {"class_name": "InputLayer", "config": {"batch_input_shape": [null, 8, 8, 3], "name": "part_in"}},
            {"class_name": "Conv2D", "config": {"name": "conv", "filters": 3, "kernel_size": [3, 3], "padding": "same",
             "data_format": "channels_last", "activation": "linear", "use_bias": true}}]},
           "inbound_nodes": [[["in", 0, 0, {}]]]},
          {"name": "plus", "class_name": "TFOpLambda", "config": {"name": "plus", "function": "__operators__.add"},
           "inbound_nodes": [["part", 1, 0, {"y": 3.0, "name": null}]]},
          {"name": "sum", "class_name": "TFOpLambda", "config": {"name": "sum", "function": "math.add"},
           "inbound_nodes": [["plus", 0, 0, {"y": ["in", 0, 0], "name": null}]]},
          {"name": "gate", "class_name": "Activation", "config": {"name": "gate", "activation": "hard_sigmoid"},
           "inbound_nodes": [[["sum", 0, 0, {}]]]},
          {"name": "cat", "class_name": "Concatenate", "config": {"name": "cat", "axis": -1},
           "inbound_nodes": [[["gate", 0, 0, {}], ["in", 0, 0, {}]]]}],
         "input_layers": [["in", 0, 0]], "output_layers": [["cat", 0, 0]]}}
        """)
    #expect(
      model.lines == [
        "in input 3×8×8", "conv conv 3×8×8", "plus affine 3×8×8", "sum add 3×8×8", "gate hard_sigmoid 3×8×8",
        "cat concat 6×8×8",
      ])
    // Keras 2's hard sigmoid is clip(x/5 + ½).
    #expect((model.network.layers[4].kind as? HardSigmoid)?.alpha == 0.2)
    #expect(model.network.layers[3].inputs == [2, 0])
  }

  @Test func openSizesAreGiven() throws {
    let text = """
      {"class_name": "Sequential", "config": {"name": "open", "layers": [
        {"class_name": "InputLayer", "config": {"name": "image", "batch_shape": [null, null, null, 3]}},
        {"class_name": "Conv2D", "config": {"name": "conv", "filters": 2, "kernel_size": 3, "data_format": "channels_last"}}]}}
      """
    #expect(problems(inConfiguration: text) == ["image: the input is 3×?×?: --input gives the sizes that are open"])
    #expect(try readKeras(configuration: text, input: [32]).lines == ["image input 3×32×32", "conv conv 2×30×30"])
    #expect(try readKeras(configuration: text, input: [3, 16, 8]).lines == ["image input 3×16×8", "conv conv 2×14×6"])
    // Two numbers are neither a side nor all sizes.
    #expect(
      problems(inConfiguration: text, input: [16, 8]) == [
        "image: the input is 3×?×?: --input gives the sizes that are open"
      ])
  }

  /// The first input has the sizes that are given, and others those that the file leaves open.
  @Test(arguments: [("4", "4", "7", "4"), ("null", "4", "7", "4"), ("4", "null", "7", "7")])
  func sizesOfSeveralInputs(first: String, second: String, a: String, b: String) throws {
    let model = try readKeras(
      configuration: """
        {"class_name": "Functional", "config": {"name": "net", "layers": [
          {"class_name": "InputLayer", "config": {"name": "a", "batch_shape": [null, \(first)]}, "name": "a",
           "inbound_nodes": []},
          {"class_name": "InputLayer", "config": {"name": "b", "batch_shape": [null, \(second)]}, "name": "b",
           "inbound_nodes": []},
          {"class_name": "Concatenate", "config": {"name": "cat"}, "name": "cat",
           "inbound_nodes": [[["a", 0, 0, {}], ["b", 0, 0, {}]]]}],
         "input_layers": [["a", 0, 0], ["b", 0, 0]], "output_layers": [["cat", 0, 0]]}}
        """, input: [7])
    #expect(Array(model.lines.prefix(2)) == ["a input \(a)", "b input \(b)"])
  }

  @Test func aModelWithoutLayers() {
    let text = #"{"class_name": "Sequential", "config": {"name": "net", "layers": []}}"#
    #expect(problems(inConfiguration: text) == ["the model 'net' has no layers"])
  }

  /// Keras 3 states the sizes of what a layer reads: one of a class that is not known keeps its place.
  @Test func unknownLayersWithStatedSizes() throws {
    let model = try readKeras(
      configuration: """
        {"module": "keras", "class_name": "Functional", "config": {"name": "net", "layers": [
          {"class_name": "InputLayer", "config": {"name": "in", "batch_shape": [null, 8, 8, 4]}, "name": "in",
           "inbound_nodes": []},
          {"class_name": "MyAttention", "config": {"name": "mine"}, "name": "mine", "inbound_nodes": [{"args": [
           {"class_name": "__keras_tensor__", "config": {"shape": [null, 8, 8, 4], "keras_history": ["in", 0, 0]}}],
           "kwargs": {}}]},
          {"class_name": "GlobalAveragePooling2D", "config": {"name": "pool", "data_format": "channels_last"}, "name": "pool",
           "inbound_nodes": [{"args": [{"class_name": "__keras_tensor__",
           "config": {"shape": [null, 8, 8, 6], "keras_history": ["mine", 0, 0]}}], "kwargs": {}}]}],
         "input_layers": ["in", 0, 0], "output_layers": ["pool", 0, 0]}}
        """)
    #expect(
      model.lines == ["in input 4×8×8", "mine unknown 6×8×8", "pool global_avg_pool 6×1×1", "pool_flatten flatten 6"])
    #expect(model.unknown.map(\.operation) == ["MyAttention"])
    #expect(model.unknown.map(\.inputs) == [["in"]])
  }
}

/// What is refused, and with which words.
@Suite struct KerasRefusalTests {
  /// A Sequential of these layers on maps of 8×8×4.
  private func chain(_ layers: String) -> String {
    """
    {"class_name": "Sequential", "config": {"name": "net", "layers": [
      {"class_name": "InputLayer", "config": {"name": "in", "batch_shape": [null, 8, 8, 4]}}, \(layers)]}}
    """
  }

  @Test func allThatIsNotKnownAtOnce() {
    let found = problems(
      inConfiguration: chain(
        """
        {"class_name": "Lambda", "config": {"name": "code", "function": ["4wEAAAA", null, null]}},
        {"class_name": "ConvLSTM2D", "config": {"name": "lstm"}},
        {"class_name": "Conv2D", "config": {"name": "conv", "filters": 2, "kernel_size": [3, 3], "padding": "odd"}},
        {"class_name": "LSTM", "config": {"name": "more"}}
        """))
    #expect(
      found == [
        "code: a Lambda is Python code, which is never run: say it with layers",
        "lstm: nothing is known of the layer class 'ConvLSTM2D', and the file does not state its size",
        "more: nothing is known of the layer class 'LSTM', and the file does not state its size",
      ])
  }

  @Test(arguments: [
    (
      #""class_name": "Conv2D", "config": {"name": "x", "filters": 2, "kernel_size": [3, 3], "padding": "odd"}"#,
      "x: Conv2D: nothing is known of the padding 'odd'"
    ),
    (
      #""class_name": "Conv2D", "config": {"name": "x", "filters": 2, "kernel_size": [3, 3, 3]}"#,
      "x: Conv2D: 'kernel_size' holds 3 sizes for 2 axes"
    ),
    (
      #""class_name": "Conv2D", "config": {"name": "x", "filters": 2, "kernel_size": 0}"#,
      "x: Conv2D: a window of size, stride or dilation 0"
    ),
    (
      #""class_name": "Conv2D", "config": {"name": "x", "filters": "2", "kernel_size": 1}"#,
      "x: Conv2D: 'filters' is no whole number"
    ),
    (
      #""class_name": "Conv2D", "config": {"name": "x", "filters": 6, "kernel_size": 1, "groups": 0}"#,
      "x: 0 groups do not divide 4 input and 6 output channels"
    ),
    (
      #""class_name": "Conv2D", "config": {"name": "x", "filters": 2, "kernel_size": 1, "activation": "sinc"}"#,
      "x: Conv2D: nothing is known of the activation 'sinc'"
    ),
    (
      #""class_name": "DepthwiseConv2D", "config": {"name": "x", "depth_multiplier": 9223372036854775807, "kernel_size": 1}"#,
      "x: DepthwiseConv2D: a depth multiplier of 9223372036854775807"
    ),
    (
      #""class_name": "ReLU", "config": {"name": "x", "threshold": 1}"#,
      "x: ReLU: a threshold other than 0 has no counterpart"
    ),
    (
      #""class_name": "PReLU", "config": {"name": "x"}"#,
      "x: PReLU: a slope for each cell of 8×8×4, not for each channel"
    ),
    (
      #""class_name": "BatchNormalization", "config": {"name": "x", "axis": -9223372036854775808}"#,
      "x: BatchNormalization: there is no axis -9223372036854775808 in an input of 3 axes and the batch"
    ),
    (
      #""class_name": "BatchNormalization", "config": {"name": "x", "axis": 2}"#,
      "x: BatchNormalization: works on axis 2, which is neither that of the channels nor the last"
    ),
    (
      #""class_name": "Cropping2D", "config": {"name": "x", "cropping": [[4, 4], [0, 0]]}"#,
      "x: Cropping2D: cuts 4 and 4 of 8 cells"
    ),
    (
      #""class_name": "Reshape", "config": {"name": "x", "target_shape": [5, -1]}"#,
      "x: Reshape: 256 numbers do not fit 5×-1"
    ),
    (
      #""class_name": "Resizing", "config": {"name": "x", "height": 4, "width": 4, "interpolation": "lanczos3"}"#,
      "x: Resizing: nothing is known of the interpolation 'lanczos3'"
    ),
    (#""class_name": "Permute", "config": {"name": "x", "dims": [1, 1, 2]}"#, "x: Permute: no order of 3 axes"),
    (
      #""class_name": "Cropping2D", "config": {"name": "x", "cropping": [[1, 1], [1, 1], [1, 1]]}"#,
      "x: Cropping2D: 'cropping' holds 3 pairs for 2 axes"
    ),
    (
      #""class_name": "Cropping2D", "config": {"name": "x", "cropping": [[1, 1]]}"#,
      "x: Cropping2D: 'cropping' holds 1 pairs for 2 axes"
    ),
    (
      #""class_name": "Normalization", "config": {"name": "x", "mean": [1, 2, 3], "variance": [1, 2]}"#,
      "x: Normalization: 3 means and 2 variances"
    ),
    (
      #""class_name": "Normalization", "config": {"name": "x", "mean": [1, 2], "variance": [1, 2, 3]}"#,
      "x: Normalization: 2 means and 3 variances"
    ),
    (
      #""class_name": "Normalization", "config": {"name": "x", "mean": [], "variance": []}"#,
      "x: Normalization: 0 means and 0 variances"
    ),
    (
      #""class_name": "Normalization", "config": {"name": "x", "mean": [], "variance": 1}"#,
      "x: Normalization: 0 means and 1 variances"
    ),
    (
      #""class_name": "Conv2DTranspose", "config": {"name": "x", "filters": 2, "kernel_size": 3, "output_padding": -1}"#,
      "x: Conv2DTranspose: an output padding of -1"
    ),
    (
      #""class_name": "Conv2DTranspose", "config": {"name": "x", "filters": 2, "kernel_size": 3, "output_padding": [0, 65536]}"#,
      "x: Conv2DTranspose: an output padding of 65536"
    ),
    (
      #""class_name": "Reshape", "config": {"name": "x", "target_shape": [128]}"#,
      "x: Reshape: 256 numbers do not fit 128"
    ),
    (
      #""class_name": "Reshape", "config": {"name": "x", "target_shape": [4294967296, 4294967296, -1]}"#,
      "x: Reshape: 256 numbers do not fit 4294967296×4294967296×-1"
    ),
    (
      #""class_name": "Cropping1D", "config": {"name": "x", "cropping": [1, 1]}"#,
      "x: Cropping1D: cuts 1 axes of 4×8×8"
    ),
    (
      #""class_name": "Conv2D", "config": {"name": "x", "filters": 2, "kernel_size": [3, 1.5]}"#,
      "x: Conv2D: 'kernel_size' holds no sizes"
    ),
    (
      #""class_name": "Conv2D", "config": {"name": "x", "filters": 2, "kernel_size": []}"#,
      "x: Conv2D: 'kernel_size' holds 0 sizes for 2 axes"
    ),
    (
      #""class_name": "BatchNormalization", "config": {"name": "x", "axis": [3, "a"]}"#,
      "x: BatchNormalization: 'axis' holds no axes"
    ),
    (
      #""class_name": "BatchNormalization", "config": {"name": "x", "axis": "a"}"#,
      "x: BatchNormalization: 'axis' holds no axes"
    ),
    (
      #""class_name": "Softmax", "config": {"name": "x", "axis": [1, 2]}"#,
      "x: Softmax: a softmax over 2 axes together"
    ),
    (
      #""class_name": "DepthwiseConv2D", "config": {"name": "x", "depth_multiplier": 0, "kernel_size": 1}"#,
      "x: DepthwiseConv2D: a depth multiplier of 0"
    ),
    (
      #""class_name": "Conv2DTranspose", "config": {"name": "x", "filters": 2, "kernel_size": 1, "groups": 2}"#,
      "x: Conv2DTranspose: a transposed convolution in 2 groups"
    ),
    (
      #""class_name": "Conv2D", "config": {"name": "x", "filters": 2, "kernel_size": 1, "padding": "causal"}"#,
      "x: Conv2D: causal padding of more than one axis"
    ),
    (
      #""class_name": "BatchNormalization", "config": {"name": "x", "axis": [1, 2]}"#,
      "x: BatchNormalization: normalizes along 2 axes"
    ),
    (
      #""class_name": "BatchNormalization", "config": {"name": "x", "axis": 0}"#,
      "x: BatchNormalization: there is no axis 0 in an input of 3 axes and the batch"
    ),
    (
      #""class_name": "BatchNormalization", "config": {"name": "x", "axis": 4}"#,
      "x: BatchNormalization: there is no axis 4 in an input of 3 axes and the batch"
    ),
    (
      #""class_name": "BatchNormalization", "config": {"name": "x", "axis": -4}"#,
      "x: BatchNormalization: there is no axis -4 in an input of 3 axes and the batch"
    ),
    (
      #""class_name": "BatchNormalization", "config": {"name": "x", "center": false}"#,
      "x: BatchNormalization: a scale without a shift (center=False) has no counterpart"
    ),
    (
      #""class_name": "LayerNormalization", "config": {"name": "x", "center": false}"#,
      "x: LayerNormalization: a scale without a shift, or the reverse, has no counterpart"
    ),
    (
      #""class_name": "LayerNormalization", "config": {"name": "x", "scale": false}"#,
      "x: LayerNormalization: a scale without a shift, or the reverse, has no counterpart"
    ),
    (
      #""class_name": "Normalization", "config": {"name": "x", "axis": [1, 3]}"#,
      "x: Normalization: normalizes along 2 axes"
    ),
    (
      #""class_name": "Normalization", "config": {"name": "x", "invert": true}"#,
      "x: Normalization: the inverse of numbers that are stored with the weights"
    ),
    (
      #""class_name": "Permute", "config": {"name": "x", "dims": [2, 1]}"#,
      "x: Permute: no order of 3 axes"
    ),
    (
      #""class_name": "Cropping2D", "config": {"name": "x", "cropping": [[8, 0], [0, 0]]}"#,
      "x: Cropping2D: cuts 8 and 0 of 8 cells"
    ),
    (
      #""class_name": "Cropping2D", "config": {"name": "x", "cropping": [[-1, 0], [0, 0]]}"#,
      "x: Cropping2D: cuts -1 and 0 of 8 cells"
    ),
    (
      #""class_name": "Cropping2D", "config": {"name": "x", "cropping": [[0, -1], [0, 0]]}"#,
      "x: Cropping2D: cuts 0 and -1 of 8 cells"
    ),
    (
      #""class_name": "CenterCrop", "config": {"name": "x", "height": 9, "width": 8}"#,
      "x: CenterCrop: cuts 9×8 out of 4×8×8: what is smaller would be resized"
    ),
    (
      #""class_name": "CenterCrop", "config": {"name": "x", "height": 8, "width": 0}"#,
      "x: CenterCrop: cuts 8×0 out of 4×8×8: what is smaller would be resized"
    ),
    (
      #""class_name": "Reshape", "config": {"name": "x", "target_shape": [257]}"#,
      "x: Reshape: 256 numbers do not fit 257"
    ),
    (
      #""class_name": "Reshape", "config": {"name": "x", "target_shape": [0, -1]}"#,
      "x: Reshape: 256 numbers do not fit 0×-1"
    ),
    (
      #""class_name": "Reshape", "config": {"name": "x", "target_shape": [-1, -1]}"#,
      "x: Reshape: 256 numbers do not fit -1×-1"
    ),
    (
      #""class_name": "Reshape", "config": {"name": "x", "target_shape": [9223372036854775807, 2]}"#,
      "x: Reshape: 256 numbers do not fit 9223372036854775807×2"
    ),
  ])
  func arguments(layer: String, message: String) {
    #expect(problems(inConfiguration: chain("{\(layer)}")) == [message])
  }

  /// What is just inside of those bounds.
  @Test(arguments: [
    (#""class_name": "Cropping2D", "config": {"name": "x", "cropping": [[1, 1], [0, 0]]}"#, "x slice 4×6×8"),
    (#""class_name": "Cropping2D", "config": {"name": "x", "cropping": [[4, 3], [0, 0]]}"#, "x slice 4×1×8"),
    (
      #""class_name": "BatchNormalization", "config": {"name": "x", "center": false, "scale": false}"#,
      "x batch_norm 4×8×8"
    ),
    (#""class_name": "BatchNormalization", "config": {"name": "x", "axis": [-1]}"#, "x batch_norm 4×8×8"),
    (
      #""class_name": "DepthwiseConv2D", "config": {"name": "x", "depth_multiplier": 1, "kernel_size": 1}"#,
      "x conv 4×8×8"
    ),
    (
      #""class_name": "Conv2DTranspose", "config": {"name": "x", "filters": 2, "kernel_size": 1, "groups": 1}"#,
      "x transposed_conv 2×8×8"
    ),
    (#""class_name": "Cropping2D", "config": {"name": "x", "cropping": [[7, 0], [0, 0]]}"#, "x slice 4×1×8"),
    (
      #""class_name": "Normalization", "config": {"name": "x", "mean": [1, 2, 3, 4], "variance": [1, 2, 3, 4]}"#,
      "x affine 4×8×8"
    ),
    (
      #""class_name": "Normalization", "config": {"name": "x", "mean": [1, 2, 3, 4], "variance": 1}"#,
      "x affine 4×8×8"
    ),
    (
      #""class_name": "BatchNormalization", "config": {"name": "x", "epsilon": null, "center": null, "axis": null}"#,
      "x batch_norm 4×8×8"
    ),
    (
      #""class_name": "Conv2D", "config": {"name": "x", "filters": 2, "kernel_size": [3], "padding": null, "groups": null, "strides": null}"#,
      "x conv 2×6×6"
    ),
    (#""class_name": "Normalization", "config": {"name": "x", "mean": 1, "variance": 1}"#, "x affine 4×8×8"),
    (
      #""class_name": "Conv2DTranspose", "config": {"name": "x", "filters": 2, "kernel_size": 3, "output_padding": [0, 65535]}"#,
      "x transposed_conv 2×10×65545"
    ),
    (
      #""class_name": "Conv2DTranspose", "config": {"name": "x", "filters": 2, "kernel_size": 3, "strides": 2, "padding": "same", "output_padding": 1}"#,
      "x transposed_conv 2×16×16"
    ),
  ])
  func withinTheBounds(layer: String, line: String) throws {
    let lines = try readKeras(configuration: chain("{\(layer)}")).lines
    #expect(lines == ["in input 4×8×8", line], "\(lines)")
  }

  @Test func signalsHaveNoCenterOfTwoAxes() {
    let found = problems(
      inConfiguration: chain(
        """
        {"class_name": "Reshape", "config": {"name": "rows", "target_shape": [64, 4]}},
        {"class_name": "CenterCrop", "config": {"name": "x", "height": 2, "width": 2}}
        """))
    #expect(found == ["x: CenterCrop: cuts 2×2 out of 4×64: what is smaller would be resized"])
  }

  /// Layers and functions of other numbers of inputs than they have.
  @Test(
    arguments: [
      (#""Flatten""#, "[0, 0]", #"a: Flatten: reads 2 inputs, and one is expected"#), (#""Flatten""#, "[0]", nil),
      (#""Add""#, "[0, 1.5]", nil), (#""Add""#, "[1.5, 0]", nil), (#""Add""#, "[0, 0, 0]", nil),
      (#""Add""#, "[0, 1.5, 2.5]", "a: Add: has a constant for a branch"),
      (#""Add""#, "[0, 0, 2.5]", "a: Add: has a constant for a branch"),
      (#""Subtract""#, "[0, 0]", nil), (#""Subtract""#, "[0, 0, 0]", "a: Subtract: subtracts 3 inputs"),
      (#""Subtract""#, "[0]", "a: Subtract: subtracts 1 inputs"),
      (#""Divide""#, "[0, 0, 0]", "a: Divide: divides 3 inputs"), (#""Divide""#, "[0, 0]", nil),
      (#""Divide""#, "[0, 2.5]", nil),
      (
        #""Divide""#, "[0, 0.0]",
        "a: Divide: a constant divided by a tensor, or a division by 0, has no counterpart"
      ),
      (#""Add""#, "[]", "a: Add: an operand is neither tensor nor number"), (#""CustomScaleLayer""#, "[0, 0]", nil),
      (#""CustomScaleLayer""#, "[0]", "a: CustomScaleLayer: joins 1 inputs, and two are expected"),
      (#""Add""#, #"[0, "a"]"#, "a: Add: an operand is neither tensor nor number"),
      (#""Add""#, "[0, []]", "a: Add: an operand is neither tensor nor number"),
      (
        #""Divide""#, "[2, 0]",
        "a: Divide: a constant divided by a tensor, or a division by 0, has no counterpart"
      ),
    ] as [(String, String, String?)])
  func numbersOfInputs(layer: String, arguments: String, message: String?) {
    // 0 stands for the input.
    let tensor =
      #"{"class_name": "__keras_tensor__", "config": {"shape": [null, 4], "keras_history": ["in", 0, 0]}}"#
    let list = arguments.dropFirst().dropLast().split(separator: ", ").map { $0 == "0" ? tensor : String($0) }
    let isFunction = list.contains { $0 != tensor } || layer.contains("Divide")
    let call =
      isFunction ? list.joined(separator: ", ") : list.count == 1 ? list[0] : "[\(list.joined(separator: ", "))]"
    let text = """
      {"module": "keras", "class_name": "Functional", "config": {"name": "net", "layers": [
        {"class_name": "InputLayer", "config": {"name": "in", "batch_shape": [null, 4]}, "name": "in", "inbound_nodes": []},
        {"class_name": \(layer), "config": {"name": "a"}, "name": "a", "inbound_nodes": [{"args": [\(call)], "kwargs": {}}]}],
       "input_layers": ["in", 0, 0], "output_layers": ["a", 0, 0]}}
      """
    #expect(problems(inConfiguration: text) == [message].compactMap(\.self))
  }

  @Test func modelsThatAreCode() {
    #expect(
      problems(inConfiguration: #"{"class_name": "MyModel", "config": {"width": 3}}"#) == [
        "the model's class 'MyModel' is Python code, and the file lists no layers of it; a Functional or Sequential model does"
      ])
  }

  @Test func graphsThatAreNone() {
    func net(_ layers: String, output: String = "a") -> String {
      """
      {"class_name": "Functional", "config": {"name": "net", "layers": [
        {"class_name": "InputLayer", "config": {"batch_shape": [null, 4]}, "name": "in", "inbound_nodes": []}, \(layers)],
        "input_layers": [["in", 0, 0]], "output_layers": [["\(output)", 0, 0]]}}
      """
    }
    let relu = { (name: String, reads: String) in
      #"{"class_name": "ReLU", "config": {}, "name": "\#(name)", "inbound_nodes": [[["\#(reads)", 0, 0, {}]]]}"#
    }
    #expect(problems(inConfiguration: net(relu("a", "b") + "," + relu("b", "a"))) == ["a: it reads its own output"])
    #expect(problems(inConfiguration: net(relu("a", "c"))) == ["a: reads 'c', which is no layer"])
    #expect(problems(inConfiguration: net(relu("a", "in"), output: "z")) == ["z: an output of 'net' that is not there"])
    #expect(
      problems(inConfiguration: net(relu("a", "in") + "," + relu("a", "in"))) == [
        "a: two layers of 'net' have this name"
      ])
    #expect(
      problems(inConfiguration: net(#"{"class_name": "ReLU", "config": {}, "name": "a", "inbound_nodes": [[7]]}"#)) == [
        "a: what it reads ('inbound_nodes') has no form that is known"
      ])
  }

  /// Sixteen models, each of two calls of the next one, would be 65,536 layers.
  @Test func modelsThatMultiplyAreBounded() {
    var inner =
      #"{"class_name": "Sequential", "config": {"name": "m", "layers": [{"class_name": "InputLayer", "config": {"name": "i", "batch_shape": [null, 2]}}, {"class_name": "ReLU", "config": {"name": "r"}}]}"#
    for depth in 0..<13 {
      let calls = (0..<4).map { "[[[\"\($0 == 0 ? "i" : "m")\", \(max(0, $0 - 1)), 0, {}]]]".dropFirst().dropLast() }
      inner = """
        {"class_name": "Functional", "config": {"name": "m\(depth)", "layers": [
          {"class_name": "InputLayer", "config": {"batch_shape": [null, 2]}, "name": "i", "inbound_nodes": []},
          \(inner), "name": "m", "inbound_nodes": [\(calls.joined(separator: ", "))]}],
          "input_layers": [["i", 0, 0]], "output_layers": [["m", 3, 0]]}
        """
    }
    #expect(problems(inConfiguration: inner + "}").first == "the model has more than 20000 calls of layers")
  }

  /// As many models inside each other as are read, and one more.
  @Test(arguments: [16, 17]) func modelsInsideEachOther(count: Int) {
    var model = #"{"class_name": "ReLU", "config": {"name": "r"}}"#
    for depth in 0..<count {
      model = """
        {"class_name": "Sequential", "config": {"name": "m\(depth)", "layers": [
          {"class_name": "InputLayer", "config": {"name": "i", "batch_shape": [null, 2]}}, \(model)]}}
        """
    }
    #expect(
      problems(inConfiguration: model) == (count == 16 ? [] : ["more than 16 models stand inside each other"]))
  }

  @Test func aConfigurationThatIsTooLarge() throws {
    let text = #"{"class_name": "Sequential", "config": {"name": "net", "layers": []}}"#
    let blanks = String(repeating: " ", count: (32 << 20) + 1 - text.utf8.count)
    #expect(
      problems(inConfiguration: text + blanks) == [
        "a configuration of 33554433 bytes: at most 33554432 are read"
      ])
  }

  @Test func weightsAlone() {
    let path = project.appending(path: "Tests/Fixtures/weights").path
    let error = #expect(throws: ImportError.self) { try readKeras("\(path)/keras-legacy.h5") }
    #expect(error?.problems.first?.message.hasPrefix("it has weights only, and no network: give the network") == true)
  }

  @Test func aJoinOfNothing() {
    #expect(
      problems(
        inConfiguration: """
          {"module": "keras", "class_name": "Functional", "config": {"name": "net", "layers": [
            {"class_name": "InputLayer", "config": {"name": "in", "batch_shape": [null, 4]}, "name": "in", "inbound_nodes": []},
            {"class_name": "Add", "config": {"name": "a"}, "name": "a", "inbound_nodes": [{"args": [], "kwargs": {}}]}],
           "input_layers": ["in", 0, 0], "output_layers": ["a", 0, 0]}}
          """) == ["a: Add: joins nothing"])
  }

  /// Weights in an HDF5 file that is none of Keras's.
  @Test func weightsOfAnotherFormat() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (model, weights) = (folder.appending(path: "model.json"), folder.appending(path: "weights.h5"))
    try Data(
      """
      {"class_name": "Sequential", "config": {"name": "net", "layers": [
        {"class_name": "InputLayer", "config": {"name": "in", "batch_shape": [null, 3]}},
        {"class_name": "Dense", "config": {"name": "d", "units": 2}}]}}
      """.utf8
    ).write(to: model)
    let writer = try HDF5Writer(path: weights.path)
    try writer.addAttribute("zoo_format", .integer(1), to: "/")
    try writer.addDataset("/d/weight", shape: [2, 3], type: .float32)
    try writer.addDataset("/d/bias", shape: [2], type: .float32)
    _ = try writer.finish()
    let read = try readKeras(model.path, weights: weights.path)
    #expect(read.weights?.format == .zoo)
    #expect(read.weights?.tensors.map(\.path) == ["/d/bias", "/d/weight"])
  }
}
