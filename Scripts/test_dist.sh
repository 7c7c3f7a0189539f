#!/usr/bin/env bash
# Tries what `make install` puts in place, and what `make dist` wrote, this in bare Debian systems as people would who have no
# toolchain: the archive is unpacked, the package installed by apt-get, the wheel by pip. Each is tried in a fresh copy of a
# system that debootstrap made, without development packages, so that none has what another brought.
#
#   Scripts/test_dist.sh [SUITE...]      bookworm and trixie, unless suites are named
#
# It needs root (debootstrap, chroot, overlay mounts), the network, and 1 GB of disk. Packages come from where this machine's own
# apt has them. With auditwheel on the PATH (pip install auditwheel) the wheel's tag is checked, too.
#   ZOO_SYSTEMS    where the systems are made, and stay for the next time (/var/tmp/zoo-systems)
set -euo pipefail
cd "$(dirname "$0")/.."

. Scripts/systems.sh
archive=(dist/zoo-*-linux-"$(uname -m)".tar.xz)
package=(dist/zoo-cnn_*.deb)
wheel=(dist/zoo_cnn-*.whl)
for file in "${archive[@]}" "${package[@]}" "${wheel[@]}"; do [ -f "$file" ] || fail "there is no $file: make dist"; done
[ $((${#archive[@]} + ${#package[@]} + ${#wheel[@]})) = 3 ] || fail "there are files of several versions in dist/"

# What a user does first, with the program on the PATH: facts, a drawn digit by oneDNN with its picture read in a confined
# process, weights written as HDF5 and read in another, a model file with a fault.
tries='
expect() { grep -q -- "$1" output || { echo "not in the output: $1"; cat output; exit 1; }; }
mkdir -p ~/tried && cd ~/tried
zoo --version --verbose >output && cat output
zoo analyze alexnet >output && expect "60,965,224"
zoo examples >output
zoo weights export lenet5-modern examples/lenet5-digits.safetensors --to keras -o lenet.h5 >output
zoo weights inspect lenet.h5 >output && expect "61,706 numbers"
printf "input: [3, 8, 8]\nlayers: [relu\n" >wrong.yaml
if zoo analyze ./wrong.yaml >output 2>&1; then exit 1; fi
expect "wrong.yaml:2:14"
'
digit='zoo predict lenet5-modern examples/drawn/3.png >output && expect "^ *1  3 "'

# try SYSTEM NAME COMMANDS: in a copy of the system that is forgotten afterwards.
try() {
  local system=$1 name=$2 commands=$3 log
  log=$(mktemp)
  if unshare --mount bash -euo pipefail -c '
    system=$1 files=$2 commands=$3
    mount -t tmpfs tmpfs /mnt
    mkdir /mnt/upper /mnt/work /mnt/root
    mount -t overlay overlay -o "lowerdir=$system,upperdir=/mnt/upper,workdir=/mnt/work" /mnt/root
    mkdir -p /mnt/root/dist
    mount --bind "$files" /mnt/root/dist
    mount -t proc proc /mnt/root/proc
    mount --rbind /dev /mnt/root/dev
    cp /etc/resolv.conf /mnt/root/etc/resolv.conf
    chroot /mnt/root /usr/bin/env -i HOME=/root TERM=dumb LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
      PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin /bin/bash -euo pipefail -c "$commands"
  ' "$name" "$system" "$PWD/dist" "$commands" >"$log" 2>&1; then
    results+=("$(basename "$system"): $name passed")
  else
    results+=("$(basename "$system"): $name failed")
    sed 's/^/    /' "$log" | tail -30
  fi
  rm -f "$log"
}

results=()
# What `make install` puts in place, by its program's own account of itself and without its symbols.
installed=$(mktemp -d)
trap 'rm -rf "$installed"' EXIT
check_installed() {
  make --quiet install DESTDIR="$installed" PREFIX=/usr >/dev/null || return 1
  local usr=$installed/usr file
  for file in share/man/man1/zoo.1 share/bash-completion/completions/zoo share/zsh/site-functions/_zoo \
    share/fish/vendor_completions.d/zoo.fish; do
    grep -q zoo "$usr/$file" || { echo "make install: there is no $file"; return 1; }
  done
  [ "$(find "$usr" -type f | wc -l)" = 5 ] || { echo "make install: other files than five"; return 1; }
  if grep -q '[.]symtab' <<<"$(readelf --sections --wide "$usr/bin/zoo")"; then echo "make install: not stripped"; return 1; fi
  "$usr/bin/zoo" analyze alexnet >/dev/null
}
if check_installed; then results+=("make install passed"); else results+=("make install failed"); fi

if command -v auditwheel >/dev/null; then
  # The tag that the wheel claims has to be among those that its symbols allow.
  tag=$(basename "${wheel[0]}" .whl | grep -o 'manylinux_[0-9_]*x86_64\|manylinux_[0-9_]*aarch64')
  if grep -q "consistent with.*\"$tag\"" <<<"$(auditwheel show "${wheel[0]}" | tr -d '\n')"; then
    results+=("auditwheel: $tag passed")
  else
    auditwheel show "${wheel[0]}"
    results+=("auditwheel: $tag failed")
  fi
else
  results+=("auditwheel is not here: the wheel's tag was not checked")
fi
for suite in "${suites[@]}"; do
  system=$folder/bare-$suite
  echo "== $suite"
  [ -e "$system/etc/debian_version" ] || debootstrap --variant=minbase "$suite" "$system" "$mirror" >/dev/null
  try "$system" archive "
    mkdir ~/unpacked; apt-get update -q; apt-get install -q -y --no-install-recommends xz-utils
    tar -xf /dist/$(basename "${archive[0]}") -C ~/unpacked --strip-components 1
    test -s ~/unpacked/share/man/man1/zoo.1; PATH=~/unpacked/bin:\$PATH
    $tries
    $digit"
  # oneDNN is recommended only: without it the program analyzes, and says what to install.
  try "$system" package "
    apt-get update -q; apt-get install -q -y --no-install-recommends /dist/$(basename "${package[0]}")
    test -s /usr/share/bash-completion/completions/zoo
    $tries
    if zoo predict lenet5-modern examples/drawn/3.png >output 2>&1; then exit 1; fi
    named=\$(sed -n 's/.*apt-get install \(libdnnl[^ ]*\).*/\1/p' output); test -n \"\$named\" || { cat output; exit 1; }
    apt-get install -q -y --no-install-recommends \$named
    $digit
    apt-get purge -q -y zoo-cnn; test ! -e /usr/bin/zoo"
  try "$system" package-recommended "
    apt-get update -q; apt-get install -q -y --install-recommends /dist/$(basename "${package[0]}")
    $tries
    $digit"
  try "$system" wheel "
    apt-get update -q; apt-get install -q -y --no-install-recommends python3-venv
    python3 -m venv ~/venv; . ~/venv/bin/activate; pip install --no-index /dist/$(basename "${wheel[0]}")
    python -c 'from zoo_cnn import analyze; assert analyze(\"alexnet\").parameters > 60_000_000'
    $tries
    $digit"
done

echo
echo "test-dist"
printf '  %s\n' "${results[@]}"
[[ ! ${results[*]} =~ failed ]]
