#!/usr/bin/env bash
# Installs the system packages that the build needs and that are missing; does nothing when all are there.
set -euo pipefail

command -v swift >/dev/null || {
  echo "setup: the Swift toolchain is missing (https://www.swift.org/install); version 6.2 or later is needed" >&2
  exit 1
}

# One line is one need; where several packages meet it, the first that this system has is installed.
apt_packages=(
  "libcurl4t64 libcurl4" libncurses6 libsqlite3-0 "libxml2 libxml2-16" tzdata    # what the toolchain's own programs load
  binutils libc6-dev                                                            # what it links with
  "libgcc-14-dev libgcc-13-dev libgcc-12-dev libgcc-11-dev"
  "libstdc++-14-dev libstdc++-13-dev libstdc++-12-dev libstdc++-11-dev"
  libhdf5-dev zlib1g-dev                                # weight files
  libdnnl-dev                                           # running networks
  libpng-dev libjpeg-dev                                # pictures
  libyaml-dev                                           # model files
  graphviz                                              # diagrams in reports
  cmark-gfm                                             # reads reports back as GitHub does, in tests
  git ca-certificates                                   # with which it fetches the packages we depend on
)
brew_packages=(hdf5 onednn libpng jpeg-turbo libyaml graphviz cmark-gfm)

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

installed() {
  [[ $(dpkg-query --show --showformat '${Status}' "$1" 2>/dev/null) == *'ok installed' ]]
}

# Whether apt could install it: a name that only other packages provide has no candidate.
available() {
  [[ $(LC_ALL=C apt-cache policy "$1" 2>/dev/null) =~ 'Candidate: '[^\(] ]]
}

if command -v apt-get >/dev/null; then
  missing=()
  for need in "${apt_packages[@]}"; do
    for package in $need; do installed "$package" && continue 2; done
    missing+=("$need")
  done
  [ ${#missing[@]} = 0 ] && exit 0
  as_root apt-get update --quiet
  packages=()
  for need in "${missing[@]}"; do
    for package in $need; do
      if available "$package"; then
        packages+=("$package")
        continue 2
      fi
    done
    echo "setup: this system's apt has none of: $need" >&2
    exit 1
  done
  echo "setup: installing ${packages[*]}"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install --quiet --yes --no-install-recommends "${packages[@]}"
elif command -v brew >/dev/null; then
  for package in ${brew_packages[@]+"${brew_packages[@]}"}; do
    brew list --versions "$package" >/dev/null 2>&1 || { echo "setup: installing $package"; brew install "$package"; }
  done
else
  echo "setup: neither apt-get nor brew is here; install what README.md lists under 'Requirements'" >&2
fi
