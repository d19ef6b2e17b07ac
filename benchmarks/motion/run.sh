#!/bin/sh
# What motion adds to frames, on films that only motion tells apart.
#
#   benchmarks/motion/run.sh DATA WORK TRANSNET
#
# DATA holds flickr8k/; WORK takes films, a small 3D network, and the runs; TRANSNET is the folder
# `motion` that tools/clips/transnet.py made. Needs a python3 with numpy, pillow, torch and onnx
# (PYTHON names another one).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
python=${PYTHON:-python3}
data=$(cd "$1" && pwd) transnet=$(cd "$3" && pwd)
mkdir -p "$2"
work=$(cd "$2" && pwd)

"$root/reelspace" --home "$work/home" doctor >/dev/null 2>&1 || true # unpacks ffmpeg
ffmpeg=$(find "$work/home" -type f -name ffmpeg | head -n 1)
[ -e "$work/films.jsonl" ] ||
  LD_LIBRARY_PATH=${ffmpeg%/*} "$python" "$here/films.py" "$ffmpeg" "$data" "$work"
[ -e "$work/encoders/motion-3d/model.onnx" ] ||
  "$python" "$here/learn_motion.py" "$data" "$work/encoders/motion-3d"
echo "| space | R@1 | R@5 | right photo first | right film of the two | right of six motions |"
echo "| --- | --- | --- | --- | --- | --- |"
for recipe in frames learned transnet; do
  sed -e "s|FILMS|$work|g; s|TRANSNET|$transnet|g" "$here/$recipe.yaml" >"$work/$recipe.yaml"
  "$root/reelspace" --home "$work/home" train "$work/$recipe.yaml" --output "$work/runs/$recipe" >&2
  "$here/../run" motion.OppositeFilms "$work/runs/$recipe/space" "$work" "$work/cache"
done
