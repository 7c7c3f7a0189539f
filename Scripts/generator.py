"""Makes the synthetic weights of `zoo weights init`, to the bit; Sources/Weights/Generator.swift states the formulas."""

import numpy as np

MASK = (1 << 64) - 1
STEP = 0x9E3779B97F4A7C15


def mix(z):
    """SplitMix64's finalizer, of one number or an array of uint64."""
    with np.errstate(over="ignore"):
        z = np.uint64(z) if np.isscalar(z) else z
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def fnv1a(name):
    """FNV-1a with 64 bits of a text in UTF-8."""
    value = 0xCBF29CE484222325
    for byte in name.encode():
        value = ((value ^ byte) * 0x100000001B3) & MASK
    return value


def tensor(name, shape, centre, scale, seed=0):
    """A float32 tensor in the layout OIHW: `name` is "layer/part", numbers lie within scale of the centre."""
    shape = tuple(shape)
    if scale == 0:
        return np.full(shape, centre, np.float32)
    key = int(mix((seed ^ fnv1a(name)) & MASK))
    index = np.arange(1, int(np.prod(shape, dtype=np.int64)) + 1, dtype=np.uint64)
    with np.errstate(over="ignore"):
        bits = mix(np.uint64(key) + index * np.uint64(STEP))
    unit = (bits >> np.uint64(40)).astype(np.float32) * np.float32(2.0**-23) - np.float32(1)
    return (np.float32(centre) + np.float32(scale) * unit).reshape(shape)


def weight(name, shape, scheme="he", seed=0):
    """The weights of a convolution or fully connected layer, out first."""
    fan_in = int(np.prod(shape[1:], dtype=np.int64))
    fan_out = shape[0] * int(np.prod(shape[2:], dtype=np.int64))
    fan = {"he": fan_in, "glorot": fan_in + fan_out, "zeros": None}[scheme]
    return tensor(name, shape, 0, 0 if fan is None else np.float32(np.sqrt(6 / fan)), seed)


def bias(name, count, fan_in, scheme="he", seed=0):
    """The biases of a layer whose weights have so many inputs."""
    return tensor(name, (count,), 0, 0 if scheme == "zeros" else np.float32(np.sqrt(1 / fan_in)), seed)


def normalization(name, count, scheme="he", seed=0):
    """The four tensors of a batch normalization called `name`: weight, bias, running_mean, running_var."""
    zeros = scheme == "zeros"
    spread = {"weight": (1, 0.5), "bias": (0, 0.1), "running_mean": (0, 0.1), "running_var": (1, 0.5)}
    return {
        part: tensor(f"{name}/{part}", (count,), centre, 0 if zeros else np.float32(scale), seed)
        for part, (centre, scale) in spread.items()
    }
