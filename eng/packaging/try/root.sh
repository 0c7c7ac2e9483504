# Lays a memory file system over /, puts packages and steps into it, and runs the steps there.
# root.sh systemd|hand REPOSITORY DEB…
set -euo pipefail
with=$1 repository=$2
shift 2
work=$(mktemp -d)
mount -t tmpfs -o size=3g,mode=755 cctv-try "$work"
trap 'umount -l "$work" && rmdir "$work" || true' EXIT
mkdir "$work"/{over,aside,root}
mount -t overlay cctv-try -o "lowerdir=/,upperdir=$work/over,workdir=$work/aside" "$work/root" || {
  echo "SKIP: this system lays no file system over /"
  exit 77
}
new="$work/root"
mkdir "$new/cctv-try"
cp "$@" "$new/cctv-try/"
cp "$repository"/eng/packaging/try/*.sh "$new/cctv-try/"
# What the machine itself has installed is not to help.
rm -rf "$new"/{etc/cloudcctv,var/lib/cloudcctv-*,usr/lib/cloudcctv-*}

if [ "$with" = systemd ]; then
  cat >"$new/etc/systemd/system/cctv-try.service" <<'UNIT'
[Unit]
SuccessAction=exit
SuccessActionExitStatus=0
FailureAction=exit
FailureActionExitStatus=1
[Service]
Type=oneshot
TimeoutStartSec=600
ExecStart=/bin/bash /cctv-try/steps.sh systemd
StandardOutput=append:/cctv-try/log
StandardError=append:/cctv-try/log
UNIT
  status=0
  systemd-nspawn --quiet --directory="$new" --register=no --keep-unit --private-network --console=pipe \
    /lib/systemd/systemd --unit=cctv-try.service --log-target=null --show-status=no </dev/null >"$work/console" 2>&1 || status=$?
  cat "$new/cctv-try/log" 2>/dev/null || true
  [ $status = 0 ] || { echo "systemd-nspawn ended with $status"; tail -n 20 "$work/console"; }
  exit $status
fi
mount --rbind /dev "$new/dev"
mount -t proc proc "$new/proc"
mount -t tmpfs -o mode=755 cctv-run "$new/run"
chroot "$new" /bin/bash /cctv-try/steps.sh hand
