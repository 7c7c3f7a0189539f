"""Small networks with the operators of PyTorch that zoo reads from exported programs: input sizes and a module each."""

import torch
from torch import nn
from torch.nn import functional as F

IMAGE = (4, 6, 8)


class Call(nn.Module):
    """A function as a module."""

    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, x):
        return self.function(x)


class Scaled(nn.Module):
    """A learned factor for each channel, before and behind."""

    def __init__(self):
        super().__init__()
        self.factors = nn.Parameter(torch.ones(4, 1, 1))

    def forward(self, x):
        return self.factors * torch.tanh(x) + x


class Viewed(nn.Module):
    """A vector of factors and one of terms, which are views with a number for each channel."""

    def __init__(self, batch=False):
        super().__init__()
        self.batch = batch
        self.factors = nn.Parameter(torch.ones(4))
        self.terms = nn.Parameter(torch.ones(4))

    def forward(self, x):
        if self.batch:
            return torch.tanh(x) * self.factors.reshape(1, -1, 1, 1) + self.terms.view(4, 1, 1)
        return torch.addcmul(self.terms.view(1, -1, 1, 1), self.factors.view(1, -1, 1, 1), torch.tanh(x))


class Turned(nn.Module):
    """A normalization of channels, which are put last for it."""

    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm(4)

    def forward(self, x):
        return self.norm(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2).relu()


class Single(nn.Module):
    """One learned factor and one term for all channels."""

    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(1))
        self.bias = nn.Parameter(torch.tensor(1.0))

    def forward(self, x):
        return self.scale * torch.tanh(x) + self.bias


class Terms(nn.Module):
    """A learned term for each channel."""

    def __init__(self):
        super().__init__()
        self.terms = nn.Parameter(torch.ones(1, 4, 1, 1))

    def forward(self, x):
        return torch.tanh(x) + self.terms


class Nested(nn.Module):
    """A block of modules in modules, with one activation for two places, working in place."""

    def __init__(self):
        super().__init__()
        self.block = nn.Sequential(nn.Conv2d(4, 4, 3, padding=1, bias=False), nn.BatchNorm2d(4))
        self.relu = nn.ReLU(inplace=True)

    def forward(self, x):
        out = self.relu(self.block(x))
        out += x
        return self.relu(out)


