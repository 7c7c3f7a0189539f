#!/usr/bin/env bash
# Writes to dist/ what people install who have no Swift toolchain: an archive, a Debian package and a Python wheel of the
# program that `make build` built.
#
#   Scripts/dist.sh [PROGRAM]
#
# It needs dpkg-deb, patchelf, python3 and xz. The archive and the wheel have oneDNN's library with them, the Debian package
# recommends the system's.
set -euo pipefail
cd "$(dirname "$0")/.."
program=$(realpath "${1:-.build/release/zoo}")
for tool in dpkg-deb patchelf python3 xz strip objdump; do
  command -v "$tool" >/dev/null || { echo "dist: $tool is missing (apt-get install dpkg patchelf python3 xz-utils binutils)" >&2; exit 1; }
done

version=$("$program" --version)
machine=$(uname -m)
name=zoo-$version-linux-$machine
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p dist
umask 022

# What every one of them has, under a prefix.
tree=$work/$name
share=$tree/share
install -d "$tree/bin" "$share/man/man1" "$share/bash-completion/completions" "$share/zsh/site-functions" \
  "$share/fish/vendor_completions.d" "$share/doc/zoo/licenses"
strip -o "$tree/bin/zoo" "$program"
"$program" manual >"$share/man/man1/zoo.1"
"$program" --generate-completion-script bash >"$share/bash-completion/completions/zoo"
"$program" --generate-completion-script zsh >"$share/zsh/site-functions/_zoo"
"$program" --generate-completion-script fish >"$share/fish/vendor_completions.d/zoo.fish"
install -m 644 README.md CHANGELOG.md LICENSE "$share/doc/zoo"

# The licences of what is linked into the program.
licenses=$share/doc/zoo/licenses
for package in .build/checkouts/*/; do
  # What was once a dependency may lie there still.
  grep -qi "\"identity\" : \"$(basename "$package")\"" Package.resolved || continue
  for text in "$package"LICENSE*; do
    [ ! -f "$text" ] || install -m 644 "$text" "$licenses/$(basename "$package").txt"
  done
done
swift=$(dirname "$(dirname "$(realpath "$(command -v swift)")")")
install -m 644 "$swift/share/swift/LICENSE.txt" "$licenses/swift.txt"
for package in libhdf5-dev libpng-dev libjpeg62-turbo-dev libyaml-dev zlib1g; do
  [ ! -f "/usr/share/doc/$package/copyright" ] \
    || install -m 644 "/usr/share/doc/$package/copyright" "$licenses/${package%-dev}.txt"
done

# oneDNN's library and what it needs beyond the C and C++ libraries, found from where it lies itself.
bundle=$work/lib
mkdir "$bundle"
dnnl=$(ldconfig -p | grep -o '/.*/libdnnl\.so\.[0-9.]*$' | sort -V | tail -1)
[ -n "$dnnl" ] || { echo "dist: there is no libdnnl on this system" >&2; exit 1; }
major=$(basename "$(realpath "$dnnl")" | sed -E 's/libdnnl\.so\.([0-9]+).*/\1/')
install -m 644 "$(realpath "$dnnl")" "$bundle/libdnnl.so.$major"
# Kept whole: `grep -q` ends a pipe early, which then counts as failed.
needed=$(objdump -p "$bundle/libdnnl.so.$major" | awk '$1 == "NEEDED" {print $2}')
for library in libgomp.so.1 libOpenCL.so.1; do
  if grep -qxF "$library" <<<"$needed"; then
    install -m 644 "$(realpath "$(ldconfig -p | grep -o "/.*/$library\$" | head -1)")" "$bundle/$library"
  fi
done
# Systems differ in their libraries of pictures and of YAML, so that archive and wheel have them, and updates of them come with a new zoo;
# the Debian package takes the system's.
for library in $(objdump -p "$program" | grep -o 'lib\(png\|jpeg\|yaml\)[^ ]*\.so\.[0-9]*'); do
  install -m 644 "$(realpath "$(ldconfig -p | grep -o "/.*/$library\$" | head -1)")" "$bundle/$library"
