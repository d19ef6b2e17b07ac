"""Writes reference.json for `reelspace encoder check`: what a model's own library makes of photos and
texts. For image-text models of the library transformers.

    pip install 'pillow<13' torch transformers
    python tools/encoders/reference.py MODEL_FOLDER PHOTO... > reference.json

MODEL_FOLDER holds the weights for PyTorch and the configuration. Put reference.json and the photos (as
PNG, since decoders of JPEG differ in the last bit) beside the ONNX model before it is imported, or name
the file with --reference.
"""

import json
import pathlib
import sys

import torch
from PIL import Image
from transformers import AutoImageProcessor, AutoModel, AutoTokenizer

TEXTS = [
    "a man in a suit talks in a car", "Two DOGS run on the beach!", "ein Hund läuft über die Wiese",
    "собака бежит по пляжу", "a cat \U0001f63a", "the same again and again " * 20,
]


def main(folder, photos):
    model = AutoModel.from_pretrained(folder).eval()
    processor = AutoImageProcessor.from_pretrained(folder, use_fast=False)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    text = model.config.text_config
    length = min(tokenizer.model_max_length, getattr(text, "max_position_embeddings", 77))
    pixels = torch.cat([
        processor(Image.open(p).convert("RGB"), return_tensors="pt").pixel_values for p in photos])
    batch = tokenizer(
        TEXTS, padding="max_length", truncation=True, max_length=length, return_tensors="pt")
    given = {k: batch[k] for k in ("input_ids", "attention_mask") if k in batch}
    if "siglip" in model.config.model_type:
        given.pop("attention_mask", None)  # was trained without
    with torch.no_grad():
        out = model(pixel_values=pixels, **given)
    json.dump({
        "photos": [{"name": pathlib.Path(p).name, "embedding": row.tolist()}
                   for p, row in zip(photos, out.image_embeds)],
        "texts": [{"text": t, "ids": i.tolist(), "embedding": row.tolist()}
                  for t, i, row in zip(TEXTS, batch.input_ids, out.text_embeds)],
    }, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
