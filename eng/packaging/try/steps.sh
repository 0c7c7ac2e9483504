# The life of both packages on one machine, step by step. Each step that holds prints "ok"; the first that does not ends it.
# steps.sh systemd|hand
set -euo pipefail
with=$1
cd /cctv-try
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C DEBIAN_FRONTEND=noninteractive
source ./services.sh
trap 'echo "FAILED in line $LINENO: $BASH_COMMAND"; show_logs' ERR

holds() { echo "ok $1"; }

# until_true SECONDS COMMAND…: waits for a condition.
until_true() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $end ] || return 1
    sleep 0.3
  done
}

filters_of() { sed -n 's/^Seccomp_filters:\s*//p' "/proc/$1/status"; }

# ── installation ─────────────────────────────────────────────────────────────────────────────────────────────────────────
# Who installs by hand, without .NET as a package, tells dpkg so.
force=()
compgen -G 'cloudcctv-dotnet_*.deb' >/dev/null || force=(--force-depends)
dpkg "${force[@]}" -i ./*.deb >install.log 2>&1 || { cat install.log; false; }
for package in cloudcctv-uploader cloudcctv-server; do
  [ "$(dpkg-query -W -f '${Status}' $package)" = 'install ok installed' ]
  [ -z "$(dpkg -V $package)" ]
done
holds 'installed, every file as it was packed'

[ "$(stat -c '%U:%G %a' /var/lib/cloudcctv-uploader)" = 'cctv-uploader:cctv-uploader 750' ]
[ "$(stat -c '%U:%G %a' /etc/cloudcctv/uploader/uploader.json)" = 'cctv-uploader:cctv-uploader 640' ]
[ "$(stat -c '%U:%G %a' /etc/cloudcctv/server/server.env)" = 'root:cctv-server 640' ]
id -nG cctv-uploader | grep -qw video
[ "$(getent passwd cctv-server | cut -d: -f7)" = /usr/sbin/nologin ]
! setpriv --reuid=nobody --regid=nogroup --clear-groups cat /etc/cloudcctv/uploader/uploader.json 2>/dev/null
holds 'own users, and settings that strangers cannot read'

head -c 20 /usr/lib/cloudcctv-server/runtimes/linux-x64/native/libonnxruntime.so | od -An -tu2 -j18 | grep -qw 62
head -c 20 /usr/lib/cloudcctv-server/runtimes/linux-arm64/native/libonnxruntime.so | od -An -tu2 -j18 | grep -qw 183
holds 'ONNX Runtime for x64 and arm64'

# ── settings ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
! cctv-uploader check --config /etc/cloudcctv/uploader/uploader.json >check.log 2>&1
grep -q 'cameras' check.log
holds 'as it comes, the uploader says that it wants a camera'

# A store that both may write: as docs/guide/self-host.md says.
groupadd --system cctv-store
usermod --append --groups cctv-store cctv-uploader
usermod --append --groups cctv-store cctv-server
install -d -m 2770 -g cctv-store /srv/cctv
share_store cctv-uploader
share_store cctv-server
ffmpeg -nostdin -v error -f lavfi -i 'testsrc=size=640x480:rate=10[wall];testsrc2=size=48x96:rate=10[walker];[wall][walker]overlay=x=abs(mod(6*n\,2*(W-w))-(W-w)):y=(H-h)/2' \
  -frames:v 300 -pix_fmt yuvj420p -c:v mjpeg -y /srv/walk.avi
cat >/etc/cloudcctv/uploader/uploader.json <<'JSON'
{ "site": "farm", "device": "pi", "dataFolder": "/var/lib/cloudcctv-uploader", "store": "/srv/cctv",
  "cameras": [ { "name": "gate", "source": "/srv/walk.avi" } ] }
JSON
sed -i 's|"Url": .*|"Url": "http://127.0.0.1:18099", "Store": "/srv/cctv"|' /etc/cloudcctv/server/server.json
cctv-uploader check --config /etc/cloudcctv/uploader/uploader.json >check.log
holds 'settings are right'

# ── life ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────
restart cctv-server
restart cctv-uploader
until_true 300 curl -fsS http://127.0.0.1:18099/healthz
holds 'the server answers'
until_true 300 bash -c 'find /srv/cctv/objects/results -name "*.json" | grep -q .'
holds 'what the camera saw has been looked at'
is_user cctv-uploader
is_user cctv-server
cctv-server key --data /var/lib/cloudcctv-server | grep -qE '.{20,}'
[ -z "$(find /var/lib/cloudcctv-server /var/lib/cloudcctv-uploader /srv/cctv -user root ! -path /srv/cctv)" ]
holds 'commands of root leave nothing that belongs to root'

if [ "$with" = systemd ]; then
  for unit in cctv-uploader cctv-server; do
    pid=$(main_pid $unit)
    # The container that this runs in has filters of its own.
    [ "$(filters_of "$pid")" -gt "$(filters_of 1)" ]
    grep -qE 'CapBnd:\s+0+$' /proc/$pid/status
    grep -qE 'NoNewPrivs:\s+1' /proc/$pid/status
    ! nsenter -t $pid -m touch /usr/cctv-was-here 2>/dev/null
    nsenter -t $pid -m touch /var/lib/cloudcctv-${unit#cctv-}/x
    rm /var/lib/cloudcctv-${unit#cctv-}/x
  done
  holds 'both are locked in: no capabilities, filtered calls, a system that is read-only'
  before=$(main_pid cctv-server)
  kill -9 "$before"
  until_true 120 bash -c "p=\$(systemctl show -P MainPID cctv-server); [ \$p != 0 ] && [ \$p != $before ]"
  until_true 300 curl -fsS http://127.0.0.1:18099/healthz
  holds 'killed, and there again'
fi

# ── upgrade ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
key=$(cctv-server key --data /var/lib/cloudcctv-server)
mkdir later
for deb in cloudcctv-uploader_*.deb cloudcctv-server_*.deb; do
  dpkg-deb -R "$deb" tree
  sed -i 's/^Version: .*/&+later/' tree/DEBIAN/control
  dpkg-deb --root-owner-group -Zgzip -z1 -b tree "later/$deb" >/dev/null
  rm -rf tree
