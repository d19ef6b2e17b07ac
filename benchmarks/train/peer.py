"""The towers of benchmarks/run train.TrainingSpeed in PyTorch: prints steps per second and processor seconds per step.

    python3 benchmarks/train/peer.py CASE THREADS WARM_UP STEPS

Needs torch. Sizes, optimiser and loss are those of the recipes among the benchmarks' resources;
features and weights are drawn at random. Written for speed: inputs are not sequences where there is
one step, AdamW is PyTorch's fused one, the average of weights is a single call for all of them, and
attention is PyTorch's own fused kernel.
"""

import math
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

case, threads, warm_up, steps = sys.argv[1], *map(int, sys.argv[2:])
torch.set_num_threads(threads)
torch.manual_seed(1)


class Residual(nn.Module):
    """L x + W2 dropout(gelu(W1 norm(x))); L is the identity itself in a residual MLP."""

    def __init__(self, channels, hidden, rate, direct):
        super().__init__()
        self.direct = nn.Linear(channels, channels) if direct else nn.Identity()
        self.inner = nn.Sequential(
            nn.LayerNorm(channels), nn.Linear(channels, hidden), nn.GELU(), nn.Dropout(rate),
            nn.Linear(hidden, channels),
        )  # fmt: skip

    def forward(self, x):
        return self.direct(x) + self.inner(x)


class Standardise(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.register_buffer("mean", torch.zeros(channels))
        self.register_buffer("scale", torch.ones(channels))

    def forward(self, x):
        return (x - self.mean) * self.scale


class Fixed(nn.Module):
    """The fixed map of canonical correlation."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.register_buffer("map", torch.randn(inputs, outputs) / math.sqrt(inputs))

    def forward(self, x):
        return x @ self.map


class Prepare(nn.Module):
    """Softmax of the logits and powers of all channels, as recipes/base.yaml begins."""

    def __init__(self):
        super().__init__()
        exponents = [torch.full((1280,), 0.5), torch.full((1000,), 0.25)] * 2
        self.register_buffer("exponents", torch.cat(exponents))

    def forward(self, x):
        a, b, c, d = x.split([1280, 1000, 1280, 1000], -1)
        x = torch.cat([a, b.softmax(-1), c, d.softmax(-1)], -1)
        return x.abs().pow(self.exponents) * x.sign()


class Clamp(nn.Module):
    def forward(self, x):
        return x.clamp(-6, 6)


class Attention(nn.Module):
    def __init__(self, channels, heads, rate):
        super().__init__()
        self.heads, self.rate = heads, rate
        self.norm = nn.LayerNorm(channels)
        self.qkv = nn.Linear(channels, 3 * channels)
        self.join = nn.Linear(channels, channels)

    def forward(self, x):
        batch, time_, channels = x.shape
        parts = self.qkv(self.norm(x)).view(batch, time_, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        joined = F.scaled_dot_product_attention(*parts, attn_mask=mask, dropout_p=self.rate)
        joined = self.join(joined.transpose(1, 2).reshape(batch, time_, channels))
        return x + F.dropout(joined, self.rate)


class Positions(nn.Module):
    def __init__(self, time_, channels):
        super().__init__()
        rate = torch.exp(-math.log(10_000) * 2 * torch.arange(channels // 2) / channels)
        angles = torch.arange(time_)[:, None] * rate
        self.register_buffer("table", torch.cat([angles.sin(), angles.cos()], 1))

    def forward(self, x):
        return x + self.table


class Normalise(nn.Module):
    def forward(self, x):
        return F.normalize(x, dim=-1)


class Mean(nn.Module):
    def forward(self, x):
        return x.mean(1)


def residual(rate):
    return [nn.Dropout(rate), Residual(384, 512, 0.3, True), Normalise()]


def mlp(inputs):
    return [
        Standardise(inputs), nn.Linear(inputs, 1024), Residual(1024, 1024, 0.1, False),
        nn.Linear(1024, 512),
    ]  # fmt: skip


mask = torch.ones(128, 1, 1, 16, dtype=torch.bool)
layers = [m for _ in range(2) for m in (Attention(512, 8, 0.1), Residual(512, 1024, 0.1, False))]
examples, batch, frames, video, text = {
    "residual": (4096, 1024, (384,), residual(0.2), residual(0.1)),
    "base": (
        4096, 1024, (4560,),
        [Prepare(), Standardise(4560), Clamp(), Fixed(4560, 384), *residual(0.2)],
        [Standardise(768), Fixed(768, 384), *residual(0.1)],
    ),
    "mlp": (4096, 1024, (2280,), mlp(2280), mlp(384)),
    "transformer": (
        1024, 128, (16, 512),
        [Positions(16, 512), *layers, nn.LayerNorm(512), Mean()],
        [nn.Linear(384, 512)],
    ),
}[case]  # fmt: skip
text_channels = 768 if case == "base" else 384
videos, texts = torch.randn(examples, *frames), torch.randn(examples, text_channels)
video, text = nn.Sequential(*video), nn.Sequential(*text)
log_scale = nn.Parameter(torch.tensor(math.log(20.0)))
weights = [log_scale, *video.parameters(), *text.parameters()]
matrices = [w for w in weights if w.dim() >= 2]
vectors = [w for w in weights if w.dim() < 2]
optimiser = torch.optim.AdamW(
    [{"params": matrices, "weight_decay": 0.1}, {"params": vectors, "weight_decay": 0.0}],
    lr=5e-4, betas=(0.9, 0.98), fused=True,
)  # fmt: skip
averages = [w.detach().clone() for w in weights]
targets = torch.arange(batch)


def step(rows):
    v = F.normalize(video(videos[rows]), dim=-1)
    t = F.normalize(text(texts[rows]), dim=-1)
    scores = log_scale.exp() * (v @ t.T)
    loss = (F.cross_entropy(scores, targets) + F.cross_entropy(scores.T, targets)) / 2
    optimiser.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(weights, 1.0)
    optimiser.step()
    with torch.no_grad():
        torch._foreach_lerp_(averages, weights, 0.05)
        log_scale.clamp_(max=math.log(100))
    return loss.item()


done, start, processor = 0, 0.0, 0.0
while done < warm_up + steps:
    for rows in torch.randperm(examples).split(batch):
        if done == warm_up:
            start, processor = time.perf_counter(), time.process_time()
        if done < warm_up + steps:
            step(rows)
            done += 1
print(steps / (time.perf_counter() - start), (time.process_time() - processor) / steps)
