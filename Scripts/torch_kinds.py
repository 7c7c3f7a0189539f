"""PyTorch's computation of every kind of layer, from the items of a model file: the meaning of the file, said again.

A network is a list of items as zoo/README.md describes them. Tensors have a batch axis in front, which no item knows
of: axis 0 of an item is the channels.
"""

import torch
from torch.nn import functional as F

BY_AXES = {1: "1d", 2: "2d", 3: "3d"}
LINEAR = {1: "linear", 2: "bilinear", 3: "trilinear"}


class Parameters:
    """Hands out the parameters of a network one after another, made by a formula from their number and index."""

    def __init__(self, formula):
        self.formula = formula
        self.tensors = 0
        self.count = 0

    def __call__(self, *shape):
        tensor = self.formula(self.tensors, shape)
        self.tensors += 1
        self.count += tensor.numel()
        return tensor


def run(items, x, parameters):
    """Returns the output of a list of items on an input."""
    return sequence(items, x, parameters, {})


def sequence(items, x, parameters, names):
    """Returns the output of the last item; every item reads the one before it, or the one that `from` names."""
    for item in items:
        kind, main, options = parts(item)
        name = options.pop("name", None)
        x = names[options.pop("from")] if "from" in options else x
        if kind in JOINS:
            x = JOINS[kind]([branch_output(branch, x, parameters, names) for branch in main], **options)
        else:
            x = KINDS[kind](x, parameters, *([] if main is None else [main]), **options)
        if name:
            names[name] = x
    return x


def branch_output(branch, x, parameters, names):
    """Returns the output of a join's branch: the layer of a name, or items that begin at the join's input."""
    return names[branch] if isinstance(branch, str) else sequence(branch, x, parameters, names)


def parts(item):
    """Returns the kind of an item, its main argument and its other arguments."""
    if isinstance(item, str):
        return item, None, {}
    (kind, main), *rest = item.items()
    return kind, main, dict(rest)


# Windows.


def axes_of(x):
    """Returns the number of axes behind the channels."""
    return x.dim() - 2


def each(value, axes):
    """Returns one number per axis."""
    return [value] * axes if isinstance(value, (int, float)) else list(value)


