#!/usr/bin/env bash
# Writes the documentation of the library products, a site of files: docs.sh [FOLDER]
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:-.build/docs}
graphs=.build/docs-graphs

products=$(swift package describe --type json |
  sed -n '/"products"/,$p' | grep -A 3 '"name"' | tr -d ' \n' | grep -o '"name":"[A-Z][A-Za-z0-9]*","targets"' | cut -d'"' -f4)
swift package dump-symbol-graph --minimum-access-level public --skip-synthesized-members >/dev/null
rm -rf "$graphs"
mkdir -p "$graphs"
for product in $products; do
  # A module's own symbols, and what it adds to those of others.
  cp "$(dirname "$(swift build --show-bin-path)")"/symbolgraph/"$product"{,@*}.symbols.json "$graphs" 2>/dev/null || true
done
[ -n "$(ls "$graphs")" ] || { echo "docs: the compiler wrote no symbols" >&2; exit 1; }
docc convert Documentation/zoo.docc --additional-symbol-graph-dir "$graphs" --output-path "$folder" \
  --fallback-display-name zoo --fallback-bundle-identifier zoo --transform-for-static-hosting --diagnostic-level error
echo "docs: $folder; 'python3 -m http.server -d $folder' shows it at http://localhost:8000/documentation/zoo"
