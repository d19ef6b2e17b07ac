#!/bin/sh
# Clips a second through a clip encoder, Reelspace and Python in turns.
#
#   benchmarks/encode/clips.sh ENCODER_FOLDER [CLIPS [ROUNDS]]
#
# Needs a python3 with numpy, pillow and onnxruntime (PYTHON names another one).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
for _ in 1 2; do
  "$here/../run" encode.ClipBenchmark "$1" "${2:-96}" "${3:-3}"
  "${PYTHON:-python3}" "$here/clips_peer.py" "$1" "${2:-96}" "${3:-3}"
done
