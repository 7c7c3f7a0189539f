"""Checks zoo's gradients number by number: python Scripts/check_gradients.py [ZOO]

PyTorch computes in double precision with zoo's synthetic weights and zoo's own outputs: each layer's output is replaced by what
zoo gave, so that every ReLU and every maximum is decided as zoo decided it, and its gradient is that of PyTorch's layer. What
remains is the rounding of zoo's backward pass. Without that, where neighbours hardly differ, float32's rounding chooses another
maximum than double precision's, and the gradients before it are others.
"""

import pathlib
import subprocess
import sys
import tempfile

import h5py
import numpy as np
import torch

import generator
import networks
import record_reference
import steps
from record_activations import module, torchvision

# What computes a network, the layer whose score is differentiated, and which of its numbers.
NETWORKS = {
    "googlenet": (module(networks.googlenet_caffe), "loss3/classifier", 7),
    "googlenet-torchvision": (torchvision("googlenet", init_weights=False, aux_logits=False), "fc", 7),
    "alexnet": (module(networks.alexnet_caffe), "fc8", 7),
}
BOUND = 1e-5


def noise(shape):
    """Returns the input that `zoo gradient` takes for want of a picture."""
    bits = np.arange(1, int(np.prod(shape)) + 1, dtype=np.uint64) * np.uint64(generator.STEP)
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    return ((bits >> np.uint64(40)).astype(np.float32) * np.float32(2.0**-23) - np.float32(1)).reshape(shape)


def computed(zoo, name, layer, number, given, folder):
    """Returns the outputs and the gradients of zoo's layers, the input's gradient as that of "input"."""
    np.save(folder / "input.npy", given)
    weights, run, gradients = folder / "weights.h5", folder / "run.h5", folder / "gradients.h5"
    for command in [
        ["weights", "init", name, "-o", weights],
        ["run", name, "--weights", weights, "--input", folder / "input.npy", "-o", run],
        ["gradient", name, "--weights", weights, "--layer", layer, "--channel", number,
         "--gradients", gradients, "-o", folder / "gradient.png"],
    ]:  # fmt: skip
        subprocess.run([zoo, *map(str, command)], check=True, stdout=subprocess.DEVNULL)
    found = []
    for path in (run, gradients):
        with h5py.File(path) as file:
            values = {"input": file["input"][()]}
            file["layers"].visititems(
                lambda key, item: values.update({key: item[()]} if isinstance(item, h5py.Dataset) else {}))  # fmt: skip
        found.append(values)
    return found


def check(zoo, name, folder):
    """Returns how far the worst number of all gradients is off, relative to the largest, and at which layer."""
    (make, _), layer, number = NETWORKS[name]
    graph = steps.Graph(name, zoo)
    given = noise((1, *graph.input))
    outputs, ours = computed(zoo, name, layer, number, given, folder)
    model = make()
    model.eval().double()
    wide = given.astype(np.float64)
    record_reference.fill(graph, graph.match(record_reference.run(model, wide)))
    found = graph.match(record_reference.run(model, wide))
    names = {id(step.module): own for own, step in found.items() if step.module is not None}
    tensors = {}

    def replace(part, _, result):
        own = names.get(id(part))
        if own is None:
            return None
        values = torch.from_numpy(outputs[own].astype(np.float64)).reshape(result.shape)
        # The value is zoo's and the derivative PyTorch's.
        replaced = result + (values - result).detach()
        replaced.retain_grad()
        tensors[own] = replaced
        return replaced.clone()

    for part in model.modules():
        if hasattr(part, "inplace"):
            part.inplace = False
        part.register_forward_hook(replace)
    tensors["input"] = torch.from_numpy(wide).requires_grad_()
    model(tensors["input"])
    tensors[layer][0, number].backward()
    worst = (0.0, "")
    compared = 0
    for own, tensor in tensors.items():
        if tensor.grad is None or own not in ours:
            continue
        compared += 1
        expected = tensor.grad.numpy().reshape(-1)
        worst = max(worst, (float(np.abs(ours[own].reshape(-1) - expected).max() / np.abs(expected).max()), own))
    return compared, *worst


def main():
    zoo = str(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else record_reference.ZOO).resolve())
    for name in NETWORKS:
        with tempfile.TemporaryDirectory() as folder:
            compared, worst, layer = check(zoo, name, pathlib.Path(folder))
        print(f"{name}: the gradients of {compared} layers are within {worst:.1e} of their largest number, the worst at {layer}")
        if not worst < BOUND:
            sys.exit(f"{name}: more than {BOUND}")


if __name__ == "__main__":
    main()
