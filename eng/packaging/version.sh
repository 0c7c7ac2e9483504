# Version of what is packaged. Later commits sort after earlier ones, and all of them before the release.
package_version() {
  local release
  release=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)
  if ! git rev-parse --git-dir >/dev/null 2>&1 || [ "$(git describe --tags --exact-match 2>/dev/null || true)" = "v$release" ]; then
    echo "$release"
  else
    echo "$release~r$(git rev-list --count HEAD).g$(git rev-parse --short=9 HEAD)"
  fi
}

# When what is packaged was written: two packages of one commit are the same, byte for byte.
package_time() { git log -1 --format=%ct 2>/dev/null || date +%s; }
