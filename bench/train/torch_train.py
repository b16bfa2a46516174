"""PyTorch's side of `train.bench.ts`: the same networks from the same weights, on all of the processor.

Reads requests as JSON, one a line, and answers each with a line of JSON: {"result": ...} or {"error": ...}.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

STEPS_BETWEEN_READS = 8


class Problem:
    def __init__(self, folder):
        self.spec = json.loads((Path(folder) / "problem.json").read_text())
        data = np.fromfile(Path(folder) / "problem.bin", dtype="<f4")
        self.arrays = {}
        for entry in self.spec["arrays"]:
            start = entry["offset"] // 4
            size = int(np.prod(entry["shape"]))
            self.arrays[entry["name"]] = data[start : start + size].reshape(entry["shape"])
        self.shape = self.spec["shape"]

    def weight(self, name):
        return torch.from_numpy(self.arrays["weight/" + name].copy())

    def rows_of_step(self, name, step):
        chunks = self.spec["masks" if name == "mask" else "batches"]
        rows = self.arrays[name]
        length = len(rows) // chunks
        first = (step % chunks) * length
        return torch.from_numpy(rows[first : first + length])


def filter_of(kernel):
    """[height, width, in, out] to [out, in, height, width]."""
    return kernel.permute(3, 2, 0, 1).contiguous()


class Convolution(nn.Module):
    """TensorFlow's "same" padding: where it is odd, the larger half comes after the image."""

    def __init__(self, problem, name, stride):
        super().__init__()
        self.weight = nn.Parameter(filter_of(problem.weight(name + "_conv/kernel")))
        self.stride = stride

    def forward(self, x):
        before, after = zip(*(self.padding(side) for side in x.shape[2:]))
        if before == after:
            return F.conv2d(x, self.weight, stride=self.stride, padding=before)
        x = F.pad(x, (before[1], after[1], before[0], after[0]))
        return F.conv2d(x, self.weight, stride=self.stride)

    def padding(self, side):
        out = -(-side // self.stride)
        total = max(0, (out - 1) * self.stride + self.weight.shape[2] - side)
        return total // 2, total - total // 2


def normalisation(problem, name):
    """Keras's momentum is the share of the old average, PyTorch's that of the new one."""
    gamma = problem.weight(name + "_norm/gamma")
    layer = nn.BatchNorm2d(len(gamma), eps=1e-3, momentum=0.1)
    layer.weight = nn.Parameter(gamma)
    layer.bias = nn.Parameter(problem.weight(name + "_norm/beta"))
    return layer


def linear(problem, name):
    kernel = problem.weight(name + "/kernel")
    layer = nn.Linear(*kernel.shape)
    layer.weight = nn.Parameter(kernel.t().contiguous())
    layer.bias = nn.Parameter(problem.weight(name + "/bias"))
    return layer


class Residual(nn.Module):
    def __init__(self, problem, name):
        super().__init__()
        self.first = nn.Sequential(
            Convolution(problem, name + "_a", 1), normalisation(problem, name + "_a"), nn.ReLU(inplace=True)
        )
        self.second = nn.Sequential(Convolution(problem, name + "_b", 1), normalisation(problem, name + "_b"))

    def forward(self, x):
        return F.relu(x + self.second(self.first(x)))


class Classifier(nn.Module):
    def __init__(self, problem):
        super().__init__()
        self.tower = self.text = None
        if problem.shape["image"] is not None:
            stages = [name for name in ("stem", "stage2_down", "stage3_down", "stage4_down")]
            stages = [name for name in stages if f"weight/{name}_conv/kernel" in problem.arrays]
            layers = []
            for number, name in enumerate(stages, 1):
                stride = 4 if problem.shape["image"]["size"] > 64 and name == "stem" else 2
                layers += [Convolution(problem, name, stride), normalisation(problem, name), nn.ReLU(inplace=True)]
                layers.append(Residual(problem, f"stage{number}"))
            self.tower = nn.Sequential(*layers)
        if problem.shape["text"] is not None:
            self.text = linear(problem, "text_hidden")
        self.head = linear(problem, "head")

    def forward(self, image, text, mask):
        features = []
        if self.tower is not None:
            features.append(self.tower(image / 127.5 - 1).mean((2, 3)))
        if self.text is not None:
            features.append(F.relu(self.text(text)))
        return self.head((torch.cat(features, 1) if len(features) > 1 else features[0]) * mask)


class ConvNet(nn.Module):
    def __init__(self, problem):
        super().__init__()
        self.weights = nn.ParameterList(
            nn.Parameter(weight)
            for name in ("conv1", "conv2")
            for weight in (filter_of(problem.weight(name + "/kernel")), problem.weight(name + "/bias"))
        )
        hidden = linear(problem, "dense1")
        # Features are flattened channels first here and channels last there.
        kernel = problem.weight("dense1/kernel").reshape(5, 5, 32, 128).permute(3, 2, 0, 1).reshape(128, 800)
        hidden.weight = nn.Parameter(kernel.contiguous())
        self.hidden, self.head = hidden, linear(problem, "dense2")

    def forward(self, image):
        w1, b1, w2, b2 = self.weights
        x = F.max_pool2d(F.relu(F.conv2d(image, w1, b1)), 2)
        x = F.max_pool2d(F.relu(F.conv2d(x, w2, b2)), 2)
        return self.head(F.relu(self.hidden(x.flatten(1))))


def optimiser_of(model, spec):
    rate = spec["learningRate"]
    if spec["kind"] == "sgd":
        return torch.optim.SGD(model.parameters(), lr=rate)
    kernels = [p for p in model.parameters() if p.dim() > 1]
    others = [p for p in model.parameters() if p.dim() == 1]
    groups = [
        {"params": kernels, "weight_decay": spec["weightDecay"]},
        {"params": others, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.99), eps=1e-8)


class Trainee:
    def __init__(self, folder):
        self.problem = Problem(folder)
        self.model = ConvNet(self.problem) if self.problem.shape is None else Classifier(self.problem)
        self.model.train()
        self.optimiser = optimiser_of(self.model, self.problem.spec["optimiser"])
        self.step = 0

    def image(self):
        rows = self.problem.rows_of_step("image", self.step)
        # One channel: both orders of the axes are the same in memory.
        return rows.reshape(rows.shape[0], 1, *rows.shape[1:3])

    def learn(self):
        """The loss, before the step."""
        problem = self.problem
        target = problem.rows_of_step("target", self.step)
        self.optimiser.zero_grad(set_to_none=True)
        if problem.shape is None:
            loss = F.cross_entropy(self.model(self.image()), target.argmax(1))
        else:
            image = self.image() if problem.shape["image"] is not None else None
            text = problem.rows_of_step("text", self.step) if problem.shape["text"] is not None else None
            logits = self.model(image, text, problem.rows_of_step("mask", self.step))
            loss = F.binary_cross_entropy_with_logits(logits, target)
        loss.backward()
        if "clipNorm" in problem.spec["optimiser"]:
            nn.utils.clip_grad_norm_(self.model.parameters(), problem.spec["optimiser"]["clipNorm"])
        self.optimiser.step()
        self.step += 1
        return loss.detach()

    def run(self, steps):
        started = time.perf_counter()
        value = float("nan")
        for done in range(1, steps + 1):
            loss = self.learn()
            if done % STEPS_BETWEEN_READS == 0 or done == steps:
                value = loss.item()
        return {"seconds": time.perf_counter() - started, "loss": value}


def main():
    trainee = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["kind"] == "prepare":
                torch.set_num_threads(int(request["backend"]))
                trainee = Trainee(request["problem"])
                result = {"device": "PyTorch " + torch.__version__, "threads": torch.get_num_threads()}
            else:
                result = trainee.run(request["steps"])
            answer = {"result": result}
        except Exception as error:  # What went wrong is the bench's to tell.
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
