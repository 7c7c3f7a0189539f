"""Records the guide's gradients: python Scripts/record_lesson.py [ZOO [PART...]]

Has zoo compute what takes too long for `zoo report`, and writes, in Sources/Pages/Guide/Gradients,
  norms.csv     how large the gradient of the loss is at every layer of GoogLeNet and of chains of 20 layers (`zoo gradient-norms`)
  fields.csv    sizes of effective receptive fields (`zoo receptive-field --effective`)
  profiles.csv  for some of them how the mass lies along an axis
  heats.csv     for some of them the map, from 0 to 99, its square root taken
PART is norms, chains, small or zoo; all, unless given. GoogLeNet's norms are computed with all instructions of the machine and with AVX2 alone;
where the two differ by more than half a percent, nothing is written.

The networks that are trained here read the digits of train_digits.py, and begin with zoo's synthetic weights. Their gradients are
zoo's, over 50 of the digits that were held out.
"""

import csv
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import torch
from PIL import Image
from safetensors.numpy import save_file
from sklearn.datasets import load_digits

import generator
from train_digits import TRAINING, inputs, moved

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDER = ROOT / "Sources" / "Pages" / "Guide" / "Gradients"
SHARES = ["20", "30", "50", "99"]
EPOCHS = 6
CHANNELS = 8


def short(number, digits=4):
    """A number with so many significant digits."""
    return f"{number:.{digits}g}"


