#!/usr/bin/env bash
# Fuzzes the parsers that are written in Swift: Fuzz/run.sh [RUNS] [PARSER…]
#
# Each Fuzz/<Parser>Fuzz.swift is compiled together with the sources that it tests, for libFuzzer and AddressSanitizer,
# and run over Fuzz/Corpus/<Parser> and what earlier runs found (.build/fuzz, not committed). A run that takes 5 seconds
# or 2 GB is a finding, as is every trap. Prints runs and findings per parser; exits with 1 where there is a finding.
# FUZZ_SECONDS bounds the time of each parser, FUZZ_LENGTH the bytes of an input, which makes runs many times faster.
# FUZZ_ADDRESS=0 leaves AddressSanitizer out, which takes half of the time:
# for long runs of what is Swift alone, where every trap is still a finding.
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-1000000}
shift || true
parsers=("$@")
[ ${#parsers[@]} -gt 0 ] || parsers=(
  JSON Safetensors Torch Numpy NumpyArchive IDX ModelFile Settings ONNX Caffemodel Prototxt ExportedProgram Keras
)
work=.build/fuzz
address=,address
[ "${FUZZ_ADDRESS:-1}" != 0 ] || address=
sanitize=(-sanitize="fuzzer$address" -O -wmo -swift-version 6 -parse-as-library -use-ld=lld)
export SWIFT_BACKTRACE=enable=no
# Swift marks pointers in enumerations with bits that LeakSanitizer does not know: it takes static values for lost.
export ASAN_OPTIONS=detect_leaks=0
mkdir -p "$work"
yaml=()

# A module of the package: module NAME SOURCE…
module() {
  swiftc "${sanitize[@]}" -package-name zoo -I "$work" "${yaml[@]}" -module-name "$1" \
    -emit-module -emit-module-path "$work/$1.swiftmodule" -emit-object -o "$work/$1.o" "${@:2}"
}

# The languages as the package manager embeds them.
embedded_languages() {
  echo "struct PackageResources {"
  for language in en es; do
    echo "static let ${language}_yaml: [UInt8] = ["
    od -An -v -tu1 "Sources/Report/Languages/$language.yaml" | sed -E 's/ +([0-9]+)/\1,/g'
    echo "]"
  done
  echo "}"
}

# The model files need libyaml, which is the system's. What is read goes on through the analyses and the reports, so that all
# modules up to these are made anew with the sanitizer.
analysis=()
build_analysis() {
  [ ${#analysis[@]} -eq 0 ] || return 0
  yaml=(-I Sources/CLibYAML/include)
  clang -O1 -g -fsanitize="fuzzer-no-link$address" "${yaml[@]}" -c Sources/CLibYAML/reader.c -o "$work/CLibYAML.o"
  analysis+=("$work/CLibYAML.o" -lyaml)
  embedded_languages >"$work/embedded.swift"
  for name in YAML Architecture ModelFile Analysis Report; do
    local sources=()
    mapfile -t sources < <(find "Sources/$name" -name '*.swift')
    [ "$name" != Report ] || sources+=("$work/embedded.swift")
    module "$name" "${sources[@]}"
    analysis+=("$work/$name.o")
  done
}

# Models of other programs are read by Import, which is made anew with the sanitizer as are the parsers below it; the
# packages and C libraries that it needs are taken as `swift build` made them.
imports=()
build_import() {
  [ ${#imports[@]} -eq 0 ] || return 0
  build_analysis
  swift build --product zoo
  yaml+=(-I .build/debug/Modules -I Sources/CZlib/include)
  for map in .build/debug/*.build/module.modulemap; do yaml+=(-Xcc "-fmodule-map-file=$map"); done
  local sources=()
  for name in TensorFiles Weights Import; do
    mapfile -t sources < <(find "Sources/$name" -name '*.swift')
    module "$name" "${sources[@]}"
    imports+=("$work/$name.o")
  done
  # Objects of files that are no more lie there too: the list that the program was linked with has those that count.
  mapfile -t -O ${#imports[@]} imports < <(tr -d "'" <.build/debug/zoo.product/Objects.LinkFileList | grep -E \
    '/(HDF5|FileSystem|SwiftProtobuf|C?Crypto\w*|CXKCP\w*|CHDF5|C?Sandbox|CSystem|CZlib)\.build/')
  imports+=(-l:libhdf5_serial.a -lz -lm -ldl -lpthread)
}

# What the parsers share.
module PlainText Sources/PlainText/*.swift
clang -O1 -g -fsanitize="fuzzer-no-link$address" -I Sources/CZlib/include -c Sources/CZlib/inflate.c -o "$work/CZlib.o"

status=0
for parser in "${parsers[@]}"; do
  if [[ " ModelFile Settings " == *" $parser "* ]]; then
    build_analysis
    swiftc "${sanitize[@]}" -package-name zoo -module-name Fuzz -I "$work" "${yaml[@]}" "Fuzz/${parser}Fuzz.swift" \
      Fuzz/Analyzing.swift Fuzz/Prove.swift "$work/PlainText.o" "${analysis[@]}" -o "$work/$parser"
  elif [[ " ONNX Caffemodel Prototxt ExportedProgram Keras " == *" $parser "* ]]; then
    build_import
    swiftc "${sanitize[@]}" -package-name zoo -module-name Fuzz -I "$work" "${yaml[@]}" "Fuzz/${parser}Fuzz.swift" \
      Fuzz/Importing.swift Fuzz/Analyzing.swift Fuzz/Prove.swift "$work/PlainText.o" "${analysis[@]}" "${imports[@]}" \
      -o "$work/$parser"
  else
    swiftc "${sanitize[@]}" -package-name zoo -module-name Fuzz -I "$work" -I Sources/CZlib/include Sources/TensorFiles/*.swift "Fuzz/${parser}Fuzz.swift" Fuzz/Prove.swift \
      "$work/PlainText.o" "$work/CZlib.o" -lz -o "$work/$parser"
  fi
  mkdir -p "$work/corpus/$parser" "$work/findings/$parser"
  seeds=(Fuzz/Corpus/"$parser"/*)
  accepted=0
  for seed in "${seeds[@]}"; do
    if FUZZ_PROVE=1 "$work/$parser" "$seed" 2>/dev/null | grep accepted >/dev/null; then accepted=$((accepted + 1)); fi
  done
  if [ "$accepted" -eq 0 ]; then
    echo "$parser: none of the ${#seeds[@]} untouched seeds is accepted: the harness proves nothing" >&2
    status=1
    continue
  fi
  log="$work/$parser.log"
  findings=0
  words=()
  [ ! -f "Fuzz/$parser.dict" ] || words=(-dict="Fuzz/$parser.dict")
  "$work/$parser" -runs="$runs" -detect_leaks=0 -timeout=5 -rss_limit_mb=2048 -print_final_stats=1 "${words[@]}" ${FUZZ_SECONDS:+-max_total_time=$FUZZ_SECONDS} \
    ${FUZZ_LENGTH:+-max_len=$FUZZ_LENGTH} \
    -artifact_prefix="$work/findings/$parser/" "$work/corpus/$parser" "Fuzz/Corpus/$parser" >"$log" 2>&1 || findings=1
  done_runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log" | tail -1)
  edges=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -1)
  echo "$parser: $accepted of ${#seeds[@]} seeds accepted; ${done_runs:-0} runs, ${edges:-0} edges, $findings findings"
  if [ "$findings" -gt 0 ]; then
    status=1
    grep -m 3 -E "ERROR|Fatal|SUMMARY|Test unit written" "$log" || tail -3 "$log"
  fi
done
exit "$status"
