"""Makes copies of clips as people make them: re-encodes, trims, crops, overlays, mirrored ones.

    python3 benchmarks/duplicates/make.py CLIPS OUT FFMPEG [--copied 32]

CLIPS is a folder of videos, FFMPEG the bundled program. OUT gets every clip as it is, and of the first
`--copied` in an order drawn by a fixed seed seven copies each, and `truth.jsonl`: {copy, clip, kind,
half, start, end}, with the interval of the clip that a copy shows. Only the standard library is needed.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
from pathlib import Path


def run(ffmpeg, *arguments):
    environment = {**os.environ, "LD_LIBRARY_PATH": str(Path(ffmpeg).parent)}
    return subprocess.run(
        [ffmpeg, "-v", "error", "-nostdin", "-y", *arguments],
        check=True, env=environment, capture_output=True, text=True,
    )


def duration(ffmpeg, clip):
    probe = Path(ffmpeg).parent / "ffprobe"
    environment = {**os.environ, "LD_LIBRARY_PATH": str(probe.parent)}
    said = subprocess.run(
        [str(probe), "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", str(clip)],
        check=True, env=environment, capture_output=True, text=True,
    )
    return float(said.stdout)


EVEN = "crop=trunc(iw/2)*2:trunc(ih/2)*2:0:0"
KINDS = {
    "reencode-small": ("scale=iw/2:-2," + EVEN, ["-c:v", "mpeg4", "-q:v", "10"]),
    "reencode-h264": (EVEN, ["-c:v", "libopenh264", "-b:v", "300k"]),
    "trim": (EVEN, ["-c:v", "mpeg4", "-q:v", "4"]),
    "crop10": ("crop=iw*0.9:ih*0.9," + EVEN, ["-c:v", "mpeg4", "-q:v", "4"]),
    "crop20": ("crop=iw*0.8:ih*0.8," + EVEN, ["-c:v", "mpeg4", "-q:v", "4"]),
    "overlay": (
        "drawbox=x=iw*0.8:y=ih*0.05:w=iw*0.15:h=ih*0.1:color=red:t=fill,"
        "drawbox=x=0:y=ih*0.85:w=iw:h=ih*0.1:color=black@0.8:t=fill," + EVEN,
        ["-c:v", "mpeg4", "-q:v", "4"],
    ),
    "mirror": ("hflip," + EVEN, ["-c:v", "mpeg4", "-q:v", "4"]),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clips", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("ffmpeg")
    parser.add_argument("--copied", type=int, default=32)
    options = parser.parse_args()
    videos = options.out / "videos"
    videos.mkdir(parents=True)
    clips = sorted(file for file in options.clips.iterdir() if file.suffix == ".mp4")
    for clip in clips:
        shutil.copyfile(clip, videos / clip.name)
    random.Random(5).shuffle(clips)
    with open(options.out / "truth.jsonl", "w") as truth:
        for number, clip in enumerate(clips[: options.copied]):
            length = duration(options.ffmpeg, clip)
            for kind, (filters, codec) in KINDS.items():
                part = (0.0, length)
                if kind == "trim":
                    part = (round(0.23 * length, 3), round(0.81 * length, 3))
                copy = videos / f"{clip.stem}--{kind}.mkv"
                window = f"trim=start={part[0]}:end={part[1]},setpts=PTS-STARTPTS," if kind == "trim" else ""
                run(options.ffmpeg, "-i", f"file:{clip}", "-an", "-vf", window + filters, *codec, f"file:{copy}")
                row = {"copy": copy.name, "clip": clip.name, "kind": kind}
                row |= {"half": "chosen on" if number % 2 == 0 else "reported", "start": part[0], "end": part[1]}
                truth.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
