"""Networks that torchvision does not define, as plain PyTorch modules in the form of their papers and Caffe files."""

import torch
from torch import nn


class Inception(nn.Module):
    """Four branches side by side, joined over channels: 1x1, 3x3, 5x5 and pooling."""

    def __init__(self, inputs, one, three_reduce, three, five_reduce, five, pool):
        super().__init__()
        self.one = nn.Sequential(*convolution(inputs, one, 1))
        self.three = nn.Sequential(
            *convolution(inputs, three_reduce, 1), *convolution(three_reduce, three, 3, padding=1)
        )
        self.five = nn.Sequential(*convolution(inputs, five_reduce, 1), *convolution(five_reduce, five, 5, padding=2))
        self.pool = nn.Sequential(maximum(3, 1, padding=1), *convolution(inputs, pool, 1))

    def forward(self, x):
        """Returns the outputs of the four branches, one after another."""
        return torch.cat([self.one(x), self.three(x), self.five(x), self.pool(x)], dim=1)


def convolution(inputs, outputs, kernel, **options):
    """Returns a convolution and the ReLU that follows it."""
    return nn.Conv2d(inputs, outputs, kernel, **options), nn.ReLU()


def maximum(kernel, stride, padding=0):
    """Returns Caffe's maximum pooling, which rounds its output size up."""
    return nn.MaxPool2d(kernel, stride, padding, ceil_mode=True)


def classifier(inputs):
    """Returns the three fully connected layers of AlexNet and its softmax."""
    return (
        nn.Flatten(),
        nn.Linear(inputs, 4096), nn.ReLU(), nn.Dropout(),
        nn.Linear(4096, 4096), nn.ReLU(), nn.Dropout(),
        nn.Linear(4096, 1000), nn.Softmax(dim=1),
    )  # fmt: skip


class ScaledTanh(nn.Module):
    """The squashing function of LeNet-5: 1.7159 tanh(2/3 x), appendix A of the paper."""

    kind = "tanh"

    def forward(self, x):
        """Returns the squashed values."""
        return 1.7159 * torch.tanh(x * (2 / 3))


class Subsampling(nn.Module):
    """LeNet-5's S layers: the sum under each 2x2 window, times a coefficient, plus a bias, one each per map."""

    kind = "subsample"

    def __init__(self, maps):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(maps))
        self.bias = nn.Parameter(torch.zeros(maps))

    def forward(self, x):
        """Returns maps of half the size."""
        sums = x[:, :, 0::2, 0::2] + x[:, :, 0::2, 1::2] + x[:, :, 1::2, 0::2] + x[:, :, 1::2, 1::2]
        return sums * self.weight[:, None, None] + self.bias[:, None, None]


class ConnectedConvolution(nn.Module):
    """LeNet-5's C3: a convolution whose output maps each read some of the input maps, table I of the paper."""

    kind = "conv"

    def __init__(self, inputs, table, kernel):
        super().__init__()
        self.table = table
        self.weight = nn.Parameter(torch.zeros(len(table), inputs, kernel, kernel))
        self.bias = nn.Parameter(torch.zeros(len(table)))

    def forward(self, x):
        """Returns the maps, each computed by itself from those that it reads."""
        maps = [
            nn.functional.conv2d(x[:, row], self.weight[index : index + 1, row], self.bias[index : index + 1])
            for index, row in enumerate(self.table)
        ]
        return torch.cat(maps, dim=1)


class RadialBasis(nn.Module):
    """LeNet-5's output: the squared distance of the input from each code word."""

    kind = "rbf"

    def __init__(self, inputs, classes):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(classes, inputs))

    def forward(self, x):
        """Returns the distances; the smallest is the answer."""
        return ((x[:, None, :] - self.weight) ** 2).sum(dim=2)


# Table I, read by columns: the maps of S2 that each map of C3 reads.
C3 = [[(first + step) % 6 for step in range(3)] for first in range(6)]
C3 += [[(first + step) % 6 for step in range(4)] for first in range(6)]
C3 += [[0, 1, 3, 4], [1, 2, 4, 5], [0, 2, 3, 5], [0, 1, 2, 3, 4, 5]]


def lenet5_paper():
    """Returns LeNet-5 as its paper has it: squashed, sub-sampled, sparsely connected, with distances at the end."""
    return nn.Sequential(
        nn.Conv2d(1, 6, 5), ScaledTanh(), Subsampling(6), ScaledTanh(),
        ConnectedConvolution(6, [sorted(row) for row in C3], 5), ScaledTanh(), Subsampling(16), ScaledTanh(),
        nn.Conv2d(16, 120, 5), ScaledTanh(), nn.Flatten(),
        nn.Linear(120, 84), ScaledTanh(),
        RadialBasis(84, 10),
    )  # fmt: skip


