# ./cctv bench: ratios, measured in one run.
if is_help "${1:-}"; then
  cat <<'TXT'
./cctv bench [NAME] [--json FILE]

Measures and prints a table; with --json also writes it. NAME is one of:
  main   what the main job costs: CPU of the uploader, detector against its floor, memory, allocations (default)
  gate   the motion gate: cost beside Debian's Motion and the floor, what it finds on clips with rain, noise, shake … (15 min)
  gate-cost    only the cost
  gate-clips   only the clips
  detect the detector: time beside the floor and beside OpenCV, cold start, memory, whom a second look finds (5 min)
  detect-speed    only time and memory
  detect-recall   only whom a second look finds
TXT
  exit 0
fi
bench_arguments=("$@")
source eng/front-door/setup.sh ""
# The peer that the detector is measured beside; without it, its rows say so.
if [[ ${bench_arguments[0]:-} == detect* ]] && ! /usr/bin/python3 -c 'import cv2' 2>/dev/null && have apt-get && [ "$(id -u)" = 0 ]; then
  step "installing python3-opencv"
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends python3-opencv; } >/dev/null 2>&1 || step "python3-opencv cannot be installed"
fi
compile_if_stale bench tests/CloudCctv.Benchmarks/CloudCctv.Benchmarks.csproj
cd "$here"
exec dotnet "$root/$(program bench)" "${bench_arguments[@]}"
