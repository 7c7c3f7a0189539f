"""Checks that other programs load what zoo exports: python Scripts/check_exports.py [--large] [ZOO]

Synthetic weights (zoo weights init) are exported in every format and loaded by PyTorch (torchvision's models, strictly),
safetensors, h5py and Keras; every tensor must be, bit for bit, what generator.py makes, transposed by numpy. What Keras and
PyTorch then save must be the same weights to zoo. --large adds keras.applications.VGG16.
"""

import argparse
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile

os.environ["KERAS_BACKEND"] = "torch"

import h5py
import keras
import numpy as np
import safetensors.torch
import torch
from keras.src.legacy.saving import legacy_h5_format
from torch import nn

import generator
import networks
from torchvision_models import torchvision_models

SEED = 7
MODELS = "lenet5-modern lenet-caffe vgg11-bn alexnet-torchvision googlenet-torchvision".split()
EXPORTS = {"caffe": "caffemodel.h5", "keras": "h5", "keras3": "weights.h5", "pytorch": "state.h5",
           "safetensors": "safetensors"}  # fmt: skip
NORMALIZATION = ("weight", "bias", "running_mean", "running_var")
EQUAL = collections.Counter()


def torch_model(name):
    """Returns the network in PyTorch, not initialized."""
    models = torchvision_models()
    if name in ("lenet5-modern", "lenet-caffe"):
        return networks.NETWORKS[name.replace("-modern", "")][0]()
    if name == "alexnet-torchvision":
        return models.alexnet(weights=None)
    if name == "googlenet-torchvision":
        return models.googlenet(weights=None, aux_logits=True, init_weights=False)
    return models.get_model(name.replace("-", "_"), weights=None, init_weights=False)


def modules(model):
    """Returns the modules with tensors of their own, by name, in the model's order."""
    return {name: module for name, module in model.named_modules() if list(module.parameters(recurse=False))}


class Reference:
    """A network's layers as zoo names them, and the numbers that each must have."""

    def __init__(self, zoo, name, model):
        [report] = json.loads(run(zoo, "analyze", name, "--mode", "training", "--format", "json"))
        self.layers = report["layers"]
        self.input = report["model"]["input"]
        names = [layer["name"] for layer in self.layers if "parameters" in layer]
        theirs = list(modules(model))
        # torchvision's order is that of the constructor; where the names are the same no order is needed.
        self.torch_names = dict(zip(names, names if set(names) == set(theirs) else theirs, strict=True))
        self.tensors = {}
        self.maps = {}
        for layer, other in self.torch_names.items():
            module = modules(model)[other]
            weight = tuple(module.weight.shape)
            if isinstance(module, nn.BatchNorm2d):
                self.tensors[layer] = generator.normalization(layer, weight[0], seed=SEED)
                continue
            self.tensors[layer] = {"weight": generator.weight(f"{layer}/weight", weight, seed=SEED)}
            if module.bias is not None:
                fan_in = int(np.prod(weight[1:]))
                self.tensors[layer]["bias"] = generator.bias(f"{layer}/bias", weight[0], fan_in, seed=SEED)
        outputs = {layer["name"]: layer["output"] for layer in self.layers}
        for layer in self.layers:
            if layer["kind"] == "fc":
                self.maps[layer["name"]] = self.before(layer, outputs)

    def before(self, layer, outputs):
        """Returns the size of the maps that a fully connected layer reads."""
        by_name = {other["name"]: other for other in self.layers}
        source = layer["inputs"][0]
        while source in by_name and by_name[source]["kind"] in ("flatten", "dropout", "relu", "tanh"):
            source = by_name[source]["inputs"][0]
        return outputs[source]

    def keras(self, layer):
        """Returns a layer's arrays as Keras orders them, transposed by numpy."""
        tensors = self.tensors[layer]
        if "running_mean" in tensors:
            return [tensors[part] for part in NORMALIZATION]
        weight = tensors["weight"]
        if weight.ndim == 4:
            weight = weight.transpose(2, 3, 1, 0)
        elif len(self.maps[layer]) == 3:
            channels, height, width = self.maps[layer]
            weight = weight.reshape(-1, channels, height, width).transpose(2, 3, 1, 0).reshape(-1, weight.shape[0])
        else:
            weight = weight.T
        return [weight] + ([tensors["bias"]] if "bias" in tensors else [])


