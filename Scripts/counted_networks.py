"""Builds PyTorch networks from the items of a model file, as programs that count operations see them.

An item with a name is a module, one without is a call of a function: the programs count the two differently.
"""

import torch
from torch import nn
from torch.nn import functional as F

import torch_kinds
from torch_kinds import BY_AXES, LINEAR, axes_of, pairs
from torchvision_models import torchvision_models


class Scale(nn.Module):
    """A learned weight per channel, and a learned bias, as a module of its own."""

    def __init__(self, channels, axes, bias=True):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels, *[1] * axes))
        self.bias = nn.Parameter(torch.zeros(channels, *[1] * axes)) if bias else None

    def forward(self, x):
        """Returns the scaled activations."""
        return x * self.weight if self.bias is None else x * self.weight + self.bias


def by_axes(name, x):
    """Returns PyTorch's module of a name for as many axes as a tensor has; for a vector that of one axis."""
    return getattr(nn, name + BY_AXES[max(axes_of(x), 1)])


def symmetric(pad):
    """Returns padding as PyTorch's modules take it: the same before and after."""
    return pad if isinstance(pad, int) else tuple(pad)


def one_or_tuple(value):
    """Returns a list as the tuple that people write."""
    return tuple(value) if isinstance(value, list) else value


def conv(x, channels, kernel, stride=1, pad=0, dilation=1, groups=1, bias=True):
    """Returns a convolution for an input."""
    channels = x.shape[1] if channels == "channels" else channels
    groups = x.shape[1] if groups == "channels" else groups
    return by_axes("Conv", x)(x.shape[1], channels, kernel, stride, symmetric(pad), dilation, groups, bias)


def transposed_conv(x, channels, kernel, stride=1, pad=0, output_pad=0, dilation=1, groups=1, bias=True):
    """Returns a transposed convolution for an input."""
    make = by_axes("ConvTranspose", x)
    return make(x.shape[1], channels, kernel, stride, pad, output_pad, groups, bias, dilation)


def layernorm(x, over="channels", epsilon=1e-5, affine=True):
    """Returns layer normalization; over the channels it is the class that ConvNeXt brings along."""
    if over == "channels":
        return torchvision_models().convnext.LayerNorm2d(x.shape[1], epsilon, affine)
    return nn.LayerNorm(x.shape[1:] if over == "all" else x.shape[-1:], epsilon, affine)


def resize(x, scale=None, size=None, mode="nearest", coordinates=None):
    """Returns resizing as a module."""
    size, scale = one_or_tuple(size), one_or_tuple(scale)
    if mode == "nearest":
        return nn.Upsample(size, scale)
    return nn.Upsample(size, scale, LINEAR[axes_of(x)], coordinates == "align_corners")


def pad(x, cells, mode="constant", value=0):
    """Returns padding as a module."""
    flat = [count for pair in reversed(pairs(cells, x.shape[2:], None, None, None)) for count in pair]
    name = {"constant": "ConstantPad", "reflect": "ReflectionPad", "replicate": "ReplicationPad"}[mode]
    if mode == "constant":
        return by_axes("ZeroPad", x)(flat) if value == 0 else by_axes(name, x)(flat, value)
    return by_axes(name, x)(flat)


# What makes the module of an item with a name, from its input and arguments.
MODULES = {
    "adaptive_avgpool": lambda x, outputs: by_axes("AdaptiveAvgPool", x)(outputs),
    "avgpool": lambda x, kernel, stride=None, pad=0: by_axes("AvgPool", x)(kernel, stride, pad),
    "batchnorm": lambda x, affine=True: by_axes("BatchNorm", x)(x.shape[1], affine=affine),
    "clip": lambda x, min, max: nn.Hardtanh(min, max),
    "conv": conv,
    "dropout": lambda x, rate=0.5: nn.Dropout(rate),
    "elu": lambda x, alpha=1: nn.ELU(alpha),
    "fc": lambda x, outputs, bias=True, flatten=True: nn.Linear(x.shape[-1], outputs, bias),
    "flatten": lambda x: nn.Flatten(),
    "gelu": lambda x, approximation="none": nn.GELU(approximation),
    "global_avgpool": lambda x: by_axes("AdaptiveAvgPool", x)(1),
    "global_maxpool": lambda x: by_axes("AdaptiveMaxPool", x)(1),
    "groupnorm": lambda x, groups, affine=True: nn.GroupNorm(groups, x.shape[1], affine=affine),
    "hard_sigmoid": lambda x: nn.Hardsigmoid(),
    "hard_swish": lambda x: nn.Hardswish(),
    "instancenorm": lambda x, affine=False: by_axes("InstanceNorm", x)(x.shape[1], affine=affine),
    "layernorm": layernorm,
    "leaky_relu": lambda x, slope=0.01: nn.LeakyReLU(slope),
    "lrn": lambda x, size=5: nn.LocalResponseNorm(size),
    "maxpool": lambda x, kernel, stride=None, pad=0, dilation=1: by_axes("MaxPool", x)(kernel, stride, pad, dilation),
    "mish": lambda x: nn.Mish(),
    "pad": pad,
    "prelu": lambda x, shared=False: nn.PReLU(1 if shared else x.shape[1]),
    "relu": lambda x: nn.ReLU(),
    "relu6": lambda x: nn.ReLU6(),
    "resize": resize,
    "scale": lambda x, bias=True: Scale(x.shape[1], axes_of(x), bias),
    "sigmoid": lambda x: nn.Sigmoid(),
    "silu": lambda x: nn.SiLU(),
    "softmax": lambda x, axis=0: nn.Softmax(axis + 1),
    "softplus": lambda x, beta=1: nn.Softplus(beta),
    "tanh": lambda x: nn.Tanh(),
    "transposed_conv": transposed_conv,
}

