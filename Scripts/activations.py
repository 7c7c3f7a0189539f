"""The file of a network's activations that `zoo run` writes and `zoo verify` reads: zoo/README.md describes it."""

import h5py
import numpy as np


def write(path, model, reference, given, layers, roundings=None):
    """Writes what a program computed.

    `given` is the network's input and `layers` holds outputs by the layer's name, both (N, C, H, W), or (N, F) for vectors.
    `roundings` says of layers how far their numbers are from double precision's, relative to the largest of them.
    """
    # Formats of HDF5 1.10 and earlier: every reader knows them.
    with h5py.File(path, "w", libver=("earliest", "v110")) as file:
        file.attrs["zoo_format"] = "activations/1"
        file.attrs["model"] = model
        file.attrs["reference"] = reference
        file["input"] = np.ascontiguousarray(given, np.float32)
        for name, values in layers.items():
            file[f"layers/{name}"] = np.ascontiguousarray(values, np.float32)
            if name in (roundings or {}):
                file[f"layers/{name}"].attrs["rounding"] = roundings[name]


def read_input(path):
    """Returns the input in such a file, or the array of a .npy file, as float32."""
    if str(path).endswith(".npy"):
        return np.load(path, allow_pickle=False).astype(np.float32)
    with h5py.File(path) as file:
        return file["input"][()].astype(np.float32)