def run(zoo, *arguments):
    """Runs zoo; its output. Ends the program where it fails."""
    return subprocess.run([zoo, *map(str, arguments)], check=True, stdout=subprocess.PIPE, text=True).stdout


def same(program, name, found, expected):
    """Ends the program where two tensors differ in a bit, else counts them."""
    found = np.ascontiguousarray(found)
    if found.shape != expected.shape or found.tobytes() != np.ascontiguousarray(expected, found.dtype).tobytes():
        sys.exit(f"{program}: {name} differs: {found.shape} {found.dtype}, expected {expected.shape}")
    EQUAL[program] += 1


def check_torch(program, model, state, reference):
    """Loads a state_dict and compares the model's tensors."""
    names = reference.torch_names
    if set(names) != set(names.values()) and next(iter(state)).split(".")[0] in {name.split(".")[0] for name in names}:
        # A network of the zoo's own names: they are renamed to those of the plain module.
        state = {f"{names[key.rpartition('.')[0]]}.{key.rpartition('.')[2]}": value for key, value in state.items()}
    with torch.no_grad():
        for tensor in model.state_dict().values():
            tensor.zero_()
    model.load_state_dict(state, strict=True)
    loaded = model.state_dict()
    for layer, tensors in reference.tensors.items():
        for part, expected in tensors.items():
            same(program, f"{layer}/{part}", loaded[f"{names[layer]}.{part}"].numpy(), expected)


def check_caffe(path, reference):
    """Reads Caffe's layout by h5py."""
    with h5py.File(path) as file:
        for layer, tensors in reference.tensors.items():
            blobs = [(layer, ("weight", "bias"))]
            if "running_mean" in tensors:
                head, _, last = layer.rpartition(".")
                scale = (head + "." if head else "") + last.replace("bn", "scale")
                blobs = [(layer, ("running_mean", "running_var")), (scale, ("weight", "bias"))]
                same("h5py (Caffe)", layer, file[f"data/{layer}/2"][:], np.ones(1, np.float32))
            for name, parts in blobs:
                for number, part in enumerate(parts):
                    if part in tensors:
                        same("h5py (Caffe)", f"{layer}/{part}", file[f"data/{name}/{number}"][:], tensors[part])


def keras_name(layer):
    """Returns a name that Keras takes for a layer."""
    return layer.replace("/", "_").replace(".", "_")


def keras_model(reference):
    """Returns the network in Keras with the layers' names, as far as they have weights or change sizes."""
    channels, height, width = reference.input
    layers = [keras.Input((height, width, channels))]
    is_flat = False
    for layer in reference.layers:
        name = keras_name(layer["name"])
        match layer["kind"]:
            case "conv":
                layers.append(keras.layers.ZeroPadding2D(layer["padding"]))
                layers.append(keras.layers.Conv2D(
                    layer["output"][0], layer["kernel"], strides=layer["stride"], name=name,
                    use_bias=layer["parameters"]["biases"] > 0))  # fmt: skip
            case "batch_norm":
                layers.append(keras.layers.BatchNormalization(name=name))
            case "max_pool" | "avg_pool":
                layers.append(keras.layers.MaxPooling2D(layer["kernel"], strides=layer["stride"], name=name))
            case "fc":
                if not is_flat:
                    layers.append(keras.layers.Flatten())
                is_flat = True
                layers.append(keras.layers.Dense(layer["output"][0], name=name))
    return keras.Sequential(layers)


def bag(reference):
    """Returns a Keras model with the layers side by side: what joins them does not matter to their weights."""
    inputs, outputs = [], []
    for layer, tensors in reference.tensors.items():
        arrays = reference.keras(layer)
        if "running_mean" in tensors:
            shape, made = (4, 4, len(arrays[0])), keras.layers.BatchNormalization(name=keras_name(layer))
        elif arrays[0].ndim == 4:
            height, width, channels, count = arrays[0].shape
            shape = (height, width, channels)
            made = keras.layers.Conv2D(count, (height, width), use_bias=len(arrays) == 2, name=keras_name(layer))
        else:
            shape, made = (arrays[0].shape[0],), keras.layers.Dense(arrays[0].shape[1], name=keras_name(layer))
        inputs.append(keras.Input(shape))
        outputs.append(made(inputs[-1]))
    return keras.Model(inputs, outputs)


