#!/usr/bin/env bash
# Does what README.md says, from top to bottom, in an empty folder: every command there has to end well, and to print on a
# terminal of 80 columns what stands below it, where a line with … stands for any lines.
#
#   Scripts/newcomer.sh [PROGRAM]
set -uo pipefail
program=$(realpath "${1:-.build/release/zoo}")
readme=$(realpath "$(dirname "$0")/../README.md")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/bin" "$folder/work"
ln -s "$program" "$folder/bin/zoo"
export PATH="$folder/bin:$PATH" COLUMNS=80 NO_COLOR=1 ZOO_PAGER=cat TERM=xterm
unset ZOO_LANGUAGE
cd "$folder/work" || exit 1
commands=0
failures=0

# run COMMAND: what it prints on a terminal, then what it says on standard error.
run() {
  commands=$((commands + 1))
  { script --quiet --return --command "{ $1
} 2>'$folder/errors'" /dev/null </dev/null | tr -d '\r'; } >"$folder/output"
  code=${PIPESTATUS[0]}
  mapfile -t actual <"$folder/output"
  mapfile -t -O "${#actual[@]}" actual <"$folder/errors"
}

fail() {
  failures=$((failures + 1))
  printf 'README.md: %s\n  %s\n' "$1" "$2" >&2
  sed 's/^/  | /' "$folder/output" "$folder/errors" >&2
}

# compare COMMAND: whether `actual` is `expected`.
compare() {
  local position=0 skips=false line
  for line in "${expected[@]}"; do
    if [[ $line =~ ^\ *…$ ]]; then
      skips=true
      continue
    fi
    if $skips; then
      while [ $position -lt ${#actual[@]} ] && [ "${actual[position]}" != "$line" ]; do position=$((position + 1)); done
    fi
    skips=false
    if [ "${actual[position]-}" != "$line" ] || [ $position -ge ${#actual[@]} ]; then
      fail "$1" "expected: $line"
      return
    fi
    position=$((position + 1))
  done
  $skips || [ $position -eq ${#actual[@]} ] || fail "$1" "printed more"
}

# finish: compares the last command of a block with the lines below it, if there are any.
finish() {
  [ -n "$command" ] || return
  run "$command"
  while [ ${#expected[@]} -gt 0 ] && [ -z "${expected[-1]}" ]; do unset 'expected[-1]'; done
  while [ ${#actual[@]} -gt 0 ] && [ -z "${actual[-1]}" ]; do unset 'actual[-1]'; done
  if [ ${#expected[@]} -gt 0 ]; then compare "$command"; elif [ "$code" -ne 0 ]; then fail "$command" "ends with $code"; fi
  command=""
}

# inline LINE: runs the commands in a line of text that say on what they work.
inline() {
  local rest=$1 words
  while [[ $rest =~ \`(zoo\ [^\`]*)\`(.*) ]]; do
    command=${BASH_REMATCH[1]}
    rest=${BASH_REMATCH[2]}
    read -r -a words <<<"$command"
    if [ ${#words[@]} -gt 2 ] && [[ ${words[2]} != -* || ${words[1]} == examples || $command == *--guide* ]] &&
      { [ "${words[1]}" != weights ] || [ ${#words[@]} -gt 3 ]; }; then
      run "$command"
      # 1 says that something is not the same.
      case $code in 0 | 1) ;; *) fail "$command" "ends with $code" ;; esac
    fi
    command=""
  done
}

inside=false
command=""
expected=()
while IFS= read -r line; do
  if [[ $line == '```'* ]]; then
    if $inside; then finish; fi
    if $inside; then inside=false; else inside=true; fi
  elif ! $inside; then
    inline "$line"
  elif [[ $line == '$ zoo'* ]]; then
    finish
    command=${line#\$ }
    expected=()
  elif [ -n "$command" ]; then
    expected+=("$line")
  fi
done <"$readme"
echo "README.md: $commands commands, $failures of them not as written"
[ $commands -ge 30 ] && [ $failures -eq 0 ]
