# ./cctv pycctv: people on one machine, numbered, the newest on the phone.
if is_help "${1:-}"; then
  cat <<'TXT'
./cctv pycctv --source SOURCE [--data DIR] [--port N] [--live-port N] [--address IP] [--min-score S]

Watches one camera and keeps only pictures with somebody in them, all on this machine: numbered 1.jpg, 2.jpg and so on in
DIR/people, the newest at http://ADDRESS:PORT/image.jpg, in the gallery beside it, and linked from the live page. Runs until
Ctrl+C, or until a recording is played.
  --source      a number (0 is /dev/video0), rtsp://, http(s)://, rpicam:N, a file or a folder of JPEGs
  --data        where everything is kept (data/pycctv)
  --port        of gallery and image.jpg (8080)
  --live-port   of the live page (8100)
  --address     0.0.0.0 (default) for phones in the same network, without encryption; 127.0.0.1 for this machine only
  --min-score   lowest score that is a person, 0 to 1 (the model's own)
TXT
  exit 0
fi

source_given='' data=data/pycctv port=8080 live_port=8100 address=0.0.0.0 score=()
while [ $# -gt 0 ]; do
  [ $# -gt 1 ] || die "$1 needs a value." "./cctv pycctv --help"
  case $1 in
    --source) source_given=$2 ;;
    --data) data=$2 ;;
    --port) port=$2 ;;
    --live-port) live_port=$2 ;;
    --address) address=$2 ;;
    --min-score) score=(--min-score "$2") ;;
    *) die "pycctv has no option '$1'." "./cctv pycctv --help" ;;
  esac
  shift 2
done
[ -n "$source_given" ] || die "which camera? Give --source." "./cctv pycctv --source 0"

for name in server uploader; do
  [ -e "$(program "$name")" ] || source eng/front-door/setup.sh ""
done
compile_if_stale server functions/CloudCctv.SelfHost/CloudCctv.SelfHost.csproj
compile_if_stale uploader uploader/CloudCctv.Uploader/CloudCctv.Uploader.csproj

cd "$here"
mkdir -p "$data"
data=$(cd "$data" && pwd)
# What the live page would keep itself are pictures of motion, with somebody or without.
printf '{ "live": { "enabled": true, "address": "%s", "port": %s, "gallery": ":%s", "capturesKept": 0 } }\n' "$address" "$live_port" "$port" >"$data/uploader.json"

dotnet "$root/$(program server)" run --data "$data/server" --store "$data/store" --url "http://$address:$port" --numbered "$data/people" "${score[@]}" &
server=$!
uploader=
finish() {
  trap - EXIT INT TERM
  kill ${uploader:+"$uploader"} "$server" 2>/dev/null || true
  wait
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
until [ -e "$data/server/server.json" ]; do
  kill -0 "$server" 2>/dev/null || die "the server ended; its lines above say why."
  sleep 0.2
done

step "pictures with somebody in them: $data/people, the newest at http://$(hostname):$port/image.jpg"
step "key of that page: $(cat "$data/server/access-key"); live page: port $live_port, its key is in $data/uploader/live-key"
dotnet "$root/$(program uploader)" run --config "$data/uploader.json" --source "$source_given" --camera camera --site home --data "$data/uploader" --store "$data/store" &
uploader=$!
code=0
wait "$uploader" || code=$?
uploader=

# A recording: the last pictures may still be looked at.
if [ "$code" -eq 0 ]; then
  step "played; press Ctrl+C when you have seen enough"
  wait "$server" || code=$?
fi
exit "$code"
