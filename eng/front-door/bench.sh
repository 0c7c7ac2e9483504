# ./cctv bench: ratios, measured in one run.
if is_help "${1:-}"; then
  cat <<'TXT'
./cctv bench [NAME] [--json FILE]

Measures and prints a table; with --json also writes it. NAME is one of:
  main   what the main job costs: CPU of the uploader, detector against its floor, memory, allocations (default)
  gate   the motion gate: cost beside Debian's Motion and the floor, what it finds on clips with rain, noise, shake … (15 min)
  gate-cost    only the cost
  gate-clips   only the clips
  objects      what comparing a scene before and after costs
  detect the detector: time beside the floor and beside OpenCV, cold start, memory, whom a second look finds (5 min)
  detect-speed    only time and memory
  detect-recall   only whom a second look finds
  latency           from the first significant picture to the alert on the phone, on a folder and on Azurite (12 min)
  latency-folder    only on a folder
  latency-azurite   only on Azurite
  gallery           pages of a day with 10,000 sightings in a store with a million (2 min, a million small files)
  fuzz   damaged batches, pictures, manifests, messages, settings … through every reader of them; seed fixed (10 min)
  faults            what is lost when programs are killed and disks are full (20 min)
  faults-uploader   only the uploader, killed 300 times
  faults-proxy      only uploads through a proxy that resets, stalls, truncates, lies …, and a service that is killed (5 min)
  faults-workers    only workers, killed 210 times, on a folder and on Azurite (15 min)
  faults-outage     only a day without a link, simulated
  scale             how much goes through, beside the floor
  scale-spool       only the spool against the bare disk
  scale-workers     only 1, 2 and 4 workers with 2,000 batches waiting, and cost per batch (8 min)
  scale-resume      only what a link that is cut costs
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