def shuffle(x):
    batch, channels, height, width = x.shape
    x = x.view(batch, 2, channels // 2, height, width)
    return torch.transpose(x, 1, 2).contiguous().view(batch, channels, height, width)


def call(function):
    return lambda: Call(function)


CASES = {
    "conv2d": (IMAGE, lambda: nn.Conv2d(4, 6, 3, stride=2, padding=(1, 2), groups=2)),
    "conv2d-same": (IMAGE, lambda: nn.Conv2d(4, 3, 4, padding="same", dilation=2)),
    "conv1d": ((4, 9), lambda: nn.Conv1d(4, 3, 3, padding=1)),
    "conv-transpose2d": (IMAGE, lambda: nn.ConvTranspose2d(4, 6, 3, stride=2, padding=1, output_padding=1, groups=2)),
    "linear": ((7,), lambda: nn.Linear(7, 5)),
    "linear-last": (IMAGE, lambda: nn.Linear(8, 5, bias=False)),
    "linear-decomposed": ((7,), lambda: nn.Linear(7, 5)),
    "batch-norm": (IMAGE, lambda: nn.BatchNorm2d(4, eps=1e-3)),
    "batch-norm-decomposed": (IMAGE, lambda: nn.BatchNorm2d(4)),
    "batch-norm-plain": (IMAGE, lambda: nn.BatchNorm2d(4, affine=False)),
    "layer-norm": (IMAGE, lambda: nn.LayerNorm(8, eps=1e-6)),
    "layer-norm-all": (IMAGE, lambda: nn.LayerNorm([4, 6, 8])),
    "group-norm": (IMAGE, lambda: nn.GroupNorm(2, 4)),
    "instance-norm": (IMAGE, lambda: nn.InstanceNorm2d(4, affine=True)),
    "max-pool": (IMAGE, lambda: nn.MaxPool2d(3, 2, padding=1, ceil_mode=True)),
    "max-pool-dilation": (IMAGE, lambda: nn.MaxPool2d(2, 1, dilation=2)),
    "avg-pool": (IMAGE, lambda: nn.AvgPool2d(3, 2, padding=1)),
    "avg-pool-inside": (IMAGE, lambda: nn.AvgPool2d(3, 2, padding=1, count_include_pad=False)),
    "adaptive-avg-pool": (IMAGE, lambda: nn.AdaptiveAvgPool2d((2, 3))),
    "adaptive-avg-pool-1": (IMAGE, lambda: nn.AdaptiveAvgPool2d(1)),
    "adaptive-max-pool-1": (IMAGE, lambda: nn.AdaptiveMaxPool2d(1)),
    "mean": (IMAGE, call(lambda x: x.mean([2, 3]))),
    "mean-keep": (IMAGE, call(lambda x: x.mean((2, 3), keepdim=True))),
    "relu": (IMAGE, lambda: nn.ReLU()),
    "relu6": (IMAGE, lambda: nn.ReLU6()),
    "leaky-relu": (IMAGE, lambda: nn.LeakyReLU(0.2)),
    "prelu": (IMAGE, lambda: nn.PReLU(4)),
    "elu": (IMAGE, lambda: nn.ELU(0.7)),
    "gelu": (IMAGE, lambda: nn.GELU()),
    "gelu-tanh": (IMAGE, lambda: nn.GELU(approximate="tanh")),
    "silu": (IMAGE, lambda: nn.SiLU()),
    "mish": (IMAGE, lambda: nn.Mish()),
    "hardswish": (IMAGE, lambda: nn.Hardswish()),
    "hardsigmoid": (IMAGE, lambda: nn.Hardsigmoid()),
    "hardtanh": (IMAGE, lambda: nn.Hardtanh(-0.5, 0.25)),
    "clamp": (IMAGE, call(lambda x: torch.clamp(x, min=-0.25))),
    "sigmoid": (IMAGE, lambda: nn.Sigmoid()),
    "tanh": (IMAGE, lambda: nn.Tanh()),
    "softplus": (IMAGE, lambda: nn.Softplus()),
    "softmax": (IMAGE, lambda: nn.Softmax(dim=1)),
    "softmax-last": (IMAGE, lambda: nn.Softmax(dim=-1)),
    "dropout": (IMAGE, lambda: nn.Dropout(0.3)),
    "flatten": (IMAGE, lambda: nn.Flatten()),
    "view": (IMAGE, call(lambda x: x.view(x.size(0), -1))),
    "reshape": (IMAGE, call(lambda x: x.reshape(-1, 8, 24))),
    "permute": (IMAGE, call(lambda x: x.permute(0, 2, 3, 1))),
    "transpose": (IMAGE, call(lambda x: x.transpose(-1, 2))),
    "squeeze": ((4, 1, 8), call(lambda x: x.squeeze(2).unsqueeze(-1))),
    "chunk": (IMAGE, call(lambda x: torch.add(*x.chunk(2, dim=1)))),
    "split": (IMAGE, call(lambda x: torch.cat(x.split([1, 3], dim=1)[::-1], dim=1))),
    "slice": (IMAGE, call(lambda x: x[:, 1:3, ::2, -5:])),
    "cat": (IMAGE, call(lambda x: torch.cat([x, x.relu()], 1))),
    "cat-last": (IMAGE, call(lambda x: torch.cat([x, x.relu()], -1))),
    "add": (IMAGE, call(lambda x: x + x.sigmoid())),
    "add-alpha": (IMAGE, call(lambda x: torch.add(x, x.sigmoid(), alpha=0.5))),
    "sub": (IMAGE, call(lambda x: x - x.sigmoid())),
    "numbers": (IMAGE, call(lambda x: (x * 2 + 1 - 0.5) / 4)),
    "mul-gate": (IMAGE, call(lambda x: x * x.mean((2, 3), keepdim=True).sigmoid())),
    "square": (IMAGE, call(lambda x: x**2)),
    "factors": (IMAGE, Scaled),
    "nested": (IMAGE, Nested),
    "shuffle": (IMAGE, call(shuffle)),
    "matmul": (IMAGE, call(lambda x: x @ x.transpose(2, 3))),
    "pad": (IMAGE, call(lambda x: F.pad(x, (1, 2, 0, 3), value=0.5))),
    "pad-reflect": (IMAGE, call(lambda x: F.pad(x, (1, 2, 0, 3), mode="reflect"))),
    "upsample-nearest": (IMAGE, lambda: nn.Upsample(scale_factor=2)),
    "upsample-bilinear": (IMAGE, lambda: nn.Upsample(size=(9, 12), mode="bilinear")),
    "upsample-corners": (IMAGE, lambda: nn.Upsample(size=(9, 12), mode="bilinear", align_corners=True)),
}

FUNCTIONS = "abs exp sin cos erf sign floor ceil round atan sinh cosh asinh".split()
CASES |= {f"function-{name}": (IMAGE, call(getattr(torch, name))) for name in FUNCTIONS}
CASES |= {
    "function-positive": (IMAGE, call(lambda x: torch.sqrt(torch.sigmoid(x)) - torch.log(x.sigmoid()) * torch.rsqrt(x.sigmoid()))),
    "log-softmax": (IMAGE, call(lambda x: F.log_softmax(x, 1))),
    "power": (IMAGE, call(lambda x: x.sigmoid() ** -0.75)),
    "power-tensor": (IMAGE, call(lambda x: torch.pow(x.sigmoid(), x))),
    "div-tensor": (IMAGE, call(lambda x: x / x.sigmoid())),
    "minimum": (IMAGE, call(lambda x: torch.minimum(x, -x))),
    "terms": (IMAGE, Terms),
    "factors-viewed": (IMAGE, lambda: Viewed(batch=True)), "factors-and-terms": (IMAGE, Viewed),
    "factor-single": (IMAGE, Single),
    "addcmul": (IMAGE, call(lambda x: torch.addcmul(x, x.sigmoid(), x.tanh()))),
    "layer-norm-turned": (IMAGE, Turned),
    "norm": (IMAGE, call(lambda x: torch.linalg.vector_norm(x, dim=(2, 3), keepdim=True))),
    "stack": (IMAGE, call(lambda x: torch.stack([x, x.relu()], 1).sum(1))),
    "stack-last": (IMAGE, call(lambda x: torch.stack([x, x.relu()], -1))),
    "cat-one": (IMAGE, call(lambda x: torch.cat([x], 1).relu())),
    "expand": (IMAGE, call(lambda x: x * x.mean((2, 3), keepdim=True).expand_as(x))),
    "pad-cut": (IMAGE, call(lambda x: F.pad(x, (-1, 2, 0, -3)).relu())),
    "pad-infinity": (IMAGE, call(lambda x: F.max_pool2d(F.pad(x, (1, 2, 0, 1), value=-torch.inf), 3, 2))),
    "pad-infinity-twice": (IMAGE, call(lambda x: F.max_pool2d(F.pad(x, (0, 1), value=-torch.inf), 4, 2, padding=1))),
    "older": (IMAGE, Nested), "older-sequence": (IMAGE, lambda: nn.Sequential(nn.Conv2d(4, 3, 3), nn.PReLU())),
}  # fmt: skip

# Those that are written as torch did before 2.8.
OLDER = {"older", "older-sequence"}

# Those that are written after run_decompositions, as core ATen operators.
DECOMPOSED = {"linear-decomposed", "batch-norm-decomposed"}
