# Installs the packages in a throw-away copy of this system and lives with them: a memory file system laid over /, in a mount
# and process namespace of its own. Nothing of it is left, whatever happens. With systemd-nspawn (Debian package
# systemd-container) a real systemd starts the units in it; without, their commands are started by hand.
[ "$(id -u)" = 0 ] || die "package try needs root: it mounts and installs." "sudo ./cctv package try"
have unshare || die "unshare is needed." "apt-get install util-linux"
shopt -s nullglob
debs=("$output"/cloudcctv-{uploader,server,dotnet}_*.deb)
shopt -u nullglob
[ ${#debs[@]} -ge 2 ] || die "there are no packages in $output." "./cctv package"
with=systemd
have systemd-nspawn && [ -x /lib/systemd/systemd ] || with=hand
[ "${CCTV_TRY_BY_HAND:-}" = '' ] || with=hand
step "trying ${debs[*]##*/} ($with)"
# Not exec: what of it could be killed with this shell is killed with it.
unshare --mount --pid --fork --mount-proc --kill-child --propagation private bash eng/packaging/try/root.sh "$with" "$root" "${debs[@]}"