def lenet5():
    """Returns LeNet-5 as it is taught today: tanh, average pooling, full connections."""
    return nn.Sequential(
        nn.Conv2d(1, 6, 5), nn.Tanh(), nn.AvgPool2d(2),
        nn.Conv2d(6, 16, 5), nn.Tanh(), nn.AvgPool2d(2),
        nn.Flatten(),
        nn.Linear(400, 120), nn.Tanh(),
        nn.Linear(120, 84), nn.Tanh(),
        nn.Linear(84, 10),
    )  # fmt: skip


def lenet_caffe():
    """Returns Caffe's LeNet for MNIST."""
    return nn.Sequential(
        nn.Conv2d(1, 20, 5), maximum(2, 2),
        nn.Conv2d(20, 50, 5), maximum(2, 2),
        nn.Flatten(),
        nn.Linear(800, 500), nn.ReLU(),
        nn.Linear(500, 10), nn.Softmax(dim=1),
    )  # fmt: skip


def alexnet_caffe():
    """Returns Caffe's AlexNet, which normalizes before it pools."""
    return nn.Sequential(
        *convolution(3, 96, 11, stride=4), nn.LocalResponseNorm(5), maximum(3, 2),
        *convolution(96, 256, 5, padding=2, groups=2), nn.LocalResponseNorm(5), maximum(3, 2),
        *convolution(256, 384, 3, padding=1),
        *convolution(384, 384, 3, padding=1, groups=2),
        *convolution(384, 256, 3, padding=1, groups=2), maximum(3, 2),
        *classifier(9216),
    )  # fmt: skip


def caffenet():
    """Returns CaffeNet, which is AlexNet with pooling before normalization."""
    return nn.Sequential(
        *convolution(3, 96, 11, stride=4), maximum(3, 2), nn.LocalResponseNorm(5),
        *convolution(96, 256, 5, padding=2, groups=2), maximum(3, 2), nn.LocalResponseNorm(5),
        *convolution(256, 384, 3, padding=1),
        *convolution(384, 384, 3, padding=1, groups=2),
        *convolution(384, 256, 3, padding=1, groups=2), maximum(3, 2),
        *classifier(9216),
    )  # fmt: skip


def googlenet_caffe():
    """Returns Caffe's GoogLeNet as deployed, without its auxiliary classifiers."""
    return nn.Sequential(
        *convolution(3, 64, 7, stride=2, padding=3), maximum(3, 2), nn.LocalResponseNorm(5),
        *convolution(64, 64, 1), *convolution(64, 192, 3, padding=1), nn.LocalResponseNorm(5), maximum(3, 2),
        Inception(192, 64, 96, 128, 16, 32, 32),
        Inception(256, 128, 128, 192, 32, 96, 64), maximum(3, 2),
        Inception(480, 192, 96, 208, 16, 48, 64),
        Inception(512, 160, 112, 224, 24, 64, 64),
        Inception(512, 128, 128, 256, 24, 64, 64),
        Inception(512, 112, 144, 288, 32, 64, 64),
        Inception(528, 256, 160, 320, 32, 128, 128), maximum(3, 2),
        Inception(832, 256, 160, 320, 32, 128, 128),
        Inception(832, 384, 192, 384, 48, 128, 128), nn.AvgPool2d(7, 1),
        nn.Dropout(0.4), nn.Flatten(), nn.Linear(1024, 1000), nn.Softmax(dim=1),
    )  # fmt: skip



class GoogLeNetWithAuxiliaries(nn.Module):
    """Caffe's GoogLeNet as it is trained: two more classifiers, after the modules 4a and 4d."""

    def __init__(self):
        super().__init__()
        self.body = googlenet_caffe()
        self.auxiliaries = nn.ModuleList(auxiliary(inputs) for inputs in (512, 528))

    def forward(self, x):
        """Returns the shares of the three classifiers."""
        outputs, modules = [], 0
        for layer in self.body:
            x = layer(x)
            if isinstance(layer, Inception):
                modules += 1
                if modules in (3, 6):
                    outputs.append(self.auxiliaries[len(outputs)](x))
        return [*outputs, x]


def auxiliary(inputs):
    """Returns an auxiliary classifier of GoogLeNet."""
    return nn.Sequential(
        nn.AvgPool2d(5, 3, ceil_mode=True), *convolution(inputs, 128, 1),
        nn.Flatten(), nn.Linear(2048, 1024), nn.ReLU(), nn.Dropout(0.7),
        nn.Linear(1024, 1000), nn.Softmax(dim=1),
    )  # fmt: skip


NETWORKS = {
    "alexnet-caffe": (alexnet_caffe, (3, 227, 227)),
    "caffenet": (caffenet, (3, 227, 227)),
    "googlenet-caffe": (googlenet_caffe, (3, 224, 224)),
    "lenet-caffe": (lenet_caffe, (1, 28, 28)),
    "lenet5": (lenet5, (1, 32, 32)),
}
