"""Records weight files as other programs write them: python Scripts/record_weights.py

Writes Tests/Fixtures/weights: one small network (small.yaml), trained one step in Keras, saved by Keras in each of its
formats, by PyTorch, safetensors, and by h5py in the layouts of Caffe and of Keras on Theano; and one of Keras's depthwise and
separable convolutions (separable.yaml). Beside them the numbers that must come out: raw little-endian float32 in the order of
the network, kernels OIHW, `expected.f32` for every file that has no list of its own name. Kernels are transposed here, by
numpy alone.
"""

import os
import pathlib

os.environ["KERAS_BACKEND"] = "torch"

import h5py
import keras
import numpy as np
import safetensors.torch
import torch
from keras.src.legacy.saving import legacy_h5_format

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "Tests" / "Fixtures" / "weights"
# What follows the convolutions: 6 maps of 2x2.
MAPS, AREA = 6, (2, 2)
NORMALIZATION = ("weight", "bias", "running_mean", "running_var")


def block():
    """Returns the layers up to the first pooling."""
    return [
        keras.layers.Conv2D(4, 3, padding="same", name="conv1"),
        keras.layers.BatchNormalization(name="bn1"),
        keras.layers.ReLU(name="relu1"),
        keras.layers.MaxPooling2D(2, name="pool1"),
    ]


def head():
    """Returns the layers after it."""
    return [
        keras.layers.Conv2D(6, 3, activation="relu", name="conv2"),
        keras.layers.Flatten(name="flatten"),
        keras.layers.Dense(5, activation="relu", name="fc1"),
        keras.layers.Dense(3, name="fc2"),
    ]


class Block(keras.layers.Layer):
    """A layer that has others, in a list."""

    def __init__(self, layers):
        super().__init__(name="first_block")
        self.steps = layers

    def call(self, x):
        """Applies one after the other."""
        for step in self.steps:
            x = step(x)
        return x


class Subclassed(keras.Model):
    """The network as a model of a user's own: a block, then attributes."""

    def __init__(self):
        super().__init__()
        self.block1 = Block(block())
        self.conv, self.flatten, self.hidden, self.classifier = head()

    def call(self, x):
        """Returns the scores."""
        return self.classifier(self.hidden(self.flatten(self.conv(self.block1(x)))))


def by_name(model):
    """Returns Keras's arrays by layer, whatever the model is made of."""
    found = {}
    for layer in model._flatten_layers():
        if layer.weights and layer.name in ("conv1", "bn1", "conv2", "fc1", "fc2"):
            found[layer.name] = [np.array(weight) for weight in layer.get_weights()]
    return found


def expected(layers):
    """Returns the tensors as PyTorch has them, in the order of the network, from Keras's."""
    fc1 = layers["fc1"][0].reshape(*AREA, MAPS, -1).transpose(3, 2, 0, 1).reshape(-1, MAPS * AREA[0] * AREA[1])
    tensors = {
        "conv1.weight": layers["conv1"][0].transpose(3, 2, 0, 1),
        "conv1.bias": layers["conv1"][1],
        **{f"bn1.{part}": array for part, array in zip(NORMALIZATION, layers["bn1"])},
        "conv2.weight": layers["conv2"][0].transpose(3, 2, 0, 1),
        "conv2.bias": layers["conv2"][1],
        "fc1.weight": fc1,
        "fc1.bias": layers["fc1"][1],
        "fc2.weight": layers["fc2"][0].T,
        "fc2.bias": layers["fc2"][1],
    }
    return {name: np.ascontiguousarray(array, np.float32) for name, array in tensors.items()}


def write_numbers(name, tensors):
    """Writes what must come out of a file."""
    (FOLDER / f"{name}.f32").write_bytes(b"".join(array.astype("<f4").tobytes() for array in tensors.values()))


def keras_files(model):
    """Keras's own formats; then models of models, with the same numbers."""
    model.save_weights(FOLDER / "keras3.weights.h5")
    with h5py.File(FOLDER / "keras-legacy.h5", "w") as file:
        legacy_h5_format.save_weights_to_hdf5_group(file, model)
    model.save(FOLDER / "keras-model.h5")

    nested = keras.Sequential([keras.Input((8, 8, 3)), keras.Sequential(block(), name="features"), *head()])
    nested.set_weights(model.get_weights())
    nested.save_weights(FOLDER / "keras3-nested.weights.h5")
    with h5py.File(FOLDER / "keras-nested.h5", "w") as file:
        legacy_h5_format.save_weights_to_hdf5_group(file, nested)

    subclassed = Subclassed()
    subclassed(np.zeros((1, 8, 8, 3), np.float32))
    for layer in subclassed._flatten_layers():
        if layer.name in by_name(model):
            layer.set_weights(by_name(model)[layer.name])
    subclassed.compile("adam", "mse")
    subclassed.fit(np.zeros((1, 8, 8, 3), np.float32), np.zeros((1, 3), np.float32), verbose=0)
    subclassed.save_weights(FOLDER / "keras3-subclassed.weights.h5")
    write_numbers("keras3-subclassed", expected(by_name(subclassed)))


