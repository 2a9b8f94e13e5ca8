"""Thumbnails of JPEGs by Pillow in draft mode (shrunk while decoding), a process a core; nothing is stored.

python3 image-anchors.py FOLDER LONGER_SIDE
"""
import io
import json
import multiprocessing
import os
import sys
import time
from pathlib import Path

import PIL
from PIL import Image

folder, side = Path(sys.argv[1]), int(sys.argv[2])


def thumbnail(data):
    image = Image.open(io.BytesIO(data))
    image.draft("RGB", (side, side))
    image.thumbnail((side, side))
    output = io.BytesIO()
    image.save(output, "WEBP", quality=80, method=2)
    return len(output.getvalue())


if __name__ == "__main__":
    photos = [path.read_bytes() for path in sorted(folder.iterdir())]
    processes = len(os.sched_getaffinity(0))
    seconds = float("inf")
    with multiprocessing.Pool(processes) as pool:
        for _ in range(3):
            start = time.perf_counter()
            sizes = pool.map(thumbnail, photos, chunksize=10)
            seconds = min(seconds, time.perf_counter() - start)
    assert all(sizes)
    name = f"Pillow {PIL.__version__} in draft mode, {processes} processes, thumbnails alone"
    print(json.dumps({"name": name, "seconds": seconds}))
