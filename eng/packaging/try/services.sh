# Starting and stopping, under systemd or by hand.
if [ "$with" = systemd ]; then
  share_store() {
    mkdir -p "/etc/systemd/system/$1.service.d"
    printf '[Service]\nUMask=0007\nSupplementaryGroups=cctv-store\nReadWritePaths=/srv/cctv\n' >"/etc/systemd/system/$1.service.d/store.conf"
    systemctl daemon-reload
  }
  restart() { systemctl restart "$1"; }
  stop() { systemctl stop "$1"; }
  main_pid() { systemctl show -P MainPID "$1"; }
  show_logs() { journalctl --no-pager -n 60 -u cctv-server -u cctv-uploader 2>/dev/null || true; }
else
  declare -A pids
  share_store() { :; }
  # What the unit says, as its user; in the background.
  restart() {
    local command
    command=$(sed -n 's/^ExecStart=//p' "/usr/lib/systemd/system/$1.service")
    (umask 0007 && cd "/var/lib/cloud$1" && HOME="/var/lib/cloud$1" exec setpriv --reuid="$1" --regid="$1" --init-groups $command >>"/cctv-try/$1.log" 2>&1) &
    pids[$1]=$!
  }
  stop() {
    kill "${pids[$1]}" 2>/dev/null || true
    wait "${pids[$1]}" || true
  }
  main_pid() { echo "${pids[$1]}"; }
  show_logs() { tail -n 40 /cctv-try/cctv-*.log 2>/dev/null || true; }
fi

is_user() {
  local pid
  pid=$(main_pid "$1")
  # It may just be between two runs of a recording.
  [ ! -d "/proc/$pid" ] || [ "$(stat -c %U "/proc/$pid")" = "$1" ]
}