def write(name, rows):
    with open(FOLDER / name, "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


# Norms


def norms(zoo):
    """The rows of norms.csv."""
    rows = [["network", "scheme", "layer", "kind", "with", "without"]]
    for scheme in ("glorot", "he"):
        for network in ("googlenet", "tanh", "relu"):
            command = [zoo, "gradient-norms", "--init", scheme, "--format", "csv"]
            command += [network] if network == "googlenet" else ["--chain", network]
            tables = [
                list(csv.DictReader(io.StringIO(subprocess.run(
                    command, env={**os.environ, **more}, check=True, capture_output=True, text=True).stdout)))
                for more in ({}, {"ONEDNN_MAX_CPU_ISA": "AVX2"})
            ]  # fmt: skip
            worst = 0
            for own, other in zip(*tables):
                columns = ("output", "output_without") if network == "googlenet" else ("output",)
                values = [float(own[column]) for column in columns]
                worst = max([worst] + [abs(v - float(other[c])) / v for v, c in zip(values, columns)])
                rows.append([network, scheme, own["layer"], own["kind"], short(values[0]), short(values[-1])])
            print(f"{network} {scheme}: with AVX2 alone within {worst:.2g}", flush=True)
            if worst > 5e-3:
                raise SystemExit("the norms depend on the machine")
    return rows


# Fields


def chain(kernels, activation="relu", channels=CHANNELS, size=32, depth=1):
    """A model file: convolutions that keep the size, with an activation behind each."""
    lines = [f"input: [{depth}, {size}, {size}]"]
    lines += [f"preprocessing: {{channels: gray, divisor: 255, resize: {size}}}"] if depth == 1 else []
    lines += ["layers:"]
    for number, kernel in enumerate(kernels, 1):
        lines.append(f"- {{conv: {channels}, kernel: {kernel}, pad: {kernel // 2}, name: conv{number}}}")
        if activation:
            lines.append(f"- {{{activation}: , name: {activation}{number}}}")
    return "\n".join(lines) + "\n"


def resized(zoo, network, size):
    """A network of the zoo as a model file for another size."""
    text = subprocess.run([zoo, "analyze", network, "--format", "yaml"], check=True, capture_output=True, text=True).stdout
    return "\n".join(f"input: [3, {size}, {size}]" if l.startswith("input:") else l for l in text.splitlines()) + "\n"


def field(zoo, folder, model, layer, definition="absolute", weights=None, images=None, count=10):
    """What zoo says of the middle unit of a layer."""
    command = [zoo, "receptive-field", str(model), "--layer", layer, "--effective", "--format", "json", "--force"]
    command += ["--definition", definition, "-o", str(folder / "field.png")]
    command += ["--weights", str(weights)] if weights else []
    command += ["--images", str(images)] if images else ["--random", str(count)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def masses(found):
    """The mass by columns, around the middle."""
    heat = np.array(found["heat"]).reshape(found["height"], found["width"])
    return heat, heat.sum(0)


def elsewhere(found):
    """The share of the mass along an axis that a Gaussian of the same mean and width would have elsewhere."""
    heat, _ = masses(found)
    shares = []
    for line in (heat.sum(0), heat.sum(1)):
        places = np.arange(len(line))
        mean = (line * places).sum()
        variance = (line * (places - mean) ** 2).sum()
        gauss = np.exp(-((places - mean) ** 2) / (2 * variance))
        shares.append(np.abs(line - gauss / gauss.sum()).sum() / 2)
    return sum(shares) / 2


def quarter(found):
    """The share of the mass in the middle half of the theoretical field along both axes: a quarter of its area."""
    heat, _ = masses(found)
    for axis, (first, last) in enumerate(found["theory"]):
        middle, reach = (first + last) / 2, (last - first + 1) / 4
        places = np.arange(heat.shape[axis])
        # A pixel that the edge cuts counts with its part.
        part = np.clip(reach + 0.5 - np.abs(places - middle), 0, 1)
        heat = heat * (part[:, None] if axis == 0 else part[None, :])
    return heat.sum()


def train(kernels, x, y):
    """Trains a chain with averages of 8×8 cells and a layer to the classes behind it, from zoo's synthetic weights."""
    layers = []
    depth = 1
    for number, kernel in enumerate(kernels, 1):
        layer = torch.nn.Conv2d(depth, CHANNELS, kernel, padding=kernel // 2)
        shape = tuple(layer.weight.shape)
        layer.weight.data = torch.tensor(generator.weight(f"conv{number}/weight", shape))
        layer.bias.data = torch.tensor(generator.bias(f"conv{number}/bias", CHANNELS, int(np.prod(shape[1:]))))
        layers += [layer, torch.nn.ReLU()]
        depth = CHANNELS
    torch.manual_seed(0)
    network = torch.nn.Sequential(*layers, torch.nn.AvgPool2d(8), torch.nn.Flatten(), torch.nn.Linear(CHANNELS * 16, 10))
    optimizer = torch.optim.AdamW(network.parameters(), lr=3e-3, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, EPOCHS)
    for _ in range(EPOCHS):
        order = torch.randperm(TRAINING)
        for start in range(0, TRAINING, 50):
            chosen = order[start : start + 50]
            loss = torch.nn.functional.cross_entropy(network(moved(x[chosen])), y[chosen])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        schedule.step()
    with torch.no_grad():
        right = (network(x[TRAINING:]).argmax(1) == y[TRAINING:]).sum().item()
    tensors = {}
    for number, layer in enumerate(layers[::2], 1):
        tensors[f"conv{number}.weight"] = layer.weight.detach().numpy()
        tensors[f"conv{number}.bias"] = layer.bias.detach().numpy()
    return tensors, right


FIELDS = ["part", "network", "layer", "weights", "inputs", "size", "theory", "definition", *SHARES, "deviation", "elsewhere",
          "quarter", "right"]  # fmt: skip
PROFILES = ["part", "network", "weights", "masses"]
HEATS = ["part", "network", "weights", "row", "values"]
DEFINITIONS = ["signed", "absolute", "rectified", "squared"]


class Fields:
    """The rows of fields.csv, profiles.csv and heats.csv of one part."""

    def __init__(self, part, zoo, folder):
        self.part, self.zoo, self.folder = part, zoo, folder
        self.model = folder / "model.yaml"
        self.rows, self.profiles, self.heats = [], [], []

    def add(self, network, weights, inputs_, found, definition, right=""):
        sizes = {entry["name"]: entry for entry in found["definitions"]}[definition]
        theory = found["theory"][0][1] - found["theory"][0][0] + 1
        # The map is that of one definition.
        shape = [short(elsewhere(found)), short(quarter(found))] if found["drawn"] == definition else ["", ""]
        self.rows.append([self.part, network, found["layer"], weights, inputs_, found["width"], theory, definition,
                          *sizes["sides"], short(sum(sizes["deviations"]) / 2), *shape, right])  # fmt: skip
        print(*self.rows[-1], flush=True)

    def draw(self, network, weights, found, cell=1):
        heat, line = masses(found)
        self.profiles.append([self.part, network, weights, " ".join(short(v) for v in line)])
        size = heat.shape[0] // cell
        heat = heat[: size * cell, : size * cell].reshape(size, cell, size, cell).sum((1, 3))
        heat = np.round(np.sqrt(heat / heat.max()) * 99).astype(int)
        for number, values in enumerate(heat):
            self.heats.append([self.part, network, weights, number, " ".join(map(str, values))])

    def field(self, layer, **more):
        return field(self.zoo, self.folder, self.model, layer, **more)

    def write(self):
        """Puts the rows in the place of those of this part that were recorded before."""
        for name, titles, rows in (
            ("fields.csv", FIELDS, self.rows), ("profiles.csv", PROFILES, self.profiles), ("heats.csv", HEATS, self.heats)
        ):  # fmt: skip
            path = FOLDER / name
            lines = path.read_text().splitlines()[1:] if path.exists() else []
            others = [line.split(",") for line in lines if line.split(",")[0] not in (self.part, "network")]
            write(name, [titles, *sorted(others + [list(map(str, row)) for row in rows], key=lambda row: row[0])])


def chains(fields):
    """Chains of n convolutions with random weights; σ of squares is √(2n/3) for weights that are independent and alike."""
    for activation in (None, "relu"):
        for count in (4, 9, 16, 25, 36):
            fields.model.write_text(chain([3] * count, activation, channels=16, size=2 * count + 9, depth=8))
            found = fields.field(f"{activation or 'conv'}{count}", definition="squared", count=4 if activation else 1)
            weights = "random" if activation else "linear"
            fields.add(f"{count}×3×3", weights, "random", found, "squared")
            if count == 16 and not activation:
                fields.draw(f"{count}×3×3", weights, found)


def small(fields):
    """Small networks on digits, with random weights and trained."""
    digits = load_digits()
    x = inputs(torch.tensor(digits.images, dtype=torch.float32))
    y = torch.tensor(digits.target)
    pictures = fields.folder / "digits"
    pictures.mkdir()
    for number in range(50):
        pixels = np.round(x[TRAINING + number, 0].numpy() * 255).astype(np.uint8)
        Image.fromarray(pixels).save(pictures / f"{number:03}.png")

    def record(network, layer, state, file, right=""):
        found = fields.field(layer, weights=file, images=pictures)
        for definition in DEFINITIONS:
            fields.add(network, state, "digits", found, definition, right)
        fields.draw(network, state, found)

    lenet = ROOT / "Sources" / "Pages" / "Guide" / "Digits" / "lenet5-digits.safetensors"
    text = (ROOT / "zoo" / "lenet5-modern.yaml").read_text()
    fields.model.write_text(text.replace("resize: 28", "resize: 32"))
    record("lenet5-modern", "S4", "random", None)
    record("lenet5-modern", "S4", "trained", lenet)
    for network, kernels in {"4×3×3": [3] * 4, "8×3×3": [3] * 8, "2×9×9": [9] * 2, "16×3×3": [3] * 16}.items():
        fields.model.write_text(chain(kernels))
        tensors, right = train(kernels, x, y)
        weights = fields.folder / "weights.safetensors"
        save_file(tensors, weights)
        record(network, f"relu{len(kernels)}", "random", None)
        record(network, f"relu{len(kernels)}", "trained", weights, right)


def networks(fields):
    """Networks of the zoo with random weights at two sizes."""
    for network, layer in (("alexnet", "conv5"), ("googlenet", "inception_4e/output"), ("vgg16", "conv5_3")):
        for size in (224, 320):
            fields.model.write_text(resized(fields.zoo, network, size))
            found = fields.field(layer, count=2)
            for definition in DEFINITIONS:
                fields.add(network, "random", "random", found, definition)
            if network == "vgg16" and size == 224:
                fields.draw(network, "random", found, cell=7)


PARTS = {"chains": chains, "small": small, "zoo": networks}


def main():
    zoo = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / ".build/release/zoo")
    parts = sys.argv[2:] or ["norms", *PARTS]
    torch.set_num_threads(1)
    FOLDER.mkdir(exist_ok=True)
    for part in parts:
        if part == "norms":
            write("norms.csv", norms(zoo))
            continue
        with tempfile.TemporaryDirectory() as folder:
            fields = Fields(part, zoo, pathlib.Path(folder))
            PARTS[part](fields)
            fields.write()


if __name__ == "__main__":
    main()
