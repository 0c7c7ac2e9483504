# ./cctv build: compiles everything.
if is_help "${1:-}"; then
  echo "./cctv build: compiles the whole solution (Release). Warnings are errors."
  exit 0
fi
source eng/front-door/setup.sh
compile CloudCctv.sln
