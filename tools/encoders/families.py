"""Writes the oracle fixtures of imported encoders: small random models of each family in the layout
that the model hubs give them, and what their own Python libraries make of photos and texts.

    pip install 'pillow<13' numpy onnx onnxruntime onnxscript open-clip-torch protobuf sentencepiece \
        timm tokenizers torch torchvision transformers
    python tools/encoders/families.py [FAMILY...]

Pillow 13 resizes tall pictures by columns first, which rounds otherwise than the releases with which
the networks were trained. The photos are frames of the sample clips of the module `base`.
"""

import sys

import backbones
import image_text
import texts
import unsound

ALL = {**image_text.FAMILIES, **backbones.FAMILIES, **texts.FAMILIES, **unsound.FAMILIES}

if __name__ == "__main__":
    for family in sys.argv[1:] or ALL:
        ALL[family]()
        print(family)
