# Runs a program of ours: run.sh server|uploader ARGUMENTS. Paths are relative to where ./cctv was called.
name=$1
shift
if [ ! -e "$(program "$name")" ]; then
  source eng/front-door/setup.sh ""
fi
case $name in
  server) compile_if_stale server functions/CloudCctv.SelfHost/CloudCctv.SelfHost.csproj ;;
  uploader) compile_if_stale uploader uploader/CloudCctv.Uploader/CloudCctv.Uploader.csproj ;;
esac
cd "$here"
exec dotnet "$root/$(program "$name")" "$@"
