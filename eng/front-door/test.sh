# ./cctv test: every test, or those whose name holds a text.
if is_help "${1:-}"; then
  cat <<'TXT'
./cctv test [TEXT]

Runs every test, or those whose full name contains TEXT. Tests that need what this machine lacks are skipped and say why.
Real footage and detectors are looked for in $CLOUDCCTV_FOOTAGE, ../shared and ~/.cache/cloudcctv.
TXT
  exit 0
fi
filter=${1:-}
source eng/front-door/setup.sh --tests
compile CloudCctv.sln

step "running the tests${filter:+ that match '$filter'}"
log=$(mktemp)
set +e
dotnet test CloudCctv.sln -c "$configuration" --no-build -m:1 --logger "console;verbosity=minimal" ${filter:+--filter "FullyQualifiedName~$filter"} 2>&1 \
  | tee "$log" | grep --line-buffered -vE '^(Test run for|A total of|VSTest version|Starting test|No test matches|$)'
status=${PIPESTATUS[0]}
set -e

# Each project closes with: Passed!  - Failed: 0, Passed: 12, Skipped: 1, Total: 13, ...
count() { { grep -oE "$1: +[0-9]+" "$log" || true; } | awk '{ sum += $2 } END { print sum + 0 }'; }
passed=$(count Passed) failed=$(count Failed) skipped=$(count Skipped)
rm -f "$log"
[ "$status" = 0 ] || [ "$failed" -gt 0 ] || failed=1
[ "$passed" -gt 0 ] || [ "$failed" -gt 0 ] || echo "cctv: no test's name holds '$filter'." >&2
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
