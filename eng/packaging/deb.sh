# Makes .debs out of what is published. Nothing is installed, nothing needs root.

# What differs between the two; all else of eng/packaging/scripts is the same.
fill() {
  local groups=root owner=root ready=true
  if [ "$2" = uploader ]; then
    # video: cameras. The live page saves settings, so they are the uploader's own.
    groups=video owner=cctv-uploader
    ready='cctv-uploader check --config /etc/cloudcctv/uploader/uploader.json'
  fi
  [ "$groups" != root ] || groups='""'
  sed -e "s|@ROLE@|$2|g" -e "s|@GROUPS@|$groups|g" -e "s|@OWNER@|$owner|g" -e "s|@READY@|$ready|g" "$1"
}

# make_deb ROLE PROJECT
make_deb() {
  local role=$1 tree from=eng/packaging/$1
  tree=$(mktemp -d)
  chmod 755 "$tree"
  local lib="$tree/usr/lib/cloudcctv-$role" settings="$tree/etc/cloudcctv/$role" doc="$tree/usr/share/doc/cloudcctv-$role"
  mkdir -p "$tree/DEBIAN" "$lib" "$settings" "$doc" "$tree/usr/bin" "$tree/usr/lib/systemd/system"
  publish "$2" "$lib"
  # Doc comments of other people's libraries; our own are shown by programs.
  rm -f "$lib"/Azure.*.xml "$lib"/Microsoft.*.xml
  if [ "$role" = server ]; then both_onnxruntimes "$lib"; else rm -rf "$lib/runtimes"; fi
  cp "$from/$role.json" "$from/$role.env" "$settings/"
  cp "$from/cctv-$role.service" "$tree/usr/lib/systemd/system/"
  cat LICENSE eng/packaging/third-party.txt >"$doc/copyright"
  gzip -9nc CHANGELOG.md >"$doc/changelog.gz"
  fill eng/packaging/scripts/command "$role" >"$tree/usr/bin/cctv-$role"
  (cd "$tree" && find etc -type f -printf '/%p\n') >"$tree/DEBIAN/conffiles"
  for script in postinst prerm postrm; do
    fill "eng/packaging/scripts/$script" "$role" >"$tree/DEBIAN/$script"
  done
  seal_deb "$tree" "$from/control" all
}

# make_dotnet_deb TARBALL
make_dotnet_deb() {
  local tree lib machine version architecture
  tree=$(mktemp -d)
  chmod 755 "$tree"
  lib="$tree/usr/lib/cloudcctv-dotnet"
  mkdir -p "$tree/DEBIAN" "$lib"
  tar -xf "$1" -C "$lib" || { rm -rf "$tree"; die "$1 cannot be unpacked."; }
  version=$(ls "$lib/shared/Microsoft.AspNetCore.App" 2>/dev/null | sort -V | tail -1)
  [[ $version == 10.* && -x $lib/dotnet ]] || { rm -rf "$tree"; die "$1 is not an ASP.NET Core runtime 10." "https://dotnet.microsoft.com/download/dotnet/10.0: ASP.NET Core Runtime, Linux, Arm64 binaries"; }
  # e_machine of its ELF header.
  machine=$(od -An -tu2 -j18 -N2 "$lib/dotnet" | tr -d ' ')
  case $machine in
    62) architecture=amd64 ;;
    183) architecture=arm64 ;;
    *) rm -rf "$tree" && die "$1 is for a machine of number $machine; 64-bit x64 and arm64 are supported." ;;
  esac
  mkdir -p "$tree/usr/share/doc/cloudcctv-dotnet"
  cp "$lib"/LICENSE.txt "$tree/usr/share/doc/cloudcctv-dotnet/copyright"
  PACKAGE_VERSION=$version seal_deb "$tree" eng/packaging/dotnet/control "$architecture"
}

# seal_deb TREE CONTROL ARCHITECTURE: rights, sizes, check sums; prints where the package is.
seal_deb() {
  local tree=$1 name version deb
  name=$(sed -n 's/^Package: //p' "$2")
  version=${PACKAGE_VERSION:-$(package_version)}
  deb="$output/${name}_${version}_$3.deb"
  find "$tree" -type d -exec chmod 755 {} +
  find "$tree" -type f ! -path '*/cloudcctv-dotnet/dotnet' -exec chmod 644 {} +
  find "$tree/usr/bin" "$tree/DEBIAN" -type f ! -name conffiles -exec chmod 755 {} + 2>/dev/null || true
  (cd "$tree" && find usr -type f -print0 2>/dev/null | LC_ALL=C sort -z | xargs -0 md5sum) >"$tree/DEBIAN/md5sums" || true
  sed -e "s|@VERSION@|$version|" -e "s|@ARCHITECTURE@|$3|" -e "s|@SIZE@|$(du -sk --exclude=DEBIAN "$tree" | cut -f1)|" "$2" >"$tree/DEBIAN/control"
  chmod 644 "$tree/DEBIAN/control" "$tree/DEBIAN/md5sums"
  SOURCE_DATE_EPOCH=$(package_time) dpkg-deb --root-owner-group $pack --build "$tree" "$deb" >/dev/null || { rm -rf "$tree"; die "dpkg-deb could not build $deb."; }
  rm -rf "$tree"
  echo "$deb"
}
