"""Writes the weights that the test of AdamW compares with: twelve steps of PyTorch's own AdamW.

    python tools/optimiser/fixture.py > train/src/test/resources/io/reelspace/train/optimiser/adamw.json
"""

import json

import torch

torch.manual_seed(5)
matrix = torch.nn.Parameter(torch.randn(3, 5))
vector = torch.nn.Parameter(torch.randn(4))
start = [matrix.detach().flatten().tolist(), vector.detach().tolist()]
optimiser = torch.optim.AdamW(
    [{"params": [matrix], "weight_decay": 0.1}, {"params": [vector], "weight_decay": 0.0}],
    lr=1e-2, betas=(0.9, 0.98), eps=1e-6)
gradients, norms = [], []
for step in range(12):
    # some steps exceed the clip of 2, some do not
    size = 0.2 if step % 3 == 0 else 1.0
    matrix.grad = size * torch.randn(3, 5)
    vector.grad = size * torch.randn(4)
    gradients.append([matrix.grad.flatten().tolist(), vector.grad.tolist()])
    norms.append(torch.nn.utils.clip_grad_norm_([matrix, vector], 2.0).item())
    optimiser.param_groups[0]["lr"] = optimiser.param_groups[1]["lr"] = 1e-2 * (step + 1) / 12
    optimiser.step()
print(json.dumps({
    "start": start, "gradients": gradients, "norms": norms,
    "end": [matrix.detach().flatten().tolist(), vector.detach().tolist()]}))
