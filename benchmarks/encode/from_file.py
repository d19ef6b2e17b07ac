"""From a video to vectors: `reelspace index` beside the same networks run from Python with PIL.

    python3 benchmarks/encode/from_file.py VIDEO SPACE_FOLDER [--fps 2] [--rounds 3]

SPACE_FOLDER: see `reelspace doctor`. Python decodes with PyAV (all threads that FFmpeg wants), takes
a frame each 1/fps seconds, resizes it with PIL by the bicubic kernel that the encoders' configuration
names, and runs the encoders' ONNX files and the tower in batches of 8 by ONNX Runtime; that its
networks load is not counted. Reelspace's time is that of the whole command on an empty index, with
its start, the detection of shots and the writing of the index. Both run in turn. Needs av, numpy,
onnxruntime and pillow.
"""

import argparse
import json
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import av
import numpy as np
import onnxruntime as ort
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
BATCH = 8


class Networks:
    def __init__(self, space):
        manifest = json.loads((space / "space.json").read_text())
        self.encoders = []
        for encoder in manifest["encoders"]:
            if encoder["modality"] == "visual":
                folder = space / "encoders" / encoder["id"]
                size = json.loads((folder / "preprocessor_config.json").read_text())["size"]
                self.encoders.append(
                    (ort.InferenceSession(folder / "model.onnx"), encoder.get("outputs") or None,
                     (size["width"], size["height"])))
        self.tower = ort.InferenceSession(space / manifest["towers"]["visual"])

    def vectors(self, pictures):
        rows = []
        for session, outputs, size in self.encoders:
            resized = [np.asarray(p.resize(size, Image.Resampling.BICUBIC)) for p in pictures]
            entry = session.get_inputs()[0]
            batch = np.stack(resized)
            if entry.shape[-1] != 3:
                batch = batch.transpose(0, 3, 1, 2)
            kind = np.uint8 if entry.type == "tensor(uint8)" else np.float32
            rows += session.run(outputs, {entry.name: np.ascontiguousarray(batch, kind)})
        features = np.concatenate([row.reshape(len(pictures), -1) for row in rows], axis=1)
        name = self.tower.get_inputs()[0].name
        return self.tower.run(None, {name: features[:, None, :]})[0]


def python(networks, video, fps):
    """Frames that became vectors."""
    count, next_time, pictures = 0, 0.0, []
    with av.open(str(video)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        for frame in container.decode(stream):
            if frame.time is None or frame.time < next_time:
                continue
            next_time += 1 / fps
            pictures.append(frame.to_image())
            if len(pictures) == BATCH:
                count += len(networks.vectors(pictures))
                pictures = []
    if pictures:
        count += len(networks.vectors(pictures))
    return count


def reelspace(video, space, fps):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [ROOT / "reelspace", "index", "--index", f"{folder}/index", "--space", space, "--fps",
             str(fps), video], check=True, capture_output=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("video", type=Path)
    parser.add_argument("space", type=Path)
    parser.add_argument("--fps", type=float, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    networks = Networks(arguments.space)
    ratios = []
    for _ in range(arguments.rounds):
        start = time.perf_counter()
        frames = python(networks, arguments.video, arguments.fps)
        peer = time.perf_counter() - start
        start = time.perf_counter()
        reelspace(arguments.video, arguments.space, arguments.fps)
        ours = time.perf_counter() - start
        ratios.append(peer / ours)
        print(f"{frames} frames: Python {frames / peer:.1f}, Reelspace {frames / ours:.1f} frames a"
              f" second, {peer / ours:.2f} times as many", flush=True)
    print(f"median {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    main()
