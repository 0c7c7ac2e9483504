# Native libraries that stand in no .NET package.

# Puts Debian's libturbojpeg for ARCH (x64, arm64) where the Functions project takes it from: Azure's image has none.
# It needs nothing but a C library of 2014 (GLIBC_2.14).
fetch_turbojpeg() {
  local target="artifacts/native/linux-$1" debian work
  case $1 in x64) debian=amd64 ;; *) debian=$1 ;; esac
  [ -e "$target/libturbojpeg.so.0" ] && return
  have apt-get || die "libturbojpeg is taken from Debian's package, and this is no Debian system." "unpack libturbojpeg.so.0 of libturbojpeg0:$debian into $target/"
  step "fetching libturbojpeg for $1 (Debian package libturbojpeg0)"
  work=$(mktemp -d)
  chmod 755 "$work"
  # On Ubuntu the package is called libturbojpeg.
  (cd "$work" && { apt-get download "libturbojpeg0:$debian" || apt-get download "libturbojpeg:$debian"; }) >/dev/null 2>&1 \
    && dpkg -x "$work"/libturbojpeg*.deb "$work/x" || { rm -rf "$work"; die "libturbojpeg0:$debian cannot be fetched." "apt-get update, and for a foreign architecture: dpkg --add-architecture $debian"; }
  mkdir -p "$target"
  cp -L "$(find "$work/x/usr/lib" -name libturbojpeg.so.0)" "$target/libturbojpeg.so.0.new"
  mv "$target/libturbojpeg.so.0.new" "$target/libturbojpeg.so.0"
  # Its licence asks to come along.
  cp "$work"/x/usr/share/doc/libturbojpeg*/copyright "$target/libturbojpeg.copyright"
  rm -rf "$work"
}

# Puts ONNX Runtime for both architectures into FOLDER, and takes out what no Linux of ours loads.
both_onnxruntimes() {
  local arch target
  for arch in x64 arm64; do
    target="$1/runtimes/linux-$arch/native/libonnxruntime.so"
    if [ ! -e "$target" ]; then
      mkdir -p "$(dirname "$target")"
      cp "eng/limited-registry/node_modules/onnxruntime-node/bin/napi-v6/linux/$arch/libonnxruntime.so.1" "$target" \
        || die "there is no ONNX Runtime for $arch." "./cctv setup"
    fi
  done
  find "$1/runtimes" -mindepth 1 -maxdepth 1 ! -name linux-x64 ! -name linux-arm64 ! -name linux ! -name unix -exec rm -rf {} +
}