done
strip --strip-unneeded "$bundle"/*.so*
patchelf --set-rpath '$ORIGIN' "$bundle/libdnnl.so.$major"
for library in "$bundle"/*; do
  package=$(dpkg-query --search "*/$(basename "$library")*" 2>/dev/null | grep -m 1 -o '^[^:,]*' || true)
  [ ! -f "/usr/share/doc/$package/copyright" ] \
    || install -m 644 "/usr/share/doc/$package/copyright" "$work/$package.txt"
done

# The Debian package's program looks in the system's folders alone.
cp "$tree/bin/zoo" "$work/zoo"
patchelf --set-rpath '$ORIGIN/../lib/zoo' "$tree/bin/zoo"

# The archive.
install -d "$tree/lib/zoo"
cp "$bundle"/* "$tree/lib/zoo"
cp "$work"/*.txt "$licenses"
tar --create --directory "$work" --owner 0 --group 0 --sort name "$name" | xz -9 --threads 1 >"dist/$name.tar.xz"

# The Debian package. An archiver of old was called zoo too.
architecture=$(dpkg --print-architecture)
root=$work/deb
install -d "$root/DEBIAN" "$root/usr/share/doc/zoo-cnn"
cp -r "$tree/bin" "$tree/share" "$root/usr"
cp "$work/zoo" "$root/usr/bin/zoo"
rm -r "$root/usr/share/doc/zoo"
gzip --best --no-name "$root/usr/share/man/man1/zoo.1"
gzip --best --no-name --stdout CHANGELOG.md >"$root/usr/share/doc/zoo-cnn/changelog.gz"
{
  cat LICENSE
  for text in "$licenses"/*.txt; do
    case $(basename "$text") in libdnnl* | libgomp* | ocl-icd* | libpng* | libjpeg* | libyaml*) continue ;; esac
    printf '\n\n---- %s\n\n' "$(basename "$text" .txt)"
    cat "$text"
  done
} >"$root/usr/share/doc/zoo-cnn/copyright"
# The newest version of each library's symbols that the program asks for.
newest() {
  local symbols=$1
  shift
  objdump -T "$@" | grep -o "${symbols}_[0-9.]*" | sort -V | tail -1 | cut -d_ -f2
}
glibc=$(newest GLIBC "$tree/bin/zoo")
case $(newest GLIBCXX "$tree/bin/zoo") in
  3.4.3[2-9]) cxx=13 ;;
  3.4.3[01]) cxx=12 ;;
  *) cxx=11 ;;
esac
cat >"$root/DEBIAN/control" <<END
Package: zoo-cnn
Version: $version
Architecture: $architecture
Maintainer: The zoo authors <zoo@localhost>
Installed-Size: $(du --summarize --block-size=1K "$root/usr" | cut -f1)
Depends: libc6 (>= $glibc), libgcc-s1, libstdc++6 (>= $cxx), zlib1g,
 libpng16-16t64 | libpng16-16, libjpeg62-turbo, libyaml-0-2
Recommends: libdnnl3.6 | libdnnl3 | libdnnl2
Suggests: graphviz, curl
Conflicts: zoo
Section: science
Priority: optional
Description: model zoo and analyzer of convolutional networks
 Sizes, parameters, operations, receptive fields and memory of every layer of
 a network, with the formulas; runs networks, compares them with a reference
 layer by layer, and converts their weights.
END
dpkg-deb --root-owner-group --build "$root" "dist/zoo-cnn_${version}_$architecture.deb" >/dev/null

# The wheel.
python3 Scripts/make_wheel.py --version "$version" --program "$tree/bin/zoo" --libraries "$bundle" \
  --glibc "$(newest GLIBC "$tree/bin/zoo" "$bundle"/*)" \
  --licenses "$licenses" --output dist

printf '%s %s stripped\n' "$(numfmt --to=si --suffix=B "$(stat --format %s "$tree/bin/zoo")")" zoo
ls -l --block-size=1 dist | awk 'NR > 1 {printf "%10.1f MB  dist/%s\n", $5 / 1e6, $9}'
