# ./cctv setup: installs what is missing. Doing it again does nothing.
if is_help "${1:-}"; then
  cat <<'TXT'
./cctv setup [--tests]

Installs what is missing and leaves alone what is there: Debian packages ffmpeg and libturbojpeg0 (with apt as root,
else it prints the sudo line), and, where nuget.org is only partly reachable, ONNX Runtime from npm.
  --tests   also what the tests need: Node.js, Azurite, http_ece and axe-core (npm), Chromium, aiosmtpd and Mosquitto
TXT
  exit 0
fi
with_tests=false
[ "${1:-}" = --tests ] && with_tests=true

have dotnet || die ".NET SDK 10 is not installed." "https://dotnet.microsoft.com/download/dotnet/10.0 (Debian: apt-get install dotnet-sdk-10.0 from Microsoft's feed)"
case $(dotnet --version 2>/dev/null) in
  10.*) ;;
  *) die ".NET SDK 10 is needed; this machine has $(dotnet --version 2>&1 | head -1)." "https://dotnet.microsoft.com/download/dotnet/10.0" ;;
esac

if [ ! -e Directory.Build.local.props ]; then
  step "looking whether nuget.org is wholly reachable"
  log=$(mktemp)
  if dotnet restore eng/limited-registry/probe/Probe.csproj -p:Registry=full >"$log" 2>&1; then
    registry=full
  elif grep -qE 'NU110[123]|NU1603' "$log"; then
    registry=limited
    step "this registry lacks packages: using the older or npm copies of them (eng/limited-registry/README.md)"
  else
    grep -m1 error "$log" >&2 || tail -3 "$log" >&2
    die "no package registry can be reached." "dotnet nuget list source"
  fi
  rm -f "$log"
  printf '<Project>\n  <PropertyGroup>\n    <Registry>%s</Registry>\n  </PropertyGroup>\n</Project>\n' "$registry" >Directory.Build.local.props
fi

# Debian puts the broker where not every user looks.
have_mosquitto() { have mosquitto || [ -x /usr/sbin/mosquitto ]; }

packages=()
# What is not wholly reachable from nuget.org comes from npm.
[ "$(registry)" = full ] || have npm || packages+=(nodejs npm)
have ffmpeg || packages+=(ffmpeg)
have_library libturbojpeg.so.0 || packages+=(libturbojpeg0)
if $with_tests; then
  have node && have npm || packages+=(nodejs npm)
  have chromium || packages+=(chromium)
  /usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null || packages+=(python3-aiosmtpd)
  have_mosquitto && have mosquitto_sub || packages+=(mosquitto mosquitto-clients)
fi
if [ ${#packages[@]} -gt 0 ]; then
  have apt-get || die "missing: ${packages[*]}. This is not a Debian system, so install them with its own tools."
  [ "$(id -u)" = 0 ] || die "missing: ${packages[*]}." "sudo apt-get update && sudo apt-get install -y ${packages[*]}"
  step "installing ${packages[*]}"
  log=$(mktemp)
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}"; } >"$log" 2>&1 \
    || { tail -5 "$log" >&2; die "apt-get could not install ${packages[*]}." "apt-get update && apt-get install ${packages[*]}"; }
  rm -f "$log"
fi

# npm packages of a folder, as its lock file says; done again only if that changes.
npm_install() {
  local folder=$1 stamp="$1/node_modules/.cctv-lock"
  cmp -s "$folder/package-lock.json" "$stamp" && return
  have npm || die "npm is needed for $2." "apt-get install nodejs npm"
  step "fetching $2 (npm)"
  local log
  log=$(mktemp)
  npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund >"$log" 2>&1 || { tail -5 "$log" >&2; die "npm could not fetch $2." "npm ci --prefix $folder --ignore-scripts"; }
  rm -f "$log"
  # Libraries for other systems are most of it.
  rm -rf "$folder"/node_modules/onnxruntime-node/bin/napi-v6/{win32,darwin}
  cp "$folder/package-lock.json" "$stamp"
}

[ "$(registry)" = full ] || npm_install eng/limited-registry "ONNX Runtime"
if $with_tests; then
  npm_install tests/Support/azurite "Azurite"
  npm_install tests/Support/push "http_ece"
  npm_install tests/Support/axe "axe-core"
fi
