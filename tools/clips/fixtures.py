"""Writes the fixtures of clip encoders for the module encode: networks and what PyTorch makes of a clip.

    pip install torch torchvision transformers onnx numpy 'pillow<13'
    python tools/clips/fixtures.py FFMPEG

Narrow networks with random weights, of the very classes that wide ones have: torchvision's R3D-18,
R(2+1)D-18 and MViT, a C3D, and VideoMAE of `transformers`, which takes frames first. The clip is 16
pictures of the sample clip `dog.mp4`, one below the other in `clip.png`.
"""

import json
import pathlib
import subprocess
import sys

import numpy as np
import torch
from PIL import Image
from torch import nn
from torchvision.models.video.mvit import MSBlockConfig, MViT

from networks import C3d, configuration, features, narrow, prepared, save

PROJECT = pathlib.Path(__file__).parents[2]
CLIPS = PROJECT / "encode/src/test/resources/io/reelspace/encode/clips"
SIZE, EDGE, WIDTH, HEIGHT = 32, 36, 64, 40


def clip(ffmpeg):
    command = [ffmpeg, "-loglevel", "error", "-i",
               PROJECT / "base/src/main/resources/io/reelspace/base/clips/dog.mp4",
               "-vf", f"fps=15,scale={WIDTH}:{HEIGHT}", "-frames:v", "16",
               "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
    raw = subprocess.run(command, check=True, capture_output=True).stdout
    Image.frombytes("RGB", (WIDTH, HEIGHT * 16), raw).save(CLIPS / "clip.png", optimize=True)
    return np.frombuffer(raw, np.uint8).reshape(16, HEIGHT, WIDTH, 3)


def mvit():
    blocks = [
        MSBlockConfig(2, 8, 16, [3, 3, 3], [3, 3, 3], [1, 2, 2], [1, 2, 2]),
        MSBlockConfig(2, 16, 32, [3, 3, 3], [3, 3, 3], [1, 1, 1], [1, 2, 2]),
    ]
    return MViT((SIZE, SIZE), 16, blocks, residual_pool=False, residual_with_cls_embed=False,
                rel_pos_embed=False, proj_after_attn=False, num_classes=4)


class FramesFirst(nn.Module):
    """VideoMAE: all states of its last layer, of which the mean is taken."""

    def __init__(self):
        super().__init__()
        from transformers import VideoMAEConfig, VideoMAEModel

        self.model = VideoMAEModel(VideoMAEConfig(
            image_size=SIZE, patch_size=8, num_frames=16, tubelet_size=2, hidden_size=16,
            num_hidden_layers=2, num_attention_heads=2, intermediate_size=32,
            attn_implementation="eager"))

    def forward(self, clips):
        return self.model(pixel_values=clips).last_hidden_state


class Differences(nn.Module):
    """A detector of shots that needs no training: a boundary is where brightness jumps."""

    def forward(self, pictures):
        brightness = pictures.float().mean(dim=[2, 3, 4])
        after = torch.cat([brightness[:, 1:], brightness[:, -1:]], 1)
        before = torch.cat([brightness[:, :1], brightness[:, :-1]], 1)
        jump = (after - brightness).abs()
        return torch.sigmoid(jump - 20), torch.sigmoid((after - before).abs() - 20)


class Moves(nn.Module):
    """How far what is bright moves within a clip, to the right and down: motion and nothing else."""

    def forward(self, clips):
        brightness = clips.mean(dim=1) + 1e-6
        total = brightness.sum(dim=[2, 3])
        place = torch.arange(8.0)
        x = (brightness.sum(dim=2) * place).sum(dim=2) / total
        y = (brightness.sum(dim=3) * place).sum(dim=2) / total
        return torch.stack([x[:, -1] - x[:, 0], y[:, -1] - y[:, 0]], dim=1)


def moves():
    config = {"do_normalize": False, "size": {"height": 8, "width": 8}, "num_frames": 4,
              "frame_rate": 8, "frame_stride": 2, "clip_overlap": 0.5}
    save(Moves(), CLIPS / "moves", config, torch.zeros(1, 3, 4, 8, 8))


def shots():
    """Windows of 20 frames of 6 x 4, with 5 frames of context at either end."""
    folder = CLIPS / "shots"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "preprocessor_config.json").write_text(json.dumps({
        "do_normalize": False, "do_rescale": False, "size": {"height": 4, "width": 6},
        "num_frames": 20, "context_frames": 5, "input_format": "NTHWC"}, indent=2) + "\n")
    torch.onnx.export(
        Differences(), (torch.zeros(1, 20, 4, 6, 3, dtype=torch.uint8),), folder / "model.onnx",
        input_names=["pictures"], output_names=["boundaries", "transitions"],
        opset_version=17, dynamo=False)


def main():
    CLIPS.mkdir(parents=True, exist_ok=True)
    pictures = clip(sys.argv[1])
    config = configuration(SIZE, EDGE)
    values = prepared(pictures, config)[None]
    expected = {}
    for name, make in {
        "r3d_18": lambda: narrow("r3d_18", 32),
        "r2plus1d_18": lambda: narrow("r2plus1d_18", 32),
        "c3d": lambda: C3d(2, 32, SIZE),
        "mvit": mvit,
        "videomae": FramesFirst,
    }.items():
        torch.manual_seed(1)
        network = features(make())
        given = values.transpose(1, 2) if name == "videomae" else values
        save(network, CLIPS / name, config, torch.zeros_like(given))
        with torch.no_grad():
            row = network(given)[0]
        row = row.mean(0) if row.dim() == 2 else row
        expected[name] = [float(f"{v:.7g}") for v in row]
        print(name, len(expected[name]), (CLIPS / name / "model.onnx").stat().st_size,
              float(row.abs().mean()))
    shots()
    moves()
    (CLIPS / "expected.json").write_text(json.dumps(expected, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
