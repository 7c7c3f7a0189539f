#!/usr/bin/env python3
"""Records what Keras makes of its own models, for zoo to be compared with.

    record_imports_keras.py kinds               small models (keras_cases.py) and their outputs: Tests/ImportTests/Fixtures/keras
    record_imports_keras.py applications ZOO [NAME…]
                                                all networks of keras.applications, from .keras and .h5, run by the program ZOO:
                                                Tests/ImportTests/Fixtures/keras-applications.json

Needs keras and torch (KERAS_BACKEND=torch), h5py, numpy. Weights are random: no network is downloaded. The files of
keras.applications are written to a temporary folder one at a time and deleted.
"""

import inspect
import json
import os
import subprocess
import sys
import tempfile
import zipfile

os.environ.setdefault("KERAS_BACKEND", "torch")

import h5py
import keras
import numpy as np

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
FIXTURES = os.path.join(ROOT, "Tests", "ImportTests", "Fixtures")


def fill(model, seed):
    """Random weights that leave no part of a network without effect: statistics that are not 0 and 1, biases that are not 0."""
    generator = np.random.default_rng(seed)
    for variable in model.variables:
        if variable.path.split("/")[0] == "seed_generator" or "seed" in variable.path:
            continue
        shape = tuple(variable.shape)
        name = variable.path.split("/")[-1]
        if name in ("moving_variance", "variance"):
            numbers = generator.uniform(0.5, 1.5, shape)
        elif name in ("gamma",):
            numbers = generator.uniform(0.8, 1.2, shape)
        elif name == "count":
            continue
        elif len(shape) > 1:
            # The scale that keeps the size of numbers from layer to layer.
            inputs = np.prod(shape[:-1]) if name != "depthwise_kernel" else np.prod(shape[:2])
            numbers = generator.normal(0, (2 / inputs) ** 0.5, shape)
        else:
            numbers = generator.normal(0, 0.1, shape)
        variable.assign(numbers.astype("float32"))
    for layer in model._flatten_layers():
        if isinstance(layer, keras.layers.Normalization) and layer.input_mean is None:
            layer.finalize_state()


def numbers(count):
    """An input that a test can make again: 101 numbers from −½ to ½, over and over."""
    return ((np.arange(count) * 37 + 11) % 101 / 100 - 0.5).astype("float32")


def first(array, is_first):
    """An array of Keras in zoo's order, C×H×W."""
    return array if is_first or array.ndim < 3 else np.moveaxis(array, -1, 1)


def is_channels_first(model):
    return any(getattr(layer, "data_format", None) == "channels_first" for layer in model._flatten_layers())


def inputs_of(model, batch=1):
    """Inputs in zoo's order, and the same for Keras."""
    ours, theirs = [], []
    for tensor in model.inputs:
        size = tuple(tensor.shape[1:])
        is_first = is_channels_first(model)
        own = size if is_first or len(size) < 2 else (size[-1], *size[:-1])
        array = numbers(batch * int(np.prod(own))).reshape(batch, *own)
        ours.append(array)
        theirs.append(array if is_first or len(size) < 2 else np.moveaxis(array, 1, -1))
    return ours, theirs


def counts(model):
    """Trainable numbers, and gathered ones."""
    size = lambda variables: int(sum(np.prod(v.shape) for v in variables))
    is_gathered = lambda v: v.path.split("/")[-1] in ("moving_mean", "moving_variance", "mean", "variance", "count")
    variables = [v for v in model.variables if "seed" not in v.path]
    return size([v for v in variables if not is_gathered(v)]), size([v for v in variables if is_gathered(v)])


def pack(path):
    """A .keras again, deflated and without dates: the same model makes the same bytes."""
    with zipfile.ZipFile(path) as archive:
        members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members:
            if name == "metadata.json":
                data = json.dumps({"keras_version": json.loads(data)["keras_version"]}).encode()
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            archive.writestr(info, data, zipfile.ZIP_DEFLATED, 9)


