# ./cctv bench: ratios, measured in one run.
if is_help "${1:-}"; then
  cat <<'TXT'
./cctv bench [NAME] [--json FILE]

Measures and prints a table; with --json also writes it. NAME is one of:
  main   what the main job costs: CPU of the uploader, detector against its floor, memory, allocations (default)
  gate   the motion gate: cost beside Debian's Motion and the floor, what it finds on clips with rain, noise, shake … (15 min)
  gate-cost    only the cost
  gate-clips   only the clips
  faults-workers   kill -9 of workers, 210 times, on a folder and on Azurite: what is lost, what comes twice (15 min)
  scale-workers    1, 2 and 4 workers with 2,000 batches waiting, beside the floor; cost per batch (8 min)
TXT
  exit 0
fi
bench_arguments=("$@")
source eng/front-door/setup.sh ""
compile_if_stale bench tests/CloudCctv.Benchmarks/CloudCctv.Benchmarks.csproj
cd "$here"
exec dotnet "$root/$(program bench)" "${bench_arguments[@]}"
