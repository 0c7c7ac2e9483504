# Finds a recording of real pedestrians, or fetches the one that Debian packages with OpenCV. Prints its path.
find_footage() {
  local folder
  for folder in "${CLOUDCCTV_FOOTAGE:-}" "$root/../shared/footage" "$HOME/.cache/cloudcctv"; do
    if [ -n "$folder" ] && [ -e "$folder/vtest.avi" ]; then
      realpath "$folder/vtest.avi"
      return
    fi
  done
  fetch_footage
}

fetch_footage() {
  local cache="$HOME/.cache/cloudcctv" work
  have apt-get || die "no footage here, and this is not a Debian system that could fetch some." "./cctv demo --source YOUR-RECORDING.mp4"
  step "fetching a clip of pedestrians (Debian package opencv-doc, 96 MB, once)"
  mkdir -p "$cache"
  work=$(mktemp -d)
  chmod 755 "$work"
  (
    cd "$work"
    apt-get download opencv-doc >/dev/null 2>&1 || { [ "$(id -u)" = 0 ] && apt-get update >/dev/null 2>&1 && apt-get download opencv-doc >/dev/null 2>&1; }
  ) || { rm -rf "$work"; die "the clip could not be fetched." "./cctv demo --source YOUR-RECORDING.mp4"; }
  # Under another name until it is whole, so that an interrupted copy is not taken for the clip.
  dpkg -x "$work"/opencv-doc_*.deb "$work/x" \
    && cp "$(find "$work/x" -name vtest.avi -print -quit)" "$cache/vtest.avi.new" \
    && mv "$cache/vtest.avi.new" "$cache/vtest.avi" || { rm -rf "$work"; die "the clip could not be unpacked." "./cctv demo --source YOUR-RECORDING.mp4"; }
  # Tests of faces want pictures; nothing else does.
  for picture in messi5.jpg 227943776_1.jpg 230501201_1.jpg; do
    cp "$(find "$work/x" -name "$picture" -print -quit)" "$cache/" 2>/dev/null || true
  done
  rm -rf "$work"
  echo "$cache/vtest.avi"
}