def record_kinds():
    import keras_cases

    folder = os.path.join(FIXTURES, "keras")
    os.makedirs(folder, exist_ok=True)
    records = []
    for seed, (name, make) in enumerate(keras_cases.CASES.items()):
        keras.utils.clear_session()
        model = make()
        fill(model, seed)
        _, theirs = inputs_of(model)
        outputs = model.predict(theirs if len(theirs) > 1 else theirs[0], verbose=0)
        outputs = outputs if isinstance(outputs, list) else [outputs]
        model.save(os.path.join(folder, f"{name}.keras"))
        pack(os.path.join(folder, f"{name}.keras"))
        if name in ("flatten_last", "nested"):
            model.save(os.path.join(folder, f"{name}.h5"))
        parameters, statistics = counts(model)
        records.append({
            "name": name, "parameters": parameters, "statistics": statistics,
            "outputs": [[float(f"{x:.7g}") for x in first(o, is_channels_first(model)).ravel().tolist()] for o in outputs],
        })
    document = {"keras": keras.__version__, "cases": records}
    with open(os.path.join(folder, "cases.json"), "w") as file:
        json.dump(document, file, separators=(",", ":"))
        file.write("\n")


def applications():
    """The functions of keras.applications that make networks, by name."""
    modules = [keras.applications, *filter(inspect.ismodule, vars(keras.applications).values())]
    functions = [function for module in modules for function in vars(module).values() if inspect.isfunction(function)]
    found = {function.__name__: function for function in functions if function.__name__[0].isupper()}
    return dict(sorted(found.items()))


def soften(model, given):
    """Makes a classifier's weights so small that no class has it all, which would hide what differs before."""
    classifier = model.layers[-1]
    if not isinstance(classifier, keras.layers.Dense):
        return
    features = keras.Model(model.inputs, classifier.input).predict(given, verbose=0)
    kernel = keras.ops.convert_to_numpy(classifier.kernel)
    classifier.kernel.assign(kernel * min(1, 4 / np.abs(features @ kernel).max()))


def run(zoo, path, array, folder):
    """Counts, and the last layer's output, as zoo has them."""
    [report] = json.loads(subprocess.run([zoo, "analyze", path, "--format", "json"], check=True, capture_output=True).stdout)
    name = report["layers"][-1]["name"]
    source, target = os.path.join(folder, "input.npy"), os.path.join(folder, "output.h5")
    np.save(source, array)
    subprocess.run([zoo, "run", path, "--input", source, "--layers", name, "-o", target, "--force"], check=True, capture_output=True)
    with h5py.File(target) as file:
        return report, file[f"layers/{name}"][:]


def record_applications(zoo, names):
    path = os.path.join(FIXTURES, "keras-applications.json")
    records = {}
    if os.path.exists(path):
        with open(path) as file:
            records = {record["name"]: record for record in json.load(file)["networks"]}
    for name, function in applications().items():
        if names and name not in names:
            continue
        keras.utils.clear_session()
        try:
            model = function(weights=None)
            if None in model.input_shape[1:]:
                model = function(weights=None, input_shape=(224, 224, 3))
        except ValueError as error:
            # Recorded with another backend, where there is one.
            print(f"{name}: not made by the {keras.backend.backend()} backend: {error}", flush=True)
            continue
        fill(model, 1)
        ours, theirs = inputs_of(model)
        soften(model, theirs[0])
        expected = first(model.predict(theirs[0], verbose=0), False)
        parameters, statistics = counts(model)
        record = {"name": name, "input": list(ours[0].shape[1:]), "parameters": parameters, "statistics": statistics}
        with tempfile.TemporaryDirectory() as folder:
            for ending in ("keras", "h5"):
                file = os.path.join(folder, f"{name}.{ending}")
                model.save(file)
                report, output = run(zoo, file, ours[0], folder)
                os.remove(file)
                difference = float(np.abs(output - expected).max() / np.abs(expected).max())
                totals = report["totals"]
                record[ending] = {
                    "parameters": totals["parameters"], "macs": totals["macs"], "layers": len(report["layers"]),
                    "largestDifference": float(f"{difference:.2g}"),
                }
        records[name] = record
        print(name, record, flush=True)
        document = {"keras": keras.__version__, "networks": [records[key] for key in sorted(records)]}
        with open(path, "w") as file:
            json.dump(document, file, indent=1)
            file.write("\n")


if __name__ == "__main__":
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    if sys.argv[1:] == ["kinds"]:
        record_kinds()
    elif len(sys.argv) > 2 and sys.argv[1] == "applications":
        record_applications(sys.argv[2], sys.argv[3:])
    else:
        sys.exit(__doc__)
