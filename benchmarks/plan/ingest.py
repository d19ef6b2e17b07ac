"""Core seconds of `reelspace index` by what it decodes and looks at.

    python3 benchmarks/plan/ingest.py CLIP VIDEO [--rates 1 2 4] [--command ./reelspace]

CLIP is a short video, whose ingest is mostly the start of the command; VIDEO a long one. Each run
has an empty index. Fits start + megapixels * a + frames * b to the lowest and the highest rate,
and compares it with the others.
"""

import argparse
import json
import os
import resource
import shlex
import subprocess
import tempfile
import time


def cpu():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(command, video, rate):
    with tempfile.TemporaryDirectory() as folder:
        index = os.path.join(folder, "index")
        before, start = cpu(), time.monotonic()
        subprocess.run(
            [*command, "index", video, "--index", index, "--fps", str(rate)],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        seconds, wall = cpu() - before, time.monotonic() - start
        answer = subprocess.run(
            [*command, "status", "--json", "--index", index], check=True, capture_output=True)
        listed = subprocess.run(
            [*command, "list", "--json", "--index", index], check=True, capture_output=True)
    status, entry = json.loads(answer.stdout), json.loads(listed.stdout)[0]
    return seconds, wall, status["segments"], entry


def main():
    options = argparse.ArgumentParser()
    options.add_argument("clip")
    options.add_argument("video")
    options.add_argument("--rates", type=float, nargs="+", default=[1, 2, 4])
    options.add_argument("--picture-rate", type=float, default=30)
    options.add_argument("--command", default="./reelspace")
    options = options.parse_args()
    command = shlex.split(options.command)
    run(command, options.clip, 2)  # unpacks
    start = run(command, options.clip, 2)[0]
    print(f"start           {start:8.2f} core s")
    measured = []
    for rate in options.rates:
        seconds, wall, segments, video = run(command, options.video, rate)
        pixels = video["duration"] * options.picture_rate * video["width"] * video["height"] / 1e6
        frames = video["duration"] * rate
        hour = 3600 / video["duration"]
        print(f"{rate:4.1f} frames a second {seconds:8.2f} core s {wall:8.2f} s"
              f" {segments * hour:8.1f} segments an hour")
        measured.append((rate, pixels, frames, seconds))
    low, high = min(measured), max(measured)
    b = (high[3] - low[3]) / (high[2] - low[2])
    a = (low[3] - start - b * low[2]) / low[1]
    print(f"a megapixel     {a:8.5f} core s")
    print(f"a frame         {b:8.5f} core s")
    for rate, pixels, frames, seconds in measured:
        guess = start + a * pixels + b * frames
        print(f"{rate:4.1f} frames a second predicted {guess:8.2f} measured {seconds:8.2f}"
              f" ratio {guess / seconds:.2f}")


main()