def pairs(pad, sizes, kernel, stride, dilation):
    """Returns the padding before and after, for every axis."""
    if pad == "same":
        totals = [
            max((-(-size // s) - 1) * s + (k - 1) * d + 1 - size, 0)
            for size, k, s, d in zip(sizes, kernel, stride, dilation)
        ]
        return [(total // 2, total - total // 2) for total in totals]
    if isinstance(pad, int):
        return [(pad, pad)] * len(sizes)
    return [(cells, cells) if isinstance(cells, int) else tuple(cells) for cells in pad]


def padded(x, cells, **options):
    """Returns the tensor with cells before and after each axis; PyTorch wants the last axis first."""
    flat = [count for pair in reversed(cells) for count in pair]
    return F.pad(x, flat, **options) if any(flat) else x


def conv(x, parameters, channels, kernel, stride=1, pad=0, dilation=1, groups=1, bias=True):
    """Returns a convolution."""
    axes, arriving = axes_of(x), x.shape[1]
    channels = arriving if channels == "channels" else channels
    groups = arriving if groups == "channels" else groups
    kernel, stride, dilation = each(kernel, axes), each(stride, axes), each(dilation, axes)
    weight = parameters(channels, arriving // groups, *kernel)
    offset = parameters(channels) if bias else None
    x = padded(x, pairs(pad, x.shape[2:], kernel, stride, dilation))
    return getattr(F, "conv" + BY_AXES[axes])(x, weight, offset, stride, 0, dilation, groups)


def transposed_conv(
    x, parameters, channels, kernel, stride=1, pad=0, output_pad=0, dilation=1, groups=1, bias=True
):  # fmt: skip
    """Returns a transposed convolution."""
    axes, arriving = axes_of(x), x.shape[1]
    groups = arriving if groups == "channels" else groups
    kernel, stride, pad = each(kernel, axes), each(stride, axes), each(pad, axes)
    weight = parameters(arriving, channels // groups, *kernel)
    offset = parameters(channels) if bias else None
    function = getattr(F, "conv_transpose" + BY_AXES[axes])
    return function(x, weight, offset, stride, pad, each(output_pad, axes), groups, each(dilation, axes))


def pool_window(x, kernel, stride, pad, dilation):
    """Returns kernel, stride, padding and dilation for every axis."""
    axes = axes_of(x)
    kernel, dilation = each(kernel, axes), each(dilation, axes)
    stride = kernel if stride is None else each(stride, axes)
    return kernel, stride, pairs(pad, x.shape[2:], kernel, stride, dilation), dilation


def maxpool(x, parameters, kernel, stride=None, pad=0, dilation=1, rounding="floor"):
    """Returns maximum pooling; the padding never wins."""
    kernel, stride, cells, dilation = pool_window(x, kernel, stride, pad, dilation)
    function = getattr(F, "max_pool" + BY_AXES[axes_of(x)])
    if all(before == after for before, after in cells):
        return function(x, kernel, stride, [before for before, _ in cells], dilation, rounding == "ceil")
    return function(padded(x, cells, value=-torch.inf), kernel, stride, 0, dilation)


def avgpool(x, parameters, kernel, stride=None, pad=0, rounding="floor", count_padding=True):
    """Returns average pooling."""
    kernel, stride, cells, _ = pool_window(x, kernel, stride, pad, 1)
    function = getattr(F, "avg_pool" + BY_AXES[axes_of(x)])
    if all(before == after for before, after in cells):
        return function(x, kernel, stride, [before for before, _ in cells], rounding == "ceil", count_padding)
    means = function(padded(x, cells), kernel, stride)
    return means if count_padding else means / function(padded(torch.ones_like(x), cells), kernel, stride)


def pad(x, parameters, cells, mode="constant", value=0):
    """Returns the padded tensor."""
    options = {"value": value} if mode == "constant" else {"mode": mode}
    return padded(x, pairs(cells, x.shape[2:], None, None, None), **options)


def resize(x, parameters, scale=None, size=None, mode="nearest", coordinates=None):
    """Returns the resized tensor."""
    axes = axes_of(x)
    options = {"size": size} if scale is None else {"scale_factor": scale}
    if mode == "nearest":
        exact = {None: "nearest", "asymmetric": "nearest", "half_pixel": "nearest-exact"}
        return F.interpolate(x, **options, mode=exact[coordinates])
    if coordinates == "asymmetric":
        return resize_asymmetric(x, each(scale, axes))
    return F.interpolate(x, **options, mode=LINEAR[axes], align_corners=coordinates == "align_corners")


def resize_asymmetric(x, scales):
    """Returns the tensor resized linearly, output i reading at i / scale; PyTorch has no such mode."""
    for axis, scale in enumerate(scales, start=2):
        size = x.shape[axis]
        place = (torch.arange(int(size * scale), dtype=x.dtype) / scale).clamp(max=size - 1)
        low = place.floor().long()
        share = (place - low).reshape([-1 if index == axis else 1 for index in range(x.dim())])
        high = (low + 1).clamp(max=size - 1)
        x = x.index_select(axis, low) * (1 - share) + x.index_select(axis, high) * share
    return x


# Number by number, and channel by channel.


def per_channel(values, x):
    """Returns numbers, one for all or one per channel, as a tensor that broadcasts."""
    tensor = torch.as_tensor(values, dtype=x.dtype).reshape(-1)
    return tensor.reshape(1, -1, *[1] * (x.dim() - 2))


def scale(x, parameters, factor=True, bias=True, shared=False):
    """Returns the tensor times a learned weight per channel or for all, plus a learned bias."""
    count = 1 if shared else x.shape[1]
    x = x * per_channel(parameters(count), x) if factor else x
    return x + per_channel(parameters(count), x) if bias else x


def prelu(x, parameters, shared=False):
    """Returns the tensor with negative numbers times a learned slope."""
    return F.prelu(x, parameters(1 if shared else x.shape[1]))


def hard_sigmoid(x, parameters, alpha=1 / 6, beta=0.5):
    """Returns the clipped line; PyTorch knows it with its default numbers alone."""
    return F.hardsigmoid(x) if (alpha, beta) == (1 / 6, 0.5) else (alpha * x + beta).clamp(0, 1)


# Normalization.


def layernorm(x, parameters, over="channels", epsilon=1e-5, affine=True):
    """Returns layer normalization over the channels at each position, over all, or over the last axis."""
    turned = x.movedim(1, -1) if over == "channels" else x
    shape = turned.shape[1:] if over == "all" else turned.shape[-1:]
    weight, bias = (parameters(*shape), parameters(*shape)) if affine else (None, None)
    result = F.layer_norm(turned, shape, weight, bias, epsilon)
    return result.movedim(-1, 1) if over == "channels" else result


def groupnorm(x, parameters, groups, epsilon=1e-5, affine=True):
    """Returns group normalization."""
    weight, bias = (parameters(x.shape[1]), parameters(x.shape[1])) if affine else (None, None)
    return F.group_norm(x, groups, weight, bias, epsilon)


def instancenorm(x, parameters, epsilon=1e-5, affine=False):
    """Returns instance normalization."""
    weight, bias = (parameters(x.shape[1]), parameters(x.shape[1])) if affine else (None, None)
    return F.instance_norm(x, None, None, weight, bias, eps=epsilon)


# Axes and shapes.


def behind_batch(axes):
    """Returns PyTorch's axes of an item's."""
    return [axis + 1 for axis in ([axes] if isinstance(axes, int) else axes)]


def cut(x, parameters, span, axis=0, step=1):
    """Returns the numbers from a start to before an end along an axis."""
    index = [slice(None)] * x.dim()
    index[axis + 1] = slice(*span, step)
    return x[tuple(index)]


def shuffle(x, parameters, groups):
    """Returns the channels, written as a table with one row per group and read by columns."""
    batch, channels, *extent = x.shape
    return x.reshape(batch, groups, channels // groups, *extent).transpose(1, 2).reshape(x.shape)


def fc(x, parameters, outputs, bias=True, flatten=True):
    """Returns a fully connected layer of all numbers, or of the last axis."""
    x = x.flatten(1) if flatten else x
    weight = parameters(outputs, x.shape[-1])
    return F.linear(x, weight, parameters(outputs) if bias else None)


def spatial(x):
    """Returns the axes behind the channels."""
    return list(range(2, x.dim()))


KINDS = {
    "adaptive_avgpool": lambda x, p, outputs: getattr(F, "adaptive_avg_pool" + BY_AXES[axes_of(x)])(x, outputs),
    "affine": lambda x, p, scale=1, shift=0: x * per_channel(scale, x) + per_channel(shift, x),
    "avgpool": avgpool,
    "clip": lambda x, p, min=None, max=None: x.clamp(min, max),
    "conv": conv,
    "elu": lambda x, p, alpha=1: F.elu(x, alpha),
    "fc": fc,
    "flatten": lambda x, p: x.flatten(1),
    "function": lambda x, p, of: (F.softsign if of == "softsign" else getattr(torch, of))(x),
    "gelu": lambda x, p, approximation="none": F.gelu(x, approximate=approximation),
    "global_avgpool": lambda x, p: x.mean(spatial(x), keepdim=True),
    "global_maxpool": lambda x, p: x.amax(spatial(x), keepdim=True),
    "groupnorm": groupnorm,
    "hard_sigmoid": hard_sigmoid,
    "hard_swish": lambda x, p: F.hardswish(x),
    "instancenorm": instancenorm,
    "l2norm": lambda x, p, epsilon=1e-12: F.normalize(x, dim=1, eps=epsilon),
    "layernorm": layernorm,
    "leaky_relu": lambda x, p, slope=0.01: F.leaky_relu(x, slope),
    "log_softmax": lambda x, p, axis=0: F.log_softmax(x, axis + 1),
    "max": lambda x, p, axes, keep=False: x.amax(behind_batch(axes), keepdim=keep),
    "maxpool": maxpool,
    "mean": lambda x, p, axes, keep=False: x.mean(behind_batch(axes), keepdim=keep),
    "mish": lambda x, p: F.mish(x),
    "pad": pad,
    "power": lambda x, p, exponent: x**exponent,
    "prelu": prelu,
    "relu": lambda x, p: F.relu(x),
    "relu6": lambda x, p: F.relu6(x),
    "reshape": lambda x, p, sizes: x.reshape(x.shape[0], *sizes),
    "resize": resize,
    "scale": scale,
    "shuffle": shuffle,
    "sigmoid": lambda x, p: torch.sigmoid(x),
    "silu": lambda x, p: F.silu(x),
    "slice": cut,
    "softmax": lambda x, p, axis=0: F.softmax(x, axis + 1),
    "softplus": lambda x, p, beta=1: F.softplus(x, beta),
    "tanh": lambda x, p: torch.tanh(x),
    "transpose": lambda x, p, order: x.permute(0, *behind_batch(order)),
    "transposed_conv": transposed_conv,
}


# Joins.


def aligned(inputs):
    """Returns the inputs with vectors written as C×1×1."""
    most = max(x.dim() for x in inputs)
    return [x.reshape(*x.shape, *[1] * (most - 2)) if x.dim() == 2 else x for x in inputs]


def folded(function):
    """Returns a join that broadcasts, of a function of two tensors."""

    def join(inputs):
        """Returns the function of all inputs, from the first to the last."""
        result, *others = aligned(inputs)
        for other in others:
            result = function(result, other)
        return result

    return join


def matmul(inputs, transpose_b=False, scale=1):
    """Returns the matrix product of the last two axes, times a number."""
    a, b = inputs
    return a @ (b.transpose(-1, -2) if transpose_b else b) * scale


JOINS = {
    "add": folded(torch.add),
    "concat": lambda inputs: torch.cat(inputs, dim=1),
    "divide": folded(torch.div),
    "matmul": matmul,
    "maximum": folded(torch.maximum),
    "minimum": folded(torch.minimum),
    "multiply": folded(torch.mul),
    "raise": folded(torch.pow),
    "subtract": folded(torch.sub),
}
