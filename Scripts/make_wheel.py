#!/usr/bin/env python3
"""Writes the Python wheel: the module of Python/, the program as a script, oneDNN's library where the program looks for it."""

import argparse
import base64
import hashlib
import platform
import zipfile
from pathlib import Path

NAME = "zoo_cnn"
ROOT = Path(__file__).parent.parent

METADATA = """\
Metadata-Version: 2.4
Name: zoo-cnn
Version: {version}
Summary: Model zoo and analyzer of convolutional networks: the program zoo, and a module that reads what it says
License-Expression: MIT
{licenses}
Requires-Python: >=3.9
Classifier: Operating System :: POSIX :: Linux
Classifier: Topic :: Scientific/Engineering :: Artificial Intelligence
Classifier: Typing :: Typed
Description-Content-Type: text/markdown

# zoo-cnn

`zoo analyze alexnet` on the command line, or in Python:

```python
from zoo_cnn import analyze

analysis = analyze("resnet50.onnx")
analysis.parameters
analysis["conv1"].receptive_field.size
```
"""


class Wheel:
    """A wheel that is being written, with the record of its files."""

    def __init__(self, path: Path) -> None:
        self.archive = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9)
        self.record: list[str] = []

    def add(self, name: str, contents: bytes, mode: int = 0o644) -> None:
        # A fixed date: the same program gives the same wheel.
        info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        info.external_attr = (0o100000 | mode) << 16
        self.archive.writestr(info, contents, zipfile.ZIP_DEFLATED)
        digest = base64.urlsafe_b64encode(hashlib.sha256(contents).digest()).rstrip(b"=").decode()
        self.record.append(f"{name},sha256={digest},{len(contents)}")

    def close(self, information: str) -> None:
        record = f"{information}/RECORD"
        self.archive.writestr(record, "\n".join([*self.record, f"{record},,"]) + "\n")
        self.archive.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--version", required=True)
    parser.add_argument("--program", type=Path, required=True, help="stripped")
    parser.add_argument("--libraries", type=Path, required=True, help="the folder of oneDNN's library")
    parser.add_argument("--licenses", type=Path, required=True, help="a folder of texts")
    parser.add_argument("--glibc", required=True, help="the least version that the program needs")
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()

    tag = f"py3-none-manylinux_{arguments.glibc.replace('.', '_')}_{platform.machine()}"
    distribution = f"{NAME}-{arguments.version}"
    information, data = f"{distribution}.dist-info", f"{distribution}.data"
    for old in arguments.output.glob(f"{NAME}-*.whl"):
        old.unlink()
    wheel = Wheel(arguments.output / f"{distribution}-{tag}.whl")
    for file in sorted((ROOT / "Python" / NAME).iterdir()):
        if file.is_file():
            wheel.add(f"{NAME}/{file.name}", file.read_bytes())
    wheel.add(f"{data}/scripts/zoo", arguments.program.read_bytes(), 0o755)
    for file in sorted(arguments.libraries.iterdir()):
        wheel.add(f"{data}/data/lib/zoo/{file.name}", file.read_bytes(), 0o755)
    texts = [ROOT / "LICENSE", *sorted(arguments.licenses.iterdir())]
    for file in texts:
        wheel.add(f"{information}/licenses/{file.name}", file.read_bytes())
    licenses = "\n".join(f"License-File: {file.name}" for file in texts)
    wheel.add(f"{information}/METADATA", METADATA.format(version=arguments.version, licenses=licenses).encode())
    wheel.add(
        f"{information}/WHEEL",
        f"Wheel-Version: 1.0\nGenerator: make dist\nRoot-Is-Purelib: false\nTag: {tag}\n".encode())
    wheel.close(information)


if __name__ == "__main__":
    main()
