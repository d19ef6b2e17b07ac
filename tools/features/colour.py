"""Makes the oracle values of ColorJitterTest with Pillow.

    pip install pillow numpy
    python tools/features/colour.py > train/src/test/resources/features/colour.json
"""

import json

import numpy as np
from PIL import Image, ImageEnhance

pixels = np.random.default_rng(7).integers(0, 256, (6, 5, 3), dtype=np.uint8)
image = Image.fromarray(pixels)
flat = lambda im: np.asarray(im).ravel().tolist()
out = {"width": 5, "height": 6, "pixels": flat(image)}
for name, enhance in [
    ("brightness", ImageEnhance.Brightness),
    ("contrast", ImageEnhance.Contrast),
    ("saturation", ImageEnhance.Color),
]:
    for factor in (0.7, 1.25):
        out[f"{name}-{factor}"] = flat(enhance(image).enhance(factor))
print(json.dumps(out))
