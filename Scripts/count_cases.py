"""Small networks with one of every kind of layer behind a convolution, to see how programs count it.

A case: name, input, how calls are spelled where there are several ways (else None), then the lines of a model file. The
name is the kind, and "module" or "function" where a kind is both.
"""

MAPS = [3, 10, 12]
TOKENS = [7, 6]  # read as 7 tokens of 6 numbers
FIRST = "{conv: 8, kernel: 3, pad: 1, name: conv}"

# Kinds that work number by number, or change nothing: the keyword and the arguments of both spellings.
BOTH = [
    ("relu", ""), ("relu6", ""), ("leaky_relu", "0.1"), ("elu", ""), ("silu", ""), ("mish", ""), ("hard_swish", ""),
    ("hard_sigmoid", ""), ("sigmoid", ""), ("tanh", ""), ("gelu", ""), ("softplus", ""), ("softmax", ""),
    ("clip", ", min: -1, max: 2"),
    ("maxpool", "2"), ("maxpool", "3, stride: 2, pad: 1"), ("avgpool", "2"), ("avgpool", "3, stride: 2, pad: 1"),
    ("adaptive_avgpool", "[5, 4]"), ("adaptive_avgpool", "[4, 5]"), ("global_avgpool", ""), ("global_maxpool", ""),
    ("resize", "2"), ("resize", "[2, 3]"), ("resize", "1.5"), ("resize", ", size: [7, 9]"), ("resize", "2, mode: linear"),
    ("resize", ", size: [7, 9], mode: linear"), ("resize", "2, mode: linear, coordinates: align_corners"),
    ("pad", "1"), ("pad", "1, mode: reflect"), ("pad", "1, mode: replicate"),
    ("flatten", ""),
]  # fmt: skip


def in_words(keyword, arguments):
    """Returns the name of a case: the keyword and its arguments."""
    return f"{keyword} {arguments.strip(', ')}".strip()


def both(keyword, arguments):
    """Returns the cases of a kind as a module and as a function."""
    name = in_words(keyword, arguments)
    main = f"{keyword}: {arguments}"
    return [
        (f"{name}, module", MAPS, None, FIRST, f"{{{main}, name: layer}}"),
        (f"{name}, function", MAPS, None, FIRST, f"{{{main}}}" if arguments else keyword),
    ]


def one(name, *lines, written=None, shape=MAPS):
    """Returns a case that begins with a convolution."""
    return (name, shape, written, FIRST, *lines)


