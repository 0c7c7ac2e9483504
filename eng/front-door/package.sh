# ./cctv package: what is installed elsewhere is made here.
if is_help "${1:-}"; then
  cat <<'TXT'
./cctv package [--no-build]      cloudcctv-uploader and cloudcctv-server as .deb, for all architectures
./cctv package dotnet TARBALL    cloudcctv-dotnet, from Microsoft's aspnetcore-runtime-10.*-linux-ARCH.tar.gz, for machines without Microsoft's repository
./cctv package functions         the Functions app as a folder and a zip, with its native libraries
./cctv package native            only what the Functions app needs and Azure's image lacks (azd calls it by itself)
./cctv package try               installs both .debs in a throw-away copy of this system, and starts them (root)

Everything goes to artifacts/, or to --output DIR. --no-build takes what ./cctv build has compiled; --fast packs
quickly instead of well, to try something out.
Version: that of Directory.Build.props; on a commit without its tag, ~rN.gHASH, which is before it and after all earlier commits.
TXT
  exit 0
fi
source eng/packaging/version.sh
source eng/packaging/native.sh

what=deb tarball='' output="$root/artifacts" build=true pack=-Zxz
while [ $# -gt 0 ]; do
  case $1 in
    dotnet)
      what=dotnet tarball=${2:-}
      [ -n "$tarball" ] || die "package dotnet: name the tarball." "./cctv package --help"
      shift
      ;;
    deb | functions | native | try) what=$1 ;;
    --output)
      output=$(cd "$here" && realpath -m "${2:?--output: name a folder}")
      shift
      ;;
    --no-build) build=false ;;
    --fast) pack='-Zgzip -z1' ;;
    *) die "package: '$1' is not known." "./cctv package --help" ;;
  esac
  shift
done
mkdir -p "$output"

# publish PROJECT FOLDER: as it runs on every Linux that has the runtime.
publish() {
  local log
  log=$(mktemp)
  step "publishing $(basename "$1")"
  $build || set -- "$@" --no-build
  if ! dotnet publish "$1" -c "$configuration" -v quiet -p:UseAppHost=false -o "$2" "${@:3}" >"$log" 2>&1; then
    { grep -E 'error|warn' "$log" || cat "$log"; } | sort -u | head -40 >&2
    rm -f "$log"
    die "publishing $1 failed." "./cctv build"
  fi
  rm -f "$log"
}

case $what in
  deb)
    ! $build || source eng/front-door/setup.sh ""
    source eng/packaging/deb.sh
    have dpkg-deb || die "dpkg-deb is needed." "apt-get install dpkg"
    make_deb uploader uploader/CloudCctv.Uploader
    make_deb server functions/CloudCctv.SelfHost
    ;;
  dotnet)
    source eng/packaging/deb.sh
    make_dotnet_deb "$(cd "$here" && realpath -m "$tarball")"
    ;;
  native) fetch_turbojpeg x64 ;;
  functions)
    source eng/front-door/setup.sh ""
    [ "$(registry)" = full ] || die "the packages of the Functions worker are not in this registry (eng/limited-registry/README.md)." "a machine that reaches nuget.org: ./cctv package functions"
    fetch_turbojpeg x64
    rm -rf "$output/functions" "$output/functions.zip"
    publish functions/CloudCctv.Functions "$output/functions"
    have zip || die "zip is needed." "apt-get install zip"
    (cd "$output/functions" && zip -qr ../functions.zip .)
    echo "$output/functions.zip"
    ;;
  try) source eng/packaging/try.sh ;;
esac
