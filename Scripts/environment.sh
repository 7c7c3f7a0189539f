#!/usr/bin/env bash
# Makes the virtual environment that the recording scripts run in: environment.sh [FOLDER]
set -euo pipefail

folder=${1:-.build/reference-venv}
requirements=$(cd "$(dirname "$0")" && pwd)/requirements.txt

[ -x "$folder/bin/python" ] || "${PYTHON:-python3}" -m venv "$folder"
pip=("$folder/bin/python" -m pip --disable-pip-version-check --quiet)

# DeepSpeed's and fvcore's source packages build with what is already installed.
"${pip[@]}" install setuptools wheel packaging

# The small build of PyTorch without GPU libraries, where pip knows a place that has it.
"${pip[@]}" install "torch==2.13.0+cpu" 2>/dev/null || "${pip[@]}" install "torch==2.13.0"

# DeepSpeed compiles nothing until an operator of its own is used; only its counter is used here.
DS_BUILD_OPS=0 "${pip[@]}" install --no-build-isolation --requirement "$requirements"

echo "$folder/bin/python"
