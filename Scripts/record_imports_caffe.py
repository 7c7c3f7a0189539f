"""Records what OpenCV computes for networks of Caffe: python Scripts/record_imports_caffe.py [FOLDER]

Writes Tests/ImportTests/Fixtures/Caffe: of each case of caffe_cases.py the text, the weights, and in outputs.json the output.
With a FOLDER of prototxt files (and the program `zoo` in .build), it also gives each of those that OpenCV can run random
weights, runs it with both, and writes how far apart the outputs are to networks.json.
"""

import json
import math
import pathlib
import subprocess
import sys
import tempfile

import cv2
import h5py
import numpy

import caffe_cases
import caffemodels

PROJECT = pathlib.Path(__file__).resolve().parent.parent
FIXTURES = PROJECT / "Tests" / "ImportTests" / "Fixtures" / "Caffe"
TYPES = {"conv": "Convolution", "fc": "InnerProduct"}
FORMULA = "x[i] = sin(0.37 * i), i counted from 0 in row-major order"


def numbers(shape, seed, positive=False):
    """Returns the numbers of a blob."""
    index = numpy.arange(math.prod(shape), dtype=numpy.float64)
    values = 0.5 * numpy.cos(0.21 * index + 1.3 * seed + 0.1)
    return (numpy.abs(values) + 0.5 if positive else values).reshape(shape).astype(numpy.float32)


def weights(shapes, kinds):
    """Returns the layers with their blobs; the variance and the factor of a BatchNorm are above 0."""
    found = []
    for layer, blobs in shapes.items():
        positive = kinds[layer] == "BatchNorm"
        arrays = [numbers(shape, seed, positive and seed > 0) for seed, shape in enumerate(blobs)]
        found.append((layer, kinds[layer], arrays))
    return found


def run(text, model, given, layer=None):
    """Returns what OpenCV computes: the output of a layer, the last one where none is named."""
    network = cv2.dnn.readNetFromCaffe(numpy.frombuffer(text.encode(), numpy.uint8), numpy.frombuffer(model, numpy.uint8))
    network.setPreferableBackend(cv2.dnn.DNN_BACKEND_OPENCV)
    network.setInput(given)
    return network.forward(layer) if layer else network.forward()


def record_cases():
    """Writes the cases' files and outputs."""
    FIXTURES.mkdir(parents=True, exist_ok=True)
    for old in FIXTURES.glob("*"):
        if old.name != "networks.json":
            old.unlink()
    outputs = {}
    for name, (shape, lines, blobs) in sorted(caffe_cases.CASES.items()):
        text = caffe_cases.prototxt(name, shape, lines)
        kinds = {layer: kind for layer, kind, *_ in caffe_cases.layers(lines)}
        model = caffemodels.caffemodel(name, weights(blobs, kinds))
        given = numpy.sin(0.37 * numpy.arange(math.prod(shape))).reshape(1, *shape).astype(numpy.float32)
        try:
            # OpenCV has no Bias.
            output = given + numbers((4,), 0).reshape(4, 1, 1) if name == "bias" else run(text, model, given)
        except cv2.error as error:
            print(f"{name}: OpenCV does not run it: {str(error).splitlines()[0]}")
            continue
        if name == "inner-product-transpose":
            # OpenCV 4.10 passes over `transpose`: Caffe multiplies the input by the blob as it lies.
            output = given.reshape(1, -1) @ numbers(blobs["f"][0], 0) + numbers(blobs["f"][1], 1)
        (FIXTURES / f"{name}.prototxt").write_text(text)
        if blobs:
            (FIXTURES / f"{name}.caffemodel").write_bytes(model)
        outputs[name] = {"shape": list(output.shape), "values": [float(f"{x:.7g}") for x in output.ravel()]}
    document = {"program": f"OpenCV {cv2.__version__}", "input": FORMULA, "outputs": outputs}
    (FIXTURES / "outputs.json").write_text(compact(document))
    print(f"{len(outputs)} cases")


def compact(document):
    """JSON with a line for each case."""
    text = json.dumps({**document, "outputs": {}}, indent=1)
    rows = ",\n".join(f"  {json.dumps(name)}: {json.dumps(row)}" for name, row in document["outputs"].items())
    return text.replace('"outputs": {}', '"outputs": {\n' + rows + "\n }") + "\n"


def zoo(*arguments):
    """Runs zoo and returns what it prints."""
    return subprocess.run([PROJECT / ".build/debug/zoo", *arguments], check=True, capture_output=True, text=True).stdout


def compare(path, folder):
    """Returns how far zoo's output is from OpenCV's on a network with random weights; None where OpenCV cannot run it."""
    zoo("weights", "init", str(path), "--output", str(folder / "weights.h5"), "--force")
    [report] = json.loads(zoo("analyze", str(path), "--format", "json"))
    kinds = {layer["name"]: TYPES.get(layer["kind"]) for layer in report["layers"]}
    text = path.read_text()
    with h5py.File(folder / "weights.h5") as file:
        found = [(name, kind, [file[f"{name}/{part}"][()] for part in ("weight", "bias") if f"{name}/{part}" in file])
                 for name, kind in kinds.items() if kind and name in file]  # fmt: skip
    model = caffemodels.caffemodel(path.stem, found)
    generator = numpy.random.default_rng(1)
    given = generator.random((1, *report["model"]["input"]), numpy.float32) * 255 - 128
    # A softmax of random weights is 0 or 1: what it reads says more.
    last = [layer["name"] for layer in report["layers"] if layer["kind"] != "softmax"][-1]
    try:
        expected = run(text, model, given, last)
    except cv2.error:
        return None
    (folder / "weights.caffemodel").write_bytes(model)
    numpy.save(folder / "input.npy", given)
    zoo("run", str(path), "--weights", str(folder / "weights.caffemodel"), "--input", str(folder / "input.npy"),
        "--output", str(folder / "output.h5"), "--force")  # fmt: skip
    with h5py.File(folder / "output.h5") as file:
        output = file[f"layers/{last}"][()]
    largest = float(numpy.abs(expected).max())
    return {"layer": last, "largest": largest, "difference": float(numpy.abs(output.ravel() - expected.ravel()).max())}


def record_networks(folder):
    """Writes how far apart the outputs of whole networks are."""
    rows = {}
    with tempfile.TemporaryDirectory() as temporary:
        for path in sorted(folder.glob("*.prototxt")):
            try:
                rows[path.stem] = compare(path, pathlib.Path(temporary))
            except subprocess.CalledProcessError as error:
                print(f"{path.stem}: {error.stderr.strip().splitlines()[-1]}")
                rows[path.stem] = None
            print(path.stem, rows[path.stem])
    rows = {name: row for name, row in rows.items() if row}
    (FIXTURES / "networks.json").write_text(json.dumps({"program": f"OpenCV {cv2.__version__}", "networks": rows}, indent=1) + "\n")


def main():
    record_cases()
    if len(sys.argv) > 1:
        record_networks(pathlib.Path(sys.argv[1]))


main()