def compare_keras(program, model, reference, rename):
    """Compares all arrays of a model's layers."""
    for layer in reference.tensors:
        arrays, expected = model.get_layer(rename[layer]).get_weights(), reference.keras(layer)
        if len(arrays) != len(expected):
            sys.exit(f"{program}: {layer} has {len(arrays)} arrays")
        for number, (found, wanted) in enumerate(zip(arrays, expected)):
            same(program, f"{layer} {number}", found, wanted)


def clear(model):
    """Sets all arrays of a Keras model to zero."""
    for variable in model.variables:
        variable.assign(keras.ops.zeros_like(variable))


def check_keras(zoo, name, folder, model, reference, rename):
    """Loads both kinds of Keras's files, saves them again and hands them back to zoo."""
    for program, path in (("Keras, legacy .h5", "export.h5"), ("Keras 3 .weights.h5", "export.weights.h5")):
        clear(model)
        model.load_weights(folder / path)
        compare_keras(program, model, reference, rename)
    model.save_weights(folder / "saved.weights.h5")
    with h5py.File(folder / "saved.h5", "w") as file:
        legacy_h5_format.save_weights_to_hdf5_group(file, model)
    model.save(folder / "model.h5")
    for path in ("saved.weights.h5", "saved.h5", "model.h5"):
        check_against(zoo, name, folder, path, "zoo, from Keras")


def check_against(zoo, name, folder, path, program):
    """Has zoo compare a file with the weights that it made itself."""
    report = json.loads(
        run(zoo, "weights", "check", name, folder / path, "--against", folder / "init.h5", "--format", "json"))  # fmt: skip
    if not (report["fits"] and report["against"]["same"] and not report["by_order"]):
        sys.exit(f"{program}: {name}, {path} is not the same")
    EQUAL[program] += sum(tensor["bit_equal"] for tensor in report["against"]["tensors"])


def check(zoo, name, folder):
    """Checks all that is exported of a network."""
    run(zoo, "weights", "init", name, "--seed", SEED, "-o", folder / "init.h5")
    for weight_format, ending in EXPORTS.items():
        run(zoo, "weights", "export", name, folder / "init.h5", "--to", weight_format, "-o", folder / f"export.{ending}")
    model = torch_model(name)
    reference = Reference(zoo, name, model)
    with h5py.File(folder / "export.state.h5") as file:
        check_torch("PyTorch, by h5py", model, {key: torch.from_numpy(file[key][()]) if file[key].shape
                    else torch.tensor(file[key][()]) for key in file}, reference)  # fmt: skip
    check_torch("PyTorch, by safetensors", model, safetensors.torch.load_file(folder / "export.safetensors"), reference)
    if set(reference.torch_names.values()) == set(reference.torch_names) or name == "vgg11-bn":
        torch.save(model.state_dict(), folder / "saved.pth")
        safetensors.torch.save_file(model.state_dict(), folder / "saved.safetensors")
        check_against(zoo, name, folder, "saved.pth", "zoo, from PyTorch")
        check_against(zoo, name, folder, "saved.safetensors", "zoo, from PyTorch")
    check_caffe(folder / "export.caffemodel.h5", reference)
    if name == "googlenet-torchvision":
        # Keras counts a branched model's layers in another order: by name only the legacy format can be loaded.
        keras_bag = bag(reference)
        keras_bag.load_weights(folder / "export.h5", by_name=True)
        compare_keras("Keras, legacy .h5", keras_bag, reference, {layer: keras_name(layer) for layer in reference.tensors})
    else:
        rename = {layer: keras_name(layer) for layer in reference.tensors}
        check_keras(zoo, name, folder, keras_model(reference), reference, rename)


