#!/usr/bin/env bash
# Builds and tests the project as a new user of bare Debian systems would: in each a fresh system of debootstrap, this
# machine's Swift toolchain, a clone of what is committed, `make run` and `make test`.
#
#   Scripts/test_systems.sh [SUITE...]      bookworm and trixie, unless suites are named
#
# It needs root (debootstrap, chroot, mount), 10 GB of disk for each system, and an hour or so for each on two processors.
# Packages come from where this machine's own apt has them.
#   ZOO_SYSTEMS         where the systems are made, and stay for the next time (/var/tmp/zoo-systems)
#   ZOO_SYSTEMS_STEPS   what is done in each ("make run; make test")
set -euo pipefail
cd "$(dirname "$0")/.."

. Scripts/systems.sh
steps=${ZOO_SYSTEMS_STEPS:-make run; make test}

for tool in swift git; do command -v "$tool" >/dev/null || fail "$tool is missing"; done
mkdir -p "$folder"
free=$(df --output=avail --block-size=1G "$folder" | tail -1)
[ "$free" -ge $((10 * ${#suites[@]})) ] || fail "$folder has $free GB of room; each system takes 10"

swift=$(dirname "$(dirname "$(dirname "$(realpath "$(command -v swift)")")")")
commit=$(git rev-parse HEAD)

# Where this machine's git takes packages from a folder in the place of an address, the systems do, too.
folders=()
give_mirrors() {
  local configuration=$1/etc/gitconfig key address
  rm -f "$configuration"
  while read -r key address; do
    key=${key#url.}
    [[ $key == /* ]] || continue
    folders+=("${key%.insteadof}")
    git config --file "$configuration" --add "url.${key%.insteadof}.insteadOf" "$address"
  done < <(git config --get-regexp '^url[.].*[.]insteadof$' || true)
  [ ${#folders[@]} = 0 ] || git config --file "$configuration" --add safe.directory '*'
}

# In a mount namespace of its own, whose mounts end with it.
run_in() {
  local system=$1 name=$2
  folders=()
  give_mirrors "$system"
  unshare --mount bash -euo pipefail -c '
    system=$1 swift=$2 steps=$3
    for folder in "${@:4}"; do
      mkdir -p "$system$folder"
      mount --bind "$folder" "$system$folder"
      mount -o remount,bind,ro "$system$folder"
    done
    mkdir -p "$system/opt/swift"
    mount --bind "$swift" "$system/opt/swift"
    mount -o remount,bind,ro "$system/opt/swift"
    mount -t proc proc "$system/proc"
    mount --rbind /dev "$system/dev"
    cp /etc/resolv.conf "$system/etc/resolv.conf"
    chroot "$system" /bin/bash -euo pipefail -c "
      export DEBIAN_FRONTEND=noninteractive PATH=/opt/swift/usr/bin:\$PATH
      command -v make >/dev/null && command -v sudo >/dev/null || {
        apt-get update --quiet
        apt-get install --quiet --yes --no-install-recommends make sudo
      }
      id newcomer >/dev/null 2>&1 || useradd --create-home --shell /bin/bash newcomer
      echo \"newcomer ALL=(ALL) NOPASSWD: ALL\" >/etc/sudoers.d/newcomer
      chown -R newcomer: /home/newcomer"
    chroot "$system" /usr/bin/env -i HOME=/home/newcomer USER=newcomer TERM=dumb LANG=C.UTF-8 \
      PATH=/opt/swift/usr/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin \
      setpriv --reuid newcomer --regid newcomer --init-groups \
      /bin/bash -euo pipefail -c "cd ~/zoo; $steps"
  ' "$name" "$system" "$swift" "$steps" ${folders[@]+"${folders[@]}"}
}

results=()
for suite in "${suites[@]}"; do
  system=$folder/$suite
  echo "== $suite"
  if [ ! -e "$system/etc/debian_version" ]; then
    debootstrap --variant=minbase "$suite" "$system" "$mirror"
  fi
  home=$system/home/newcomer
  mkdir -p "$home"
  if [ -d "$home/zoo" ]; then
    git -c safe.directory='*' -C "$home/zoo" fetch --quiet "$PWD" HEAD
    git -c safe.directory='*' -C "$home/zoo" checkout --quiet --force "$commit"
  else
    git -c safe.directory='*' clone --quiet . "$home/zoo"
  fi
  if run_in "$system" "$suite"; then results+=("$suite: passed"); else results+=("$suite: failed"); fi
done

echo
printf '%s (%s)\n' "test-systems" "$commit"
printf '  %s\n' "${results[@]}"
[[ ! ${results[*]} =~ failed ]]
