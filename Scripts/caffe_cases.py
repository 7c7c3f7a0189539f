"""Small networks with every type of layer of Caffe that zoo knows and OpenCV runs.

OpenCV 4.10 passes over LRN's `k`, so that the cases leave it at 1, and over InnerProduct's `transpose`.

Each is a name, the input's sizes without the batch, the layers as text (a line each: name, type, bottoms -> tops, arguments),
and the sizes of the blobs of layers that have some.
"""

IMAGE = (4, 7, 9)

CASES = {
    "convolution": (IMAGE, ["c Convolution data -> c convolution_param { num_output: 6 kernel_size: 3 }"],
                    {"c": [(6, 4, 3, 3), (6,)]}),
    "convolution-groups": (
        IMAGE,
        ["c Convolution data -> c convolution_param { num_output: 6 kernel_size: 3 pad: 1 stride: 2 group: 2 bias_term: false }"],
        {"c": [(6, 2, 3, 3)]}),
    "convolution-hw": (
        IMAGE,
        ["c Convolution data -> c convolution_param { num_output: 3 kernel_h: 3 kernel_w: 1 pad_h: 1 pad_w: 2 stride_h: 2 stride_w: 1 }"],
        {"c": [(3, 4, 3, 1), (3,)]}),
    "convolution-dilation": (
        IMAGE, ["c Convolution data -> c convolution_param { num_output: 3 kernel_size: 3 dilation: 2 pad: 2 }"],
        {"c": [(3, 4, 3, 3), (3,)]}),
    "deconvolution": (
        IMAGE, ["d Deconvolution data -> d convolution_param { num_output: 3 kernel_size: 4 stride: 2 pad: 1 }"],
        {"d": [(4, 3, 4, 4), (3,)]}),
    "deconvolution-groups": (
        IMAGE,
        ["d Deconvolution data -> d convolution_param { num_output: 4 kernel_size: 4 stride: 2 pad: 1 group: 4 bias_term: false }"],
        {"d": [(4, 1, 4, 4)]}),
    "inner-product": (IMAGE, ["f InnerProduct data -> f inner_product_param { num_output: 5 }"],
                      {"f": [(5, 252), (5,)]}),
    "inner-product-axis": (
        IMAGE, ["f InnerProduct data -> f inner_product_param { num_output: 5 axis: -1 bias_term: false }"],
        {"f": [(5, 9)]}),
    "inner-product-axis-2": (
        IMAGE, ["f InnerProduct data -> f inner_product_param { num_output: 5 axis: 2 }"], {"f": [(5, 63), (5,)]}),
    "inner-product-transpose": (
        IMAGE, ["f InnerProduct data -> f inner_product_param { num_output: 5 transpose: true }"],
        {"f": [(252, 5), (5,)]}),
    "pooling-max": (IMAGE, ["p Pooling data -> p pooling_param { pool: MAX kernel_size: 3 stride: 2 }"], {}),
    "pooling-max-pad": (IMAGE, ["p Pooling data -> p pooling_param { kernel_size: 2 stride: 2 pad: 1 }"], {}),
    "pooling-average": (IMAGE, ["p Pooling data -> p pooling_param { pool: AVE kernel_size: 3 stride: 2 }"], {}),
    "pooling-average-pad": (
        IMAGE, ["p Pooling data -> p pooling_param { pool: AVE kernel_size: 3 stride: 2 pad: 1 }"], {}),
    "pooling-hw": (
        IMAGE, ["p Pooling data -> p pooling_param { kernel_h: 3 kernel_w: 2 stride_h: 1 stride_w: 2 }"], {}),
    "pooling-floor": (IMAGE, ["p Pooling data -> p pooling_param { kernel_size: 2 stride: 2 ceil_mode: false }"], {}),
    "pooling-global": (IMAGE, ["p Pooling data -> p pooling_param { pool: AVE global_pooling: true }"], {}),
    "pooling-global-max": (IMAGE, ["p Pooling data -> p pooling_param { pool: MAX global_pooling: true }"], {}),
    "lrn": (IMAGE, ["n LRN data -> n lrn_param { local_size: 3 alpha: 0.5 beta: 0.75 }"], {}),
    "lrn-within": (
        IMAGE, ["n LRN data -> n lrn_param { local_size: 3 alpha: 0.5 beta: 0.75 norm_region: WITHIN_CHANNEL }"], {}),
    "batch-norm": (IMAGE, ["b BatchNorm data -> b batch_norm_param { use_global_stats: true eps: 0.001 }"],
                   {"b": [(4,), (4,), (1,)]}),
    "batch-norm-scale": (
        IMAGE, ["b BatchNorm data -> data", "s Scale data -> data scale_param { bias_term: true }"],
        {"b": [(4,), (4,), (1,)], "s": [(4,), (4,)]}),
    "scale": (IMAGE, ["s Scale data -> s"], {"s": [(4,)]}),
    "scale-two": (
        IMAGE,
        ["g Pooling data -> g pooling_param { pool: AVE global_pooling: true }",
         "r Reshape g -> r reshape_param { shape { dim: 0 dim: -1 } }",
         "s Scale data r -> s scale_param { axis: 0 }"], {}),
    "relu": (IMAGE, ["r ReLU data -> data"], {}),
    "relu-leaky": (IMAGE, ["r ReLU data -> data relu_param { negative_slope: 0.1 }"], {}),
    "prelu": (IMAGE, ["r PReLU data -> r"], {"r": [(4,)]}),
    "prelu-shared": (IMAGE, ["r PReLU data -> r prelu_param { channel_shared: true }"], {"r": [(1,)]}),
    "elu": (IMAGE, ["e ELU data -> e"], {}),
    "sigmoid": (IMAGE, ["s Sigmoid data -> s"], {}),
    "tanh": (IMAGE, ["t TanH data -> t"], {}),
    "bnll": (IMAGE, ["b BNLL data -> b"], {}),
    "absval": (IMAGE, ["a AbsVal data -> a"], {}),
    "power-line": (IMAGE, ["p Power data -> p power_param { scale: 0.5 shift: 2 }"], {}),
    "power-square": (IMAGE, ["p Power data -> p power_param { power: 2 scale: 0.5 shift: 1 }"], {}),
    "power-fraction": (
        IMAGE, ["s Sigmoid data -> s", "p Power s -> p power_param { power: -0.75 scale: 2 shift: 1 }"], {}),
    "exp": (IMAGE, ["e Exp data -> e"], {}),
    "exp-base": (IMAGE, ["e Exp data -> e exp_param { base: 2 scale: 0.5 shift: 1 }"], {}),
    "bias": (IMAGE, ["b Bias data -> b"], {"b": [(4,)]}),
    "softmax": (IMAGE, ["s Softmax data -> s"], {}),
    "softmax-axis": (IMAGE, ["s Softmax data -> s softmax_param { axis: 2 }"], {}),
    "dropout": (IMAGE, ["d Dropout data -> d dropout_param { dropout_ratio: 0.3 }"], {}),
    "concat": (IMAGE, ["a Sigmoid data -> a", "b TanH data -> b", "c Concat a b -> c"], {}),
    "concat-axis": (IMAGE, ["a Sigmoid data -> a", "b TanH data -> b", "c Concat a b -> c concat_param { axis: 2 }"], {}),
    "concat-dim": (
        IMAGE, ["a Sigmoid data -> a", "b TanH data -> b", "c Concat a b -> c concat_param { concat_dim: 1 }"], {}),
    "eltwise-sum": (IMAGE, ["a Sigmoid data -> a", "e Eltwise a data -> e"], {}),
    "eltwise-coefficients": (
        IMAGE, ["a Sigmoid data -> a", "e Eltwise a data -> e eltwise_param { coeff: 1 coeff: -0.5 }"], {}),
    "eltwise-product": (IMAGE, ["a Sigmoid data -> a", "e Eltwise a data -> e eltwise_param { operation: PROD }"], {}),
    "eltwise-max": (IMAGE, ["a Sigmoid data -> a", "e Eltwise a data -> e eltwise_param { operation: MAX }"], {}),
    "flatten": (IMAGE, ["f Flatten data -> f"], {}),
    "flatten-axis": (IMAGE, ["f Flatten data -> f flatten_param { axis: 2 }"], {}),
    "reshape": (IMAGE, ["r Reshape data -> r reshape_param { shape { dim: 0 dim: 2 dim: -1 dim: 0 } }"], {}),
    "slice": (
        IMAGE,
        ["s Slice data -> a b slice_param { axis: 1 slice_point: 1 }", "t TanH b -> t", "c Concat t a -> c"], {}),
    "slice-dim": (
        IMAGE, ["s Slice data -> a b slice_param { slice_dim: 1 }", "t TanH b -> t", "c Concat t a -> c"], {}),
    "crop": (
        IMAGE,
        ["p Pooling data -> p pooling_param { kernel_size: 3 stride: 2 }",
         "c Crop data p -> c crop_param { axis: 2 offset: 2 offset: 3 }"], {}),
    "split": (IMAGE, ["s Split data -> a b", "t TanH a -> t", "e Eltwise t b -> e"], {}),
    "permute": (IMAGE, ["p Permute data -> p permute_param { order: 0 order: 2 order: 3 order: 1 }"], {}),
}  # fmt: skip


def layers(lines):
    """The layers of a case: name, type, bottoms, tops, arguments."""
    for line in lines:
        head, _, arguments = line.partition("{")
        words, tops = head.split(" -> ")
        name, kind, *bottoms = words.split()
        tops, parameter = (tops.split()[:-1], tops.split()[-1] + " {" + arguments) if arguments else (tops.split(), "")
        yield name, kind, bottoms, tops, parameter


def prototxt(name, shape, lines):
    """The text of a case."""
    dims = " ".join(f"dim: {size}" for size in (1, *shape))
    text = [f'name: "{name}"',
            f'layer {{ name: "data" type: "Input" top: "data" input_param {{ shape {{ {dims} }} }} }}']  # fmt: skip
    for layer, kind, bottoms, tops, parameter in layers(lines):
        blobs = " ".join([f'bottom: "{blob}"' for blob in bottoms] + [f'top: "{blob}"' for blob in tops])
        text.append(f'layer {{ name: "{layer}" type: "{kind}" {blobs} {parameter} }}'.replace("  ", " "))
    return "\n".join(text) + "\n"