def check_types(zoo, folder):
    """Reads each type of numbers with the programs that know it."""
    run(zoo, "weights", "init", "lenet-caffe", "--seed", SEED, "-o", folder / "init.h5")
    reference = Reference(zoo, "lenet-caffe", torch_model("lenet-caffe"))
    for name, kind in (("float16", torch.float16), ("bfloat16", torch.bfloat16), ("float64", torch.float64)):
        export = ("weights", "export", "lenet-caffe", folder / "init.h5", "--type", name, "--force")
        run(zoo, *export, "--to", "safetensors", "-o", folder / "typed.safetensors")
        run(zoo, *export, "--to", "pytorch", "-o", folder / "typed.h5")
        loaded = safetensors.torch.load_file(folder / "typed.safetensors")
        with h5py.File(folder / "typed.h5") as file:
            for layer, tensors in reference.tensors.items():
                for part, expected in tensors.items():
                    rounded = torch.from_numpy(expected).to(kind)
                    if loaded[f"{layer}.{part}"].dtype != kind or not torch.equal(loaded[f"{layer}.{part}"], rounded):
                        sys.exit(f"safetensors: {layer}/{part} as {name} differs")
                    stored = rounded.view(torch.uint16) if kind == torch.bfloat16 else rounded
                    same(f"h5py and safetensors, {name}", f"{layer}/{part}", file[f"{layer}.{part}"][()], stored.numpy())


def check_separable(zoo, folder):
    """Depthwise and separable convolutions, which Keras wrote, into Keras again by way of zoo's own format."""
    fixtures = pathlib.Path(__file__).resolve().parent.parent / "Tests" / "Fixtures" / "weights"

    def made():
        return keras.Sequential([
            keras.Input((8, 8, 3)),
            keras.layers.DepthwiseConv2D(3, depth_multiplier=2, padding="same", name="dw"),
            keras.layers.SeparableConv2D(5, 3, depth_multiplier=2, name="sep"),
            keras.layers.SeparableConv2D(4, 3, use_bias=False, name="sep2"),
            keras.layers.Flatten(),
            keras.layers.Dense(3, name="fc"),
        ])  # fmt: skip

    model = made()
    model.load_weights(fixtures / "separable3.weights.h5")
    run(zoo, "weights", "import", fixtures / "separable.yaml", fixtures / "separable3.weights.h5", "-o", folder / "w.h5")
    for program, weight_format in (("Keras, legacy .h5", "keras"), ("Keras 3 .weights.h5", "keras3")):
        path = folder / f"export.{EXPORTS[weight_format]}"
        run(zoo, "weights", "export", fixtures / "separable.yaml", folder / "w.h5", "--to", weight_format, "-o", path)
        loaded = made()
        loaded.load_weights(path)
        for variable, expected in zip(loaded.variables, model.variables, strict=True):
            same(program, variable.path, np.array(variable), np.array(expected))


def check_vgg16(zoo, folder):
    """keras.applications.VGG16, from zoo and back."""
    run(zoo, "weights", "init", "vgg16", "--seed", SEED, "-o", folder / "init.h5")
    for weight_format in ("keras", "keras3"):
        run(zoo, "weights", "export", "vgg16", folder / "init.h5", "--to", weight_format,
            "-o", folder / f"export.{EXPORTS[weight_format]}")  # fmt: skip
    reference = Reference(zoo, "vgg16", torch_model("vgg16"))
    model = keras.applications.VGG16(weights=None)
    rename = dict(zip(reference.tensors, [layer.name for layer in model.layers if layer.weights], strict=True))
    check_keras(zoo, "vgg16", folder, model, reference, rename)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--large", action="store_true", help="keras.applications.VGG16 too: 553 MB a file")
    parser.add_argument("zoo", nargs="?", default=".build/release/zoo")
    arguments = parser.parse_args()
    zoo = pathlib.Path(arguments.zoo).resolve()
    for name in MODELS + (["vgg16"] if arguments.large else []) + ["types", "separable"]:
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            if name == "types":
                check_types(zoo, folder)
            elif name == "separable":
                check_separable(zoo, folder)
            elif name == "vgg16":
                check_vgg16(zoo, folder)
            else:
                check(zoo, name, folder)
        print(f"{name}: equal", flush=True)
    for program, count in EQUAL.items():
        print(f"{count:6} tensors bit-equal: {program}")


if __name__ == "__main__":
    main()
