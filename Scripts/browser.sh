#!/usr/bin/env bash
# Makes the virtual environment that drives a browser, where it is not made yet: browser.sh [FOLDER]
set -euo pipefail

folder=${1:-.build/browser-venv}
version=1.65.2  # of Playwright: its driver, without the browsers that it would download
[ -x "$folder/bin/python" ] && "$folder/bin/python" -c "import playwright" 2>/dev/null && exit 0
echo "browser: Playwright $version goes to $folder"
"${PYTHON:-python3}" -m venv --clear "$folder" || {
  echo "browser: python3 with its venv is needed (apt-get install python3-venv)" >&2
  exit 1
}
"$folder/bin/python" -m pip --disable-pip-version-check --quiet install "playwright==$version"