def separable_files():
    """Depthwise kernels (H, W, C, M) and separable convolutions, which are two kernels in one layer; in Keras's formats."""
    model = keras.Sequential([
        keras.Input((8, 8, 3)),
        keras.layers.DepthwiseConv2D(3, depth_multiplier=2, padding="same", name="dw"),
        keras.layers.SeparableConv2D(5, 3, depth_multiplier=2, name="sep"),
        keras.layers.SeparableConv2D(4, 3, use_bias=False, name="sep2"),
        keras.layers.Flatten(name="flatten"),
        keras.layers.Dense(3, name="fc"),
    ])  # fmt: skip
    model.set_weights([np.random.normal(size=weight.shape) for weight in model.get_weights()])
    weights = {layer.name: [np.array(weight) for weight in layer.get_weights()] for layer in model.layers}

    def depthwise(kernel):
        height, width, channels, multiplier = kernel.shape
        return kernel.transpose(2, 3, 0, 1).reshape(channels * multiplier, 1, height, width)

    tensors = {
        "dw.weight": depthwise(weights["dw"][0]), "dw.bias": weights["dw"][1],
        "sep.depthwise.weight": depthwise(weights["sep"][0]),
        "sep.pointwise.weight": weights["sep"][1].transpose(3, 2, 0, 1), "sep.pointwise.bias": weights["sep"][2],
        "sep2.depthwise.weight": depthwise(weights["sep2"][0]),
        "sep2.pointwise.weight": weights["sep2"][1].transpose(3, 2, 0, 1),
        "fc.weight": weights["fc"][0].reshape(4, 4, 4, 3).transpose(3, 2, 0, 1).reshape(3, 64),
        "fc.bias": weights["fc"][1],
    }  # fmt: skip
    tensors = {name: np.ascontiguousarray(array, np.float32) for name, array in tensors.items()}
    # PyTorch computes with them what Keras does.
    x = np.random.rand(2, 8, 8, 3).astype(np.float32)
    parts = {name: torch.from_numpy(array) for name, array in tensors.items()}
    y = torch.from_numpy(x.transpose(0, 3, 1, 2).copy())
    y = torch.nn.functional.conv2d(y, parts["dw.weight"], parts["dw.bias"], padding=1, groups=3)
    y = torch.nn.functional.conv2d(y, parts["sep.depthwise.weight"], groups=6)
    y = torch.nn.functional.conv2d(y, parts["sep.pointwise.weight"], parts["sep.pointwise.bias"])
    y = torch.nn.functional.conv2d(y, parts["sep2.depthwise.weight"], groups=5)
    y = torch.nn.functional.conv2d(y, parts["sep2.pointwise.weight"])
    y = torch.nn.functional.linear(y.flatten(1), parts["fc.weight"], parts["fc.bias"])
    assert np.allclose(y.numpy(), np.array(model.predict(x, verbose=0)), rtol=1e-4, atol=1e-4)
    write_numbers("separable", tensors)
    model.save_weights(FOLDER / "separable3.weights.h5")
    with h5py.File(FOLDER / "separable-legacy.h5", "w") as file:
        legacy_h5_format.save_weights_to_hdf5_group(file, model)
    # As TensorFlow's Keras 2 named them.
    with h5py.File(FOLDER / "separable-keras2.h5", "w") as file:
        file.attrs["layer_names"] = np.array([layer.name for layer in model.layers], "S")
        for layer in model.layers:
            group = file.create_group(layer.name)
            prefix = "depthwise_" if isinstance(layer, keras.layers.DepthwiseConv2D) else ""
            parts = [prefix * (weight.name == "kernel") + weight.name for weight in layer.weights]
            names = [f"{layer.name}/{part}:0" for part in parts]
            group.attrs["weight_names"] = np.array(names, "S")
            for name, array in zip(names, weights[layer.name]):
                group.create_dataset(name, data=array)
    model.save(FOLDER / "separable-model.h5")


class Torch(torch.nn.Module):
    """The network in PyTorch."""

    def __init__(self):
        super().__init__()
        self.conv1 = torch.nn.Conv2d(3, 4, 3, padding=1)
        self.bn1 = torch.nn.BatchNorm2d(4)
        self.conv2 = torch.nn.Conv2d(4, 6, 3)
        self.fc1 = torch.nn.Linear(24, 5)
        self.fc2 = torch.nn.Linear(5, 3)


