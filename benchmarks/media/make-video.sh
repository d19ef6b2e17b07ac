#!/bin/sh
# Joins real clips to one long 720p h264 video of 4 Mbit/s with some grain, for measurements:
#   benchmarks/media/make-video.sh FFMPEG_FOLDER CLIPS_FOLDER OUT.mp4 SECONDS
# FFMPEG_FOLDER is where Reelspace unpacked its programs (see: reelspace doctor). Clips follow each
# other in the order of their names, at most 40 s of each, and again from the first until it is full.
set -eu
ffmpeg=$1/ffmpeg
LD_LIBRARY_PATH=$1
export LD_LIBRARY_PATH
clips=$2
out=$3
seconds=$4
parts=$(mktemp -d "$out.XXXXXX")
trap 'rm -rf "$parts"' EXIT
n=0
for clip in "$clips"/*.mp4 "$clips"/*.avi "$clips"/*.gif; do
  n=$((n + 1))
  part=$parts/$(printf %03d $n).ts
  "$ffmpeg" -v error -y -nostdin -i "$clip" -t 40 -an -vf "scale=1280:720:force_original_aspect_ratio=increase:flags=bicubic,crop=1280:720,fps=30,noise=alls=5:allf=t,format=yuv420p" \
    -c:v libopenh264 -profile:v high -coder cabac -b:v 4M -maxrate 6M -g 60 -f mpegts "$part" 2>/dev/null
done
length=0
while [ $length -lt "$seconds" ]; do
  for part in "$parts"/*.ts; do
    echo "file '${part##*/}'" >>"$parts/list"
  done
  length=$((length + 600)) # the shared clips are longer than that together
done
"$ffmpeg" -v error -y -nostdin -f concat -safe 0 -i "$parts/list" -t "$seconds" -c copy \
  -movflags +faststart "$out"
