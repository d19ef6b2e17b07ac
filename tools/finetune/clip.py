"""A small CLIP with random weights as two encoders that can be fine-tuned, for tests.

    pip install numpy onnx onnxscript torch transformers
    python tools/finetune/clip.py train/src/test/resources/io/reelspace/train/tuning/clip

writes `image/` and `text/`, each `model.onnx` beside `model.pt`, with the settings of the encoder. The
vocabulary is that of the fixture in `encode/src/test/resources/io/reelspace/encode/families/clip`.
"""

import argparse
import io
import json
import pathlib

import onnx
import torch
from torch import nn
from transformers import CLIPConfig, CLIPModel

import common

FAMILY = (pathlib.Path(__file__).parents[2]
          / "encode/src/test/resources/io/reelspace/encode/families/clip")


class Image(nn.Module):
    def __init__(self, clip):
        super().__init__()
        self.vision_model = clip.vision_model
        self.visual_projection = clip.visual_projection

    def forward(self, pixels):
        return self.visual_projection(self.vision_model(pixels).pooler_output)


class Text(nn.Module):
    def __init__(self, clip):
        super().__init__()
        self.text_model = clip.text_model
        self.text_projection = clip.text_projection

    def forward(self, tokens):
        return self.text_projection(self.text_model(tokens).pooler_output)


def export(module, example, input_name, output_name):
    data = io.BytesIO()
    torch.onnx.export(
        module.eval(), (example,), data, input_names=[input_name], output_names=[output_name],
        dynamic_axes={input_name: {0: "rows"}, output_name: {0: "rows"}}, opset_version=17,
        dynamo=False, do_constant_folding=False)  # folding would turn matrices and rename them
    model = onnx.load_from_string(data.getvalue())
    for node in model.graph.node:
        node.ClearField("doc_string")
    return model


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    folder = parser.parse_args().folder
    config = CLIPConfig.from_dict(json.loads((FAMILY / "config.json").read_text()))
    config._attn_implementation = "eager"
    torch.manual_seed(0)
    clip = CLIPModel(config).eval()
    with torch.no_grad():
        for name, parameter in clip.named_parameters():
            if parameter.ndim == 2:
                nn.init.normal_(parameter, std=parameter.shape[1] ** -0.5)
            else:  # weights that are equal would share one name in the ONNX file
                parameter += 0.02 * torch.randn_like(parameter)
    pixels = torch.randn(3, 3, 32, 32)
    tokens = torch.randint(0, 890, (3, 16))
    tokens[:, 0] = 894
    tokens[:, 12:] = 895
    image, text = Image(clip), Text(clip)
    common.save(folder / "image", image, {"forward": pixels},
                export(image, pixels, "pixel_values", "image_embeds"))
    common.save(folder / "text", text, {"forward": tokens},
                export(text, tokens, "input_ids", "text_embeds"))
    (folder / "image/preprocessor_config.json").write_text(
        (FAMILY / "preprocessor_config.json").read_text())
    (folder / "text/encoder.json").write_text(json.dumps(
        {"kind": "text", "context": 16, "padded": True, "padding": 895, "pooling": "none"}) + "\n")


if __name__ == "__main__":
    main()