# Functions that are written otherwise in networks than in torch_kinds.
FUNCTIONS = {
    "adaptive_avgpool": lambda x, outputs: getattr(F, "adaptive_avg_pool" + BY_AXES[axes_of(x)])(x, outputs),
    "global_avgpool": lambda x: getattr(F, "adaptive_avg_pool" + BY_AXES[axes_of(x)])(x, 1),
    "global_maxpool": lambda x: getattr(F, "adaptive_max_pool" + BY_AXES[axes_of(x)])(x, 1),
    "affine": lambda x, scale=1, shift=0: x * scale + shift,
    "dropout": lambda x, rate=0.5: F.dropout(x, rate),
    "clip F.hardtanh": lambda x, min, max: F.hardtanh(x, min, max),
    "slice chunk": lambda x, span: x.chunk(x.shape[1] // (span[1] - span[0]), 1)[span[0] // (span[1] - span[0])],
    "resize": lambda x, scale=None, **options: torch_kinds.resize(x, None, one_or_tuple(scale), **options),
    "mean torch.mean": lambda x, axes, keep=False: torch.mean(x, torch_kinds.behind_batch(axes), keep),
}


def turned(x, transpose):
    """Returns a matrix, transposed where that is asked for."""
    return x.transpose(-1, -2) if transpose else x


def scaled(x, scale):
    """Returns a tensor times a number, unless that is 1."""
    return x if scale == 1 else x * scale


JOINS = {
    "add": lambda inputs: sum(inputs[1:], inputs[0]),
    "add torch.add": lambda inputs: torch.add(*inputs),
    "add in place": lambda inputs: inputs[0].add_(inputs[1]),
    "concat": lambda inputs: torch.cat(inputs, 1),
    "matmul": lambda inputs, transpose_b=False, scale=1: scaled(inputs[0] @ turned(inputs[1], transpose_b), scale),
    "matmul torch.matmul": lambda inputs: torch.matmul(*inputs),
    "matmul torch.bmm": lambda inputs: torch.bmm(*inputs),
    "maximum": lambda inputs: torch.maximum(*inputs),
    "multiply": lambda inputs: inputs[0] * inputs[1],
    "multiply torch.mul": lambda inputs: torch.mul(*inputs),
}


class Network(nn.Module):
    """A network of items. Its modules are made for an input's shape; `shared` says which names are one module."""

    def __init__(self, items, shape, written=None, shared=None):
        super().__init__()
        self.layers_of_file = items
        self.written = written
        self.shared = shared or {}
        with torch.no_grad():
            self.eval()(torch.zeros(1, *shape))
        self.train()

    def forward(self, x):
        """Returns the output of the last item."""
        return self.sequence(self.layers_of_file, x, {})

    def sequence(self, items, x, names):
        """Returns the output of the last of some items that begin at an input."""
        for item in items:
            kind, main, options = torch_kinds.parts(item)
            name = options.pop("name", None)
            x = names[options.pop("from")] if "from" in options else x
            x = self.output_of(kind, main, options, name, x, names)
            if name:
                names[name] = x
        return x

    def output_of(self, kind, main, options, name, x, names):
        """Returns the output of an item."""
        if kind in JOINS:
            inputs = [names[branch] if isinstance(branch, str) else self.sequence(branch, x, names) for branch in main]
            return JOINS[self.spelling(kind, JOINS)](torch_kinds.aligned(inputs), **options)
        arguments = [] if main is None else [main]
        if name:
            return self.module(self.shared.get(name, name), kind, x, arguments, options)(x)
        if kind == "scale":
            return x * self.parameter_of_network(x)
        spelling = self.spelling(kind, FUNCTIONS)
        if spelling in FUNCTIONS:
            return FUNCTIONS[spelling](x, *arguments, **options)
        return torch_kinds.KINDS[kind](x, self.no_parameters, *arguments, **options)

    def spelling(self, kind, table):
        """Returns the key of a function: the kind, or the kind and the way in which this network writes it."""
        return f"{kind} {self.written}" if f"{kind} {self.written}" in table else kind

    def module(self, name, kind, x, arguments, options):
        """Returns the module of a name, made where it is asked for the first time."""
        if not hasattr(self, name):
            self.add_module(name, MODULES[kind](x, *arguments, **options).train(self.training))
        return getattr(self, name)

    def parameter_of_network(self, x):
        """Returns a weight per channel that belongs to no module but the network, as in ConvNeXt's blocks."""
        if not hasattr(self, "layer_scale"):
            self.layer_scale = nn.Parameter(torch.ones(x.shape[1], *[1] * axes_of(x)))
        return self.layer_scale

    def no_parameters(self, *shape):
        """Refuses functions with parameters, which modules have."""
        raise ValueError(f"a layer with parameters {shape} has no name")
