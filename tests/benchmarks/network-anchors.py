"""The small CNN by PyTorch, tuned: channels last, denormals flushed, a thread a core.

python3 network-anchors.py ROWS BATCH
"""

import json
import os
import sys
import time

import torch
from torch import nn

rows, batch = map(int, sys.argv[1:])
torch.set_num_threads(len(os.sched_getaffinity(0)))
torch.set_flush_denormal(True)
torch.manual_seed(1)

images = (torch.rand(rows, 1, 28, 28) + 0.5).contiguous(memory_format=torch.channels_last)
labels = torch.randint(0, 10, (rows,))
body = nn.Sequential(
    *(nn.Conv2d(1, 32, 3), nn.MaxPool2d(2), nn.ReLU()),
    *(nn.Conv2d(32, 64, 3), nn.MaxPool2d(2), nn.ReLU()),
    *(nn.Flatten(), nn.Linear(1600, 128), nn.ReLU()),
)
model = nn.Sequential(body, nn.Linear(128, 10)).to(memory_format=torch.channels_last)
descent = torch.optim.SGD(model.parameters(), lr=0.001, momentum=0.9, weight_decay=1e-4)
loss = nn.CrossEntropyLoss()


def epoch():
    order = torch.randperm(rows)
    for start in range(0, rows, batch):
        chosen = order[start : start + batch]
        descent.zero_grad(set_to_none=True)
        loss(model(images[chosen]), labels[chosen]).backward()
        descent.step()


def embedding():
    with torch.inference_mode():
        for start in range(0, rows, 1024):
            body(images[start : start + 1024])


def quietest(work, runs):
    seconds = cpu_seconds = float("inf")
    for _ in range(runs):
        start, cpu_start = time.perf_counter(), time.process_time()
        work()
        seconds = min(seconds, time.perf_counter() - start)
        cpu_seconds = min(cpu_seconds, time.process_time() - cpu_start)
    return {"name": f"PyTorch {torch.__version__}", "seconds": seconds, "cpuSeconds": cpu_seconds}


print(json.dumps({"epoch": quietest(epoch, 1), "embedding": quietest(embedding, 3)}))