def torch_files(tensors):
    """A state_dict by each of the ways in which people save one."""
    model = Torch()
    state = {name: torch.from_numpy(array) for name, array in tensors.items()}
    model.load_state_dict(state | {"bn1.num_batches_tracked": torch.tensor(1)}, strict=True)
    state = model.state_dict()
    torch.save(state, FOLDER / "torch.pth")
    torch.save(state, FOLDER / "torch-stream.pth", _use_new_zipfile_serialization=False)
    # Kernels whose channels lie next to each other, and a transposed matrix.
    last = {name: tensor.contiguous(memory_format=torch.channels_last) if tensor.ndim == 4 else tensor
            for name, tensor in state.items()}  # fmt: skip
    last["fc1.weight"] = state["fc1.weight"].T.contiguous().T
    torch.save(last, FOLDER / "torch-channels-last.pth")
    safetensors.torch.save_file(state, FOLDER / "torch.safetensors")
    with h5py.File(FOLDER / "torch-flat.h5", "w") as flat, h5py.File(FOLDER / "torch-nested.h5", "w") as nested:
        for name, tensor in state.items():
            flat[name] = tensor.numpy()
            nested[name.replace(".", "/")] = tensor.numpy()
    brain = {name: tensor.to(torch.bfloat16) for name, tensor in model.half().float().state_dict().items()}
    safetensors.torch.save_file(brain, FOLDER / "torch-bfloat16.safetensors")
    write_numbers("torch-bfloat16", {name: brain[name].float().numpy() for name in tensors})


def caffe_file(name, tensors, dtype, factor=1.0, **options):
    """Caffe's layout: batch normalization in a layer of three blobs and one of scale and shift; what must come out."""
    blobs = {layer: [tensors[f"{layer}.weight"], tensors[f"{layer}.bias"]] for layer in ("conv1", "conv2", "fc1", "fc2")}
    factor = np.array([factor], np.float32)
    blobs["bn1"] = [tensors["bn1.running_mean"] * factor, tensors["bn1.running_var"] * factor, factor]
    blobs["scale1"] = [tensors["bn1.weight"], tensors["bn1.bias"]]
    stored = {layer: [array.astype(dtype) for array in arrays] for layer, arrays in blobs.items()}
    with h5py.File(FOLDER / f"{name}.caffemodel.h5", "w") as file:
        for empty in ("data", "relu1", "pool1"):
            file.create_group(f"data/{empty}")
        for layer, arrays in stored.items():
            for number, array in enumerate(arrays):
                if options.get("legacy"):
                    array = array.reshape((1,) * (4 - array.ndim) + array.shape)
                filters = {key: value for key, value in options.items() if key != "legacy"}
                file.create_dataset(f"data/{layer}/{number}", data=array, **filters)
    # In float64, rounded once.
    mean, variance, scale = (array.astype(np.float64) for array in stored["bn1"])
    read = {f"{layer}.{part}": array for layer in ("conv1", "conv2", "fc1", "fc2")
            for part, array in zip(("weight", "bias"), stored[layer])}  # fmt: skip
    read |= {"bn1.weight": stored["scale1"][0], "bn1.bias": stored["scale1"][1]}
    read |= {"bn1.running_mean": mean / scale, "bn1.running_var": variance / scale}
    write_numbers(name, {key: read[key].astype(np.float32) for key in tensors})


def theano_file(tensors):
    """Keras 0.x on Theano: layers by number, kernels rotated by 180 degrees, fully connected ones (in, out)."""
    rotated = [tensors[f"{layer}.weight"][:, :, ::-1, ::-1] for layer in ("conv1", "conv2")]
    layers = [
        [rotated[0], tensors["conv1.bias"]], [tensors[f"bn1.{part}"] for part in NORMALIZATION], [], [],
        [rotated[1], tensors["conv2.bias"]], [], [],
        [tensors["fc1.weight"].T, tensors["fc1.bias"]], [], [tensors["fc2.weight"].T, tensors["fc2.bias"]],
    ]  # fmt: skip
    with h5py.File(FOLDER / "theano.h5", "w") as file:
        file.attrs["nb_layers"] = len(layers)
        for number, arrays in enumerate(layers):
            group = file.create_group(f"layer_{number}")
            group.attrs["nb_params"] = len(arrays)
            for index, array in enumerate(arrays):
                group.create_dataset(f"param_{index}", data=array)


def main():
    keras.utils.set_random_seed(0)
    for file in FOLDER.iterdir():
        if file.suffix != ".yaml":
            file.unlink()
    model = keras.Sequential([keras.Input((8, 8, 3)), *block(), *head()])
    model.compile("adam", "mse")
    model.fit(np.random.rand(4, 8, 8, 3), np.random.rand(4, 3), verbose=0)
    tensors = expected(by_name(model))
    write_numbers("expected", tensors)
    keras_files(model)
    torch_files(tensors)
    caffe_file("float16", tensors, np.float16, chunks=True, compression="gzip", shuffle=True, fletcher32=True)
    caffe_file("big-endian", tensors, ">f8", factor=999.982)
    caffe_file("legacy", tensors, np.float32, factor=999.982, legacy=True)
    theano_file(tensors)
    separable_files()
    print(f"{sum(file.stat().st_size for file in FOLDER.iterdir())} bytes in {FOLDER.name}")


if __name__ == "__main__":
    main()
