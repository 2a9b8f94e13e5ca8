"""Files made by other programs, which Winnow's readers must understand (tests/unit/files/foreign-files.test.ts).

pandas 3.1.1, pyarrow 26.0.1, datasets 5.2.0, datumaro 1.13.12 (the library behind CVAT's formats), Python's csv, json, zipfile.
Label Studio's tasks follow the documented export (labelstud.io/guide/export, "Raw JSON format of completed tasks"),
Prodigy's lines the documented interfaces (prodi.gy/docs/api-interfaces: choice, classification; prodi.gy/docs/api-database).
Run in this folder: python make.py
"""

import io
import json
import os
import shutil
import zipfile

import datumaro
import numpy
import pandas
from datasets import Dataset, Features, Image, Value
from datumaro.components.annotation import Label
from datumaro.components.media import Image as DatumaroImage
from PIL import Image as Picture


def picture(number):
    return Picture.fromarray(numpy.full((4, 5, 3), 20 * number, numpy.uint8))


def png(number):
    out = io.BytesIO()
    picture(number).save(out, "PNG")
    return out.getvalue()


def pack(folder, target):
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for parent, folders, files in sorted(os.walk(folder)):
            for name in sorted(files):
                path = os.path.join(parent, name)
                archive.writestr(zipfile.ZipInfo(os.path.relpath(path, folder)), open(path, "rb").read())


texts = pandas.DataFrame(
    {
        "id": ["one", 'two, "quoted"', "three\nlines", "vier – ü"],
        "text": ["first", 'say "hi", twice', "line\r\nbreak\n", "日本語 🐈"],
        "label": ["ham", "spam", None, "ham"],
        "split": ["train", "test", "train", "seed"],
        "seconds": [1.5, None, None, 0.1],
        "annotator": ["ann", None, None, "bob"],
        "inclusion_probability": [0.1, 1 / 3, None, 1.0],
        "weight": [10.0, 3.0000000000000004, None, 1.0],
    }
)
texts.to_csv("pandas.csv", index=False)
texts.to_json("pandas.jsonl", orient="records", lines=True, force_ascii=True)
texts.to_parquet("pandas.parquet", index=False)

Dataset.from_dict(
    {"image": [{"bytes": png(1), "path": "a.png"}, {"bytes": png(2), "path": None}], "label": ["cat", "dog"]},
    features=Features({"image": Image(), "label": Value("string")}),
).to_parquet("datasets.parquet")

shutil.rmtree("work", ignore_errors=True)
os.makedirs("work/folder/train/images")
os.makedirs("work/folder/test")
for number, path in enumerate(["train/images/1.png", "train/images/2.png", "test/3.png"]):
    picture(number).save(f"work/folder/{path}")
pandas.DataFrame({"file_name": ["images/2.png", "images/1.png"], "label": ["dog", "cat"]}).to_csv(
    "work/folder/train/metadata.csv", index=False
)
pandas.DataFrame({"file_name": ["3.png"], "label": ["dog"]}).to_csv("work/folder/test/metadata.csv", index=False)
pack("work/folder", "imagefolder.zip")

items = [
    datumaro.DatasetItem(
        id=f"pic {number}",
        subset=subset,
        media=DatumaroImage.from_numpy(data=numpy.full((4, 5, 3), 20 * number, numpy.uint8)),
        annotations=[] if label is None else [Label(label)],
    )
    for number, (label, subset) in enumerate([(0, "train"), (1, "train"), (None, "train"), (1, "test")])
]
dataset = datumaro.Dataset.from_iterable(items, categories=["cat", "hot dog"])
dataset.export("work/imagenet", "imagenet", save_media=True)
dataset.export("work/imagenet_txt", "imagenet_txt", save_media=False)
pack("work/imagenet", "cvat.zip")
pack("work/imagenet_txt", "cvat-lists.zip")
shutil.rmtree("work")

choice = {"id": "x1", "from_name": "sentiment", "to_name": "text", "type": "choices", "origin": "manual"}
tasks = [
    {
        "id": 7,
        "data": {"text": "Great, [really] \"great\"", "source": "web"},
        "annotations": [
            {
                "id": 1001,
                "completed_by": {"id": 1, "email": "ann@example.org", "first_name": "", "last_name": ""},
                "result": [{**choice, "value": {"choices": ["Positive"]}}],
                "was_cancelled": False,
                "ground_truth": False,
                "created_at": "2026-03-09T22:16:08.746926Z",
                "updated_at": "2026-03-09T22:16:08.746940Z",
                "lead_time": 4.288,
                "task": 7,
            }
        ],
        "drafts": [],
        "predictions": [{"model_version": "v1", "score": 0.4, "result": [{**choice, "value": {"choices": ["Negative"]}}]}],
        "meta": {},
        "project": 3,
    },
    {
        "id": 8,
        "data": {"text": "Bad"},
        "annotations": [
            {"id": 1002, "completed_by": 2, "result": [], "was_cancelled": True, "lead_time": 1.0},
            {"id": 1003, "completed_by": 1, "result": [{**choice, "value": {"choices": ["Negative"]}}], "was_cancelled": False, "lead_time": 2.5},
        ],
        "predictions": [],
    },
    {"text": "A bare task"},
]
with open("label-studio.json", "w", encoding="utf-8") as file:
    json.dump(tasks, file, indent=2)

options = [{"id": "POSITIVE", "text": "Positive"}, {"id": "NEGATIVE", "text": "Negative"}]
hashes = {"_input_hash": -1283, "_task_hash": 55}
lines = [
    {"text": "One", **hashes, "options": options, "accept": ["POSITIVE"], "answer": "accept", "_timestamp": 1673425512, "_annotator_id": "demo-ann", "_session_id": "demo-ann"},
    {"text": "One", **hashes, "options": options, "accept": ["NEGATIVE"], "answer": "accept", "_timestamp": 1673425600, "_annotator_id": "demo-bob", "_session_id": "demo-bob"},
    {"text": "Two", "_input_hash": 12, "options": options, "accept": [], "answer": "ignore", "_timestamp": 1673425700},
    {"text": "Three", "_input_hash": 13, "label": "INSULT", "answer": "accept", "meta": {"source": "web", "score": 0.5}},
    {"text": "Four", "_input_hash": 14, "label": "INSULT", "answer": "reject"},
]
with open("prodigy.jsonl", "w", encoding="utf-8") as file:
    file.writelines(json.dumps(line) + "\n" for line in lines)
