# ./cctv demo: the whole job on real footage, in two real processes.
if is_help "${1:-}"; then
  cat <<'TXT'
./cctv demo [--source SOURCE] [--once] [--store folder|azurite] [--speed native|max] [--json FILE] [--data DIR]

Starts a server and an uploader as two processes on free ports, plays a recording through them and prints what happens:
motion → event → batch → sightings → alert. Ends with a table and, unless --once, leaves the gallery open to look at.
  --source   a file, folder of JPEGs, http(s)://, rtsp:// or /dev/videoN; without it a clip of pedestrians
  --once     exit when all is processed; the exit code says whether anything was left behind
  --store    folder (default), or azurite: the local stand-in for Azure Storage
  --speed    max plays a recording as fast as it can be worked on
  --json     write the figures of the table to a file
  --data     keep the data in this folder; without it a temporary one, removed at the end
TXT
  exit 0
fi
demo_arguments=("$@")
given_source=false
for argument in "$@"; do
  case $argument in
    --source | --source=*) given_source=true ;;
    azurite | --store=azurite) need_azurite=true ;;
  esac
done
source eng/front-door/setup.sh ""
if ${need_azurite:-false}; then
  npm_install tests/Support/azurite "Azurite"
fi
if ! $given_source; then
  source eng/front-door/footage.sh
  clip=$(find_footage)
  demo_arguments+=(--source "$clip")
fi
compile_if_stale demo tests/CloudCctv.Demo/CloudCctv.Demo.csproj
cd "$here"
exec dotnet "$root/$(program demo)" "${demo_arguments[@]}"
