#!/usr/bin/env bash
# Writes the documentation of the library products, a site of files: docs.sh [FOLDER]
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:-.build/docs}
graphs=.build/docs-graphs

swift package dump-symbol-graph --minimum-access-level public --skip-synthesized-members >/dev/null
rm -rf "$graphs"
mkdir -p "$graphs"
symbols=$(dirname "$(swift build --show-bin-path)")/symbolgraph
# The contents list every product, which a test sees to.
for product in $(sed -n 's|^- ``/\(.*\)``$|\1|p' Documentation/zoo.docc/zoo.md); do
  cp "$symbols/$product.symbols.json" "$graphs"
  # What it adds to the symbols of other modules, where it does.
  find "$symbols" -name "$product@*.symbols.json" -exec cp {} "$graphs" \;
done
docc convert Documentation/zoo.docc --additional-symbol-graph-dir "$graphs" --output-path "$folder" \
  --fallback-display-name zoo --fallback-bundle-identifier zoo --transform-for-static-hosting --diagnostic-level error
echo "docs: $folder; 'python3 -m http.server -d $folder' shows it at http://localhost:8000/documentation/zoo"