done
dpkg "${force[@]}" -i later/*.deb >upgrade.log 2>&1 || { cat upgrade.log; false; }
dpkg-query -W -f '${Version}' cloudcctv-server | grep -q '+later$'
grep -q '"name": "gate"' /etc/cloudcctv/uploader/uploader.json
[ "$(cctv-server key --data /var/lib/cloudcctv-server)" = "$key" ]
if [ "$with" = systemd ]; then
  until_true 300 curl -fsS http://127.0.0.1:18099/healthz
  systemctl is-active --quiet cctv-uploader || [ "$(systemctl show -P SubState cctv-uploader)" = auto-restart ]
fi
holds 'an upgrade keeps settings and state, and what ran runs'

# ── the end ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
stop cctv-uploader
stop cctv-server
[ ! -e /var/lib/cloudcctv-server/server.json ]
holds 'stopped in an orderly way'
dpkg "${force[@]}" --remove cloudcctv-uploader >/dev/null 2>&1
[ -e /etc/cloudcctv/uploader/uploader.json ]
[ -d /var/lib/cloudcctv-uploader ]
holds 'removed, settings and state are still there'

# As on a host without package manager: Azure Functions.
ffmpeg -nostdin -v error -i /srv/walk.avi -frames:v 1 -y /srv/one.jpg
library=$(ls /usr/lib/*/libturbojpeg.so.0)
architecture=$(dpkg --print-architecture | sed 's/amd64/x64/')
cp -L "$library" aside.so
rm "$library" "$(readlink -f "$library")" 2>/dev/null || true
ldconfig
! cctv-server detect /srv/one.jpg >detect.log 2>&1
grep -q 'libturbojpeg is not installed' detect.log
install -m 644 aside.so "/usr/lib/cloudcctv-server/runtimes/linux-$architecture/native/libturbojpeg.so.0"
cctv-server detect /srv/one.jpg >detect.log
rm "/usr/lib/cloudcctv-server/runtimes/linux-$architecture/native/libturbojpeg.so.0"
holds 'libturbojpeg beside the program does where the system has none'

dpkg "${force[@]}" --purge cloudcctv-uploader cloudcctv-server >/dev/null 2>&1
[ ! -e /etc/cloudcctv ]
[ -z "$(ls -d /var/lib/cloudcctv-* /var/cache/cloudcctv-* /usr/lib/cloudcctv-server /usr/lib/cloudcctv-uploader /usr/bin/cctv-* 2>/dev/null)" ]
! getent passwd cctv-uploader
! getent passwd cctv-server
[ -d /srv/cctv/objects ]
holds 'purged, nothing is left but the store'
