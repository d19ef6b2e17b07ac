#!/bin/sh
# Lays recordings, one after the other and again from the first, under the pictures of a video:
#   benchmarks/media/add-sound.sh FFMPEG_FOLDER RECORDINGS_FOLDER VIDEO OUT.mp4
# FFMPEG_FOLDER is where Reelspace unpacked its programs (see: reelspace doctor).
set -eu
LD_LIBRARY_PATH=$1
export LD_LIBRARY_PATH
recordings=$(cd "$2" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for recording in "$recordings"/*; do
  echo "file '$recording'"
done >"$work/list"
"$1/ffmpeg" -v error -nostdin -f concat -safe 0 -i "$work/list" -c:a aac -ac 1 "$work/sound.m4a"
"$1/ffmpeg" -v error -y -nostdin -i "$3" -stream_loop -1 -i "$work/sound.m4a" \
  -map 0:v -map 1:a -c copy -shortest -movflags +faststart "$4"
