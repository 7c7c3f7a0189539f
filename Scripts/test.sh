#!/usr/bin/env bash
# Builds and runs the tests, and shows of them what fails, what is skipped, and the sum: test.sh [ARGUMENTS OF swift test…]
#
# Everything that the tests print is in .build/test.log. Exits as `swift test` does.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p .build
log=.build/test.log
sum=.build/test.sum

# On a terminal the compiler shows how far it is on one line; elsewhere it would write a line for each file.
quiet=()
[ -t 1 ] || quiet=(--quiet)
echo "test: building"
swift build --build-tests ${quiet[@]+"${quiet[@]}"}

echo "test: running; all that is printed is in $log"
# A failure goes on to the next line that begins with a mark. Control characters and long lines are for the log alone.
status=0
swift test --skip-build --disable-xctest "$@" 2>&1 | tee "$log" | LC_ALL=C sed -u 's/\x1b\[[0-9;]*m//g' | LC_ALL=C awk '
  /^(◇|✔|➜|✘) / { shown = 0 }
  /^✘ / || / Test run with / { shown = 1 }
  /^error:|^Fatal|signal code/ { shown = 1 }
  shown { gsub(/[\001-\010\013-\037\177]/, "?"); print substr($0, 1, 1000); fflush() }
' || status=$?

# How many tests there were, what was not tested, and what that would take, in one line, which is kept, too.
LC_ALL=C sed 's/\x1b\[[0-9;]*m//g' "$log" | LC_ALL=C awk '
  /^➜ .* skipped/ { count += 1; reason = $0; sub(/^.* skipped:? ?/, "", reason); gsub(/"/, "", reason); reasons[reason] += 1 }
  match($0, /with [0-9]+ tests? in [0-9]+ suites?/) { sum = substr($0, RSTART + 5, RLENGTH - 5) }
  END {
    printf "test: %s, ", sum
    if (!count) { print "nothing was skipped"; exit }
    printf "%d skipped:", count
    for (reason in reasons) printf "%s %s (%d)", separator, reason, reasons[reason] + 0 * (separator = ";")
    print ""
  }' | tee "$sum"
exit "$status"
