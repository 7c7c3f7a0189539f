#!/usr/bin/env bash
# Installs the system packages that the build needs and that are missing; does nothing when all are there.
set -euo pipefail

command -v swift >/dev/null || {
  echo "setup: the Swift toolchain is missing (https://www.swift.org/install); version 6.2 or later is needed" >&2
  exit 1
}

apt_packages=(
  libcurl4 libncurses6 libsqlite3-0 libxml2 tzdata      # what the toolchain's own programs load
  binutils libc6-dev libgcc-12-dev libstdc++-12-dev     # what it links with on Debian 12
  libhdf5-dev zlib1g-dev                                # weight files
  libdnnl-dev                                           # running networks
  libpng-dev libjpeg-dev                                # pictures
  graphviz                                              # diagrams in reports
  cmark-gfm                                             # reads reports back as GitHub does, in tests
  git ca-certificates                                   # with which it fetches the packages we depend on
)
brew_packages=(hdf5 onednn libpng jpeg-turbo graphviz cmark-gfm)

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

if command -v apt-get >/dev/null; then
  missing=()
  for package in "${apt_packages[@]}"; do
    dpkg-query --show --showformat '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} = 0 ] && exit 0
  echo "setup: installing ${missing[*]}"
  as_root apt-get update --quiet
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install --quiet --yes --no-install-recommends "${missing[@]}"
elif command -v brew >/dev/null; then
  for package in ${brew_packages[@]+"${brew_packages[@]}"}; do
    brew list --versions "$package" >/dev/null 2>&1 || { echo "setup: installing $package"; brew install "$package"; }
  done
else
  echo "setup: neither apt-get nor brew is here; install what README.md lists under 'Requirements'" >&2
fi
