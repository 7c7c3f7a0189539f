"""Times `zoo weights` beside h5py and numpy doing the same, on VGG-16 in Keras's layout (553 MB), and a plain copy.

Run by `make benchmark`. Both sides end with the data on the disk (fsync). Programs run in turn in one session; times are
medians, memory is the largest resident set of the process.
"""

import argparse
import pathlib
import sys
import tempfile

from measure import median, run

KERAS = """
import h5py, numpy as np, os, sys
source, target, other = sys.argv[1:]
def text(name): return name.decode() if isinstance(name, bytes) else name
def tensors(file):
    for layer in map(text, file.attrs["layer_names"]):
        for name in map(text, file[layer].attrs["weight_names"]):
            yield layer + "/" + name.split("/")[-1].split(":")[0], file[layer][name]
def oihw(a):
    if a.ndim == 4: return a.transpose(3, 2, 0, 1)
    if a.ndim == 2 and a.shape[0] == 25088: return a.reshape(7, 7, 512, -1).transpose(3, 2, 0, 1).reshape(a.shape[1], -1)
    return a.T
def hwio(a):
    if a.ndim == 4: return a.transpose(2, 3, 1, 0)
    if a.ndim == 2 and a.shape[1] == 25088: return a.reshape(-1, 512, 7, 7).transpose(2, 3, 1, 0).reshape(a.shape[1], -1)
    return a.T
def on_disk(path):
    descriptor = os.open(path, os.O_RDONLY); os.fsync(descriptor); os.close(descriptor)
"""

SCRIPTS = {
    "import": KERAS
    + """
with h5py.File(source) as a, h5py.File(target, "w") as b:
    for name, tensor in tensors(a): b[name] = np.ascontiguousarray(oihw(tensor[()]))
on_disk(target)
""",
    "export": KERAS
    + """
with h5py.File(other) as a, h5py.File(target, "w") as b:
    for layer in a:
        for name in a[layer]: b[f"{layer}/{layer}/{name}"] = np.ascontiguousarray(hwio(a[layer][name][()]))
on_disk(target)
""",
    "check --against": KERAS
    + """
with h5py.File(source) as a, h5py.File(other) as b:
    for name, tensor in tensors(a): assert np.array_equal(oihw(tensor[()]), b[name][()]), name
""",
    "inspect": KERAS
    + """
with h5py.File(source) as a:
    for name, tensor in tensors(a): print(name, tensor.shape, tensor.dtype)
""",
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--zoo", default=".build/release/zoo")
    parser.add_argument("--repetitions", type=int, default=5)
    arguments = parser.parse_args()
    zoo = str(pathlib.Path(arguments.zoo).resolve())
    with tempfile.TemporaryDirectory(dir=".build") as folder:
        keras, own, python, target = (f"{folder}/{name}.h5" for name in ("keras", "own", "python", "target"))
        run([zoo, "weights", "init", "vgg16", "--to", "keras", "-o", keras])
        run([zoo, "weights", "import", "vgg16", keras, "-o", own])
        run([sys.executable, "-c", SCRIPTS["import"], keras, python, python])
        commands = {
            "import": [zoo, "weights", "import", "vgg16", keras, "-o", target, "--force"],
            "export": [zoo, "weights", "export", "vgg16", own, "--to", "keras", "-o", target, "--force"],
            "check --against": [zoo, "weights", "check", "vgg16", keras, "--against", own],
            "inspect": [zoo, "weights", "inspect", keras],
        }
        copy = ["dd", f"if={own}", f"of={target}", "bs=8M", "conv=fsync", "status=none"]
        same = [zoo, "weights", "import", "vgg16", own, "-o", target, "--force"]
        print("| VGG-16 in Keras's layout, 553 MB | zoo | h5py + numpy | zoo is faster by | zoo's memory | theirs |")
        print("| --- | ---: | ---: | ---: | ---: | ---: |")
        for name, command in commands.items():
            ours, theirs = [], []
            for _ in range(arguments.repetitions):
                ours.append(run(command))
                theirs.append(run([sys.executable, "-c", SCRIPTS[name], keras, target, python]))
            (a, memory), (b, other) = median(ours), median(theirs)
            print(f"| {name} | {a:,.3f} s | {b:,.3f} s | {b / a:,.1f} × | {memory:,.0f} MB | {other:,.0f} MB |")
        copies, plain = [], []
        for _ in range(arguments.repetitions):
            copies.append(run(same))
            plain.append(run(copy))
        (a, memory), (b, _) = median(copies), median(plain)
        print(f"\nWithout transposing: {a:,.3f} s, {a / b:,.2f} times a plain copy ({b:,.3f} s); {memory:,.0f} MB")


if __name__ == "__main__":
    main()
