# ./cctv doctor: what is there, what is not, and what to do about it.
if is_help "${1:-}"; then
  echo "./cctv doctor: says what this machine has and what is missing. Changes nothing; exit code 1 if something needed is missing."
  exit 0
fi
missing=0

# report NAME FOUND(version or empty) FIX [optional]
report() {
  if [ -n "$2" ]; then
    printf '  ok       %-22s %s\n' "$1" "$2"
  elif [ "${4:-}" = optional ]; then
    printf '  absent   %-22s only for %s\n' "$1" "$3"
  else
    printf '  MISSING  %-22s fix: %s\n' "$1" "$3"
    missing=1
  fi
}

library() { have_library "$1" && echo found || true; }
version() { have "$1" && { "$@" 2>/dev/null || true; } | head -1 || true; }

report ".NET SDK 10" "$(version dotnet --version | grep '^10\.' || true)" "https://dotnet.microsoft.com/download/dotnet/10.0"
report "ffmpeg" "$(version ffmpeg -version | cut -d' ' -f1-3)" "apt-get install ffmpeg"
report "libturbojpeg" "$(library libturbojpeg.so.0)" "apt-get install libturbojpeg0"
report "node" "$(version node --version)" "tests, and registries that lack ONNX Runtime" optional
report "Azurite" "$([ -d tests/Support/azurite/node_modules/azurite ] && echo found || true)" "tests and demo --store azurite: ./cctv setup --tests" optional
report "http_ece" "$([ -d tests/Support/push/node_modules/http_ece ] && echo found || true)" "tests of Web Push: ./cctv setup --tests" optional
report "axe-core" "$([ -d tests/Support/axe/node_modules/axe-core ] && echo found || true)" "tests of the gallery's pages: ./cctv setup --tests" optional
report "aiosmtpd" "$(/usr/bin/python3 -c 'import aiosmtpd; print(aiosmtpd.__version__)' 2>/dev/null || true)" "tests of mail: apt-get install python3-aiosmtpd" optional
report "Mosquitto" "$({ mosquitto -h || /usr/sbin/mosquitto -h; } 2>/dev/null | head -1 | cut -d' ' -f3 || true)" "tests of MQTT: apt-get install mosquitto mosquitto-clients" optional
report "Chromium" "$(version chromium --version)" "browser tests: apt-get install chromium" optional
if [ -e Directory.Build.local.props ]; then
  if [ "$(registry)" = full ]; then
    report "package registry" "full: nuget.org has all packages" -
  else
    report "package registry" "limited: packages are missing, eng/limited-registry stands in (Functions project is not compiled)" -
  fi
else
  report "package registry" "not looked at yet (./cctv setup)" -
fi
for clip in "${CLOUDCCTV_FOOTAGE:-}" ../shared/footage "$HOME/.cache/cloudcctv"; do
  [ -n "$clip" ] && [ -e "$clip/vtest.avi" ] && { footage=$clip; break; }
done
report "footage" "${footage:-}" "tests on real clips; ./cctv demo fetches one" optional
exit $missing
