#!/usr/bin/env bash
# Writes the analysis of every network of the zoo, and an index: write_reports.sh ZOO FOLDER
set -euo pipefail
zoo=$1 folder=$2

mkdir -p "$folder"
"$zoo" list --format csv | tail -n +2 | cut -d, -f1 | while read -r model; do
  "$zoo" analyze "$model" --format markdown --output "$folder/$model.md"
done
{
  echo "# The zoo"
  echo
  "$zoo" list --format markdown
} >"$folder/README.md"
