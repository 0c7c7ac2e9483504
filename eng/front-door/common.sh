# Shared by all commands of ./cctv. Sourced, never run.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# The libraries we use must not call home from a security camera.
export ORT_DISABLE_TELEMETRY=1
configuration=Release

step() { echo "── $*" >&2; }

# die MESSAGE [COMMAND THAT FIXES IT]
die() {
  echo "cctv: $1" >&2
  [ $# -gt 1 ] && echo "      fix it with: $2" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }
have_library() { ldconfig -p 2>/dev/null | grep -q "$1" || compgen -G "/usr/lib/*/$1*" >/dev/null; }
is_help() { [ "${1:-}" = --help ] || [ "${1:-}" = -h ]; }
registry() { if grep -qs '<Registry>limited' Directory.Build.local.props; then echo limited; else echo full; fi; }

# Compiles one project, quietly unless it fails.
compile() {
  local log
  log=$(mktemp)
  step "compiling $(basename "$1")"
  if ! dotnet build "$1" -c "$configuration" -v quiet -clp:NoSummary >"$log" 2>&1; then
    grep -E 'error|warn' "$log" | sort -u | head -40 >&2 || cat "$log" >&2
    rm -f "$log"
    die "compiling $1 failed." "./cctv doctor"
  fi
  rm -f "$log"
}

# Where a program of ours is after compiling.
program() {
  case $1 in
    server) echo "functions/CloudCctv.SelfHost/bin/$configuration/net10.0/cctv-server.dll" ;;
    uploader) echo "uploader/CloudCctv.Uploader/bin/$configuration/net10.0/cctv-uploader.dll" ;;
    demo) echo "tests/CloudCctv.Demo/bin/$configuration/net10.0/cctv-demo.dll" ;;
    bench) echo "tests/CloudCctv.Benchmarks/bin/$configuration/net10.0/cctv-bench.dll" ;;
  esac
}

# Compiles a program if it is older than any of its sources.
compile_if_stale() {
  local built
  built=$(program "$1")
  if [ ! -e "$built" ] || [ -n "$(find shared uploader functions tests eng/limited-registry Directory.*.props Directory.Build.targets \
      \( -name bin -o -name obj -o -name node_modules \) -prune -o -type f -newer "$built" -print -quit)" ]; then
    compile "$2"
    touch "$built"
  fi
}