ACTIVATIONS = [
    one("gelu approximation: tanh, module", "{gelu: , approximation: tanh, name: layer}"),
    one("gelu approximation: tanh, function", "{gelu: , approximation: tanh}"),
    one("clip, F.hardtanh", "{clip: , min: -1, max: 2}", written="F.hardtanh"),
    one("prelu", "{prelu: , name: layer}"),
    one("prelu shared: true", "{prelu: , shared: true, name: layer}"),
    one("softmax axis: 2, module", "{softmax: , axis: 2, name: layer}"),
    one("dropout, module", "{dropout: , name: layer}"),
]
NORMALIZATIONS = [
    one("batchnorm", "{batchnorm: , name: layer}"),
    one("batchnorm affine: false", "{batchnorm: , affine: false, name: layer}"),
    one("layernorm over: channels", "{layernorm: , name: layer}"),
    one("layernorm over: last", "{layernorm: , over: last, name: layer}"),
    one("layernorm over: last, affine: false", "{layernorm: , over: last, affine: false, name: layer}"),
    one("layernorm over: all", "{layernorm: , over: all, name: layer}"),
    one("layernorm, function", "{layernorm: , over: last, affine: false}"),
    one("groupnorm", "{groupnorm: 2, name: layer}"),
    one("groupnorm affine: false", "{groupnorm: 2, affine: false, name: layer}"),
    one("groupnorm, function", "{groupnorm: 2, affine: false}"),
    one("instancenorm", "{instancenorm: , name: layer}"),
    one("instancenorm affine: true", "{instancenorm: , affine: true, name: layer}"),
    one("instancenorm, function", "instancenorm"),
    one("l2norm", "l2norm"),
    one("lrn", "{lrn: 5, name: layer}"),
    one("scale, parameter of the network", "{scale: , bias: false}"),
    one("scale, module", "{scale: , name: layer}"),
    one("scale bias: false, module", "{scale: , bias: false, name: layer}"),
    one("affine", "{affine: , scale: 2, shift: 0.5}"),
]
WINDOWS = [
    one("conv groups", "{conv: 12, kernel: 3, groups: 4, name: layer}"),
    one("conv stride, dilation", "{conv: 6, kernel: 3, stride: 2, dilation: 2, pad: 1, bias: false, name: layer}"),
    one("conv depthwise", "{conv: channels, kernel: 3, pad: 1, groups: channels, name: layer}"),
    one("conv depthwise, no bias", "{conv: channels, kernel: 5, pad: 2, groups: channels, bias: false, name: layer}"),
    one("conv, then batchnorm", "{conv: 6, kernel: 3, bias: false, name: layer}", "{batchnorm: , name: bn}"),
    one("conv with bias, then batchnorm", "{conv: 6, kernel: 3, name: layer}", "{batchnorm: , name: bn}"),
    one("conv depthwise, then batchnorm", "{conv: channels, kernel: 3, groups: channels, bias: false, name: layer}", "{batchnorm: , name: bn}"),
    one("transposed_conv", "{transposed_conv: 6, kernel: 3, stride: 2, pad: 1, output_pad: 1, name: layer}"),
    one("transposed_conv, no bias", "{transposed_conv: 6, kernel: 4, stride: 2, pad: 1, bias: false, name: layer}"),
    one("transposed_conv groups", "{transposed_conv: 12, kernel: 2, stride: 2, groups: 4, name: layer}"),
    one("transposed_conv depthwise", "{transposed_conv: 8, kernel: 4, stride: 2, pad: 1, groups: 8, bias: false, name: layer}"),
    one("transposed_conv, then batchnorm", "{transposed_conv: 6, kernel: 4, stride: 2, pad: 1, bias: false, name: layer}", "{batchnorm: , name: bn}"),
    one("conv, then relu, then batchnorm", "relu", "{batchnorm: , name: bn}"),
    one("conv read twice, then batchnorm", "{add: [[{batchnorm: , name: bn}], []]}"),
    ("fc, then batchnorm", [6], None, "{fc: 5, name: fc}", "{batchnorm: , name: bn}"),
    ("conv 1-D, then batchnorm", [3, 20], None, "{conv: 8, kernel: 5, bias: false, name: conv}", "{batchnorm: , name: bn}"),
    ("conv 1-D", [3, 20], None, "{conv: 8, kernel: 5, stride: 2, name: conv}"),
    ("conv 3-D", [2, 5, 6, 7], None, "{conv: 4, kernel: 3, pad: 1, name: conv}"),
    ("conv 3-D depthwise", [4, 5, 6, 7], None, "{conv: channels, kernel: 3, groups: channels, bias: false, name: conv}"),
    ("transposed_conv 1-D", [3, 20], None, "{transposed_conv: 8, kernel: 4, stride: 2, pad: 1, name: conv}"),
    ("transposed_conv 3-D", [2, 3, 4, 5], None, "{transposed_conv: 4, kernel: 2, stride: 2, name: conv}"),
    ("maxpool 1-D", [3, 20], None, "{conv: 8, kernel: 5, name: conv}", "{maxpool: 2, name: layer}"),
    ("maxpool 3-D", [2, 5, 6, 7], None, "{conv: 4, kernel: 3, pad: 1, name: conv}", "{maxpool: 2, name: layer}"),
    ("avgpool 1-D", [3, 20], None, "{conv: 8, kernel: 5, name: conv}", "{avgpool: 2, name: layer}"),
    ("avgpool 3-D", [2, 5, 6, 7], None, "{conv: 4, kernel: 3, pad: 1, name: conv}", "{avgpool: 2, name: layer}"),
    ("global_avgpool 1-D", [3, 20], None, "{conv: 8, kernel: 5, name: conv}", "{global_avgpool: , name: layer}"),
    ("global_avgpool 3-D", [2, 5, 6, 7], None, "{conv: 4, kernel: 3, pad: 1, name: conv}", "{global_avgpool: , name: layer}"),
    ("batchnorm 1-D", [3, 20], None, "{conv: 8, kernel: 5, name: conv}", "{batchnorm: , name: layer}"),
    ("batchnorm 3-D", [2, 5, 6, 7], None, "{conv: 4, kernel: 3, pad: 1, name: conv}", "{batchnorm: , name: layer}"),
    ("resize 1-D linear", [3, 20], None, "{conv: 8, kernel: 5, name: conv}", "{resize: 2, mode: linear, name: layer}"),
    ("resize 3-D nearest", [2, 5, 6, 7], None, "{conv: 4, kernel: 3, pad: 1, name: conv}", "{resize: 2, name: layer}"),
    ("resize 3-D linear", [2, 5, 6, 7], None, "{conv: 4, kernel: 3, pad: 1, name: conv}", "{resize: 2, mode: linear, name: layer}"),
]  # fmt: skip
OTHER = "{conv: 8, kernel: 1, name: other}"
GATE = "global_avgpool, {conv: 8, kernel: 1, name: gate}"
SHAPES = [
    one("add, +", f"{{add: [[{OTHER}], []]}}"),
    one("add, +=", f"{{add: [[{OTHER}], []]}}", written="in place"),
    one("add, torch.add", f"{{add: [[{OTHER}], []]}}", written="torch.add"),
    one("add of three", f"{{add: [[{OTHER}], [], [relu]]}}"),
    one("add of C×1×1, +", f"{{add: [[], [{GATE}]]}}"),
    one("add of C×1×1, torch.add", f"{{add: [[], [{GATE}]]}}", written="torch.add"),
    one("multiply, *", f"{{multiply: [[{OTHER}], []]}}"),
    one("multiply, torch.mul", f"{{multiply: [[{OTHER}], []]}}", written="torch.mul"),
    one("multiply by C×1×1, *", f"{{multiply: [[], [{GATE}]]}}"),
    one("multiply by C×1×1, torch.mul", f"{{multiply: [[], [{GATE}]]}}", written="torch.mul"),
    one("multiply C×1×1 by maps, *", f"{{multiply: [[{GATE}], []]}}"),
    one("multiply by 1×H×W, torch.mul", "{multiply: [[], [{conv: 1, kernel: 1, name: gate}]]}", written="torch.mul"),
    one("maximum", f"{{maximum: [[{OTHER}], []]}}"),
    one("concat", f"{{concat: [[{OTHER}], []]}}"),
    one("mean [1, 2]", "{mean: [1, 2]}"),
    one("mean [1, 2], keep: true", "{mean: [1, 2], keep: true}"),
    one("mean [0], keep: true", "{mean: [0], keep: true}"),
    one("mean [1, 2], torch.mean", "{mean: [1, 2]}", written="torch.mean"),
    one("max [1, 2]", "{max: [1, 2]}"),
    one("max [0], keep: true", "{max: [0], keep: true}"),
    one("slice", "{slice: [0, 4]}"),
    one("slice, chunk", "{slice: [0, 4]}", written="chunk"),
    one("shuffle", "{shuffle: 2}"),
    one("reshape", "{reshape: [8, 120]}"),
    one("transpose", "{transpose: [1, 2, 0]}"),
    ("fc of tokens", TOKENS, None, "{fc: 5, flatten: false, name: fc}"),
    ("fc of tokens, no bias", TOKENS, None, "{fc: 5, flatten: false, bias: false, name: fc}"),
    ("fc of a vector", [6], None, "{fc: 5, name: fc}"),
    ("fc of the last axis of maps", [2, 3, 4], None, "{fc: 5, flatten: false, name: fc}"),
    ("matmul, @", TOKENS, None, "{fc: 7, flatten: false, name: fc}", "{matmul: [[], [relu]]}"),
    ("matmul, torch.matmul", TOKENS, "torch.matmul", "{fc: 7, flatten: false, name: fc}", "{matmul: [[], [relu]]}"),
    ("matmul, torch.bmm", TOKENS, "torch.bmm", "{fc: 7, flatten: false, name: fc}", "{matmul: [[], [relu]]}"),
    ("matmul transposed, scaled", TOKENS, None, "{fc: 4, flatten: false, name: fc}", "{matmul: [[], [relu]], transpose_b: true, scale: 0.5}"),
    ("matmul of heads", [2, 7, 6], None, "{fc: 4, flatten: false, name: fc}", "{matmul: [[], [relu]], transpose_b: true}"),
    ("layernorm of tokens", TOKENS, None, "{fc: 4, flatten: false, name: fc}", "{layernorm: , over: last, name: layer}"),
    ("softmax of tokens", TOKENS, None, "{fc: 4, flatten: false, name: fc}", "{softmax: , axis: 1, name: layer}"),
]  # fmt: skip
BLOCKS = [
    one("residual block, one ReLU used twice", "{relu: , name: relu1}", "{conv: 8, kernel: 3, pad: 1, name: conv2}", "{add: [[{conv: 8, kernel: 1, name: conv3}], []]}", "{relu: , name: relu2}"),
    one("residual block, two ReLU", "{relu: , name: relu1}", "{conv: 8, kernel: 3, pad: 1, name: conv2}", "{add: [[{conv: 8, kernel: 1, name: conv3}], []]}", "{relu: , name: relu2}"),
    one("residual block, F.relu", "relu", "{conv: 8, kernel: 3, pad: 1, name: conv2}", "{add: [[{conv: 8, kernel: 1, name: conv3}], []]}", "relu"),
    one("pooling module used twice", "{avgpool: 2, name: pool1}", "{conv: 8, kernel: 3, pad: 1, name: conv2}", "{avgpool: 2, name: pool2}"),
    one("squeeze and excitation", "{multiply: [[], [{global_avgpool: , name: avgpool}, {conv: 4, kernel: 1, name: fc1}, {relu: , name: activation}, {conv: 8, kernel: 1, name: fc2}, {sigmoid: , name: scale_activation}]]}"),
    ("attention of one head", TOKENS, None, "{layernorm: , over: last, name: norm}", "{fc: 4, flatten: false, name: q}", "{fc: 4, flatten: false, from: norm, name: k}", "{fc: 4, flatten: false, from: norm, name: v}", "{matmul: [q, k], transpose_b: true, scale: 0.5}", "{softmax: , axis: 1, name: weights}", "{matmul: [weights, v]}"),
]  # fmt: skip

# Names of a case's modules that are one module.
SHARED = {
    "residual block, one ReLU used twice": {"relu2": "relu1"},
    "pooling module used twice": {"pool2": "pool1"},
}

CASES = [*(case for pair in BOTH for case in both(*pair)), *ACTIVATIONS, *NORMALIZATIONS, *WINDOWS, *SHAPES, *BLOCKS]
