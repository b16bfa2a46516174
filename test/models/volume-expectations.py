"""Writes volume-expectations.json: 3D convolutions with torch, forward and backward, on numbers that the test makes by the same rule.

Run with torch: python3 test/models/volume-expectations.py
"""

import json
from pathlib import Path

import torch


def numbers(shape, step):
    """sin(step), sin(2 step) ... in the order of memory."""
    count = 1
    for length in shape:
        count *= length
    return torch.sin(torch.arange(1, count + 1, dtype=torch.float64) * step).reshape(shape)


def same(length, kernel, stride):
    """Before and after, as TensorFlow pads: the odd one behind."""
    total = max(0, (-(-length // stride) - 1) * stride + kernel - length)
    return total // 2, total - total // 2


cases = []
for batch, sides, channels, to, kernel, stride in [
    (2, (4, 5, 6), 3, 4, 3, 1),
    (2, (7, 7, 7), 2, 3, 3, 2),
    (1, (8, 8, 8), 2, 2, 3, 2),
    (1, (9, 8, 10), 1, 2, 5, 4),
    (1, (1, 3, 3), 2, 2, 3, 1),
]:
    volumes = numbers((batch, *sides, channels), 0.7).requires_grad_()
    weights = numbers((kernel, kernel, kernel, channels, to), 0.3).requires_grad_()
    padding = [n for side in reversed(sides) for n in same(side, kernel, stride)]
    x = torch.nn.functional.pad(volumes.permute(0, 4, 1, 2, 3), padding)
    y = torch.nn.functional.conv3d(x, weights.permute(4, 3, 0, 1, 2), stride=stride).permute(0, 2, 3, 4, 1)
    (y * numbers(y.shape, 0.9)).sum().backward()
    plain = lambda t: [round(v, 7) for v in t.detach().flatten().tolist()]
    cases.append(
        {
            "volumes": list(volumes.shape),
            "kernel": list(weights.shape),
            "stride": stride,
            "shape": list(y.shape),
            "values": plain(y),
            "byVolumes": plain(volumes.grad),
            "byKernel": plain(weights.grad),
        }
    )
path = Path(__file__).with_suffix(".json")
path.write_text(json.dumps(cases, separators=(",", ":")) + "\n")
