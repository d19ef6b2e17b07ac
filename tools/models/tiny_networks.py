"""Writes tiny networks for the tests of the module encode, sound and unsound ones.

    pip install numpy onnx 'pillow<13'
    python tools/models/tiny_networks.py

- `pixels`: an encoder in the hubs' layout whose features are its input `[n, 3, 8, 8]`, so that they
  show the preprocessing (short edge 10, centre crop 8, mean and deviation); `pixels.json` holds
  what Pillow and NumPy make of three pictures.
- `external`: weights in a file beside the model; `escape`: the same, but the model says that they
  lie above its folder.
"""

import json

import numpy as np
import onnx
from onnx import TensorProto, external_data_helper, helper, numpy_helper
from PIL import Image

from fixtures import ENCODE, picture, rounded, write

EDGE, CROP = 10, 8
MEAN, DEVIATION = [0.48, 0.45, 0.40], [0.27, 0.26, 0.28]


def save(graph, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, path)
    return model


def pixels():
    folder = ENCODE / "pixels"
    shape = ["n", 3, CROP, CROP]
    save(helper.make_graph(
        [helper.make_node("Flatten", ["pixel_values"], ["features"], axis=1)],
        "pixels",
        [helper.make_tensor_value_info("pixel_values", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["n", 3 * CROP * CROP])],
    ), folder / "model.onnx")
    (folder / "preprocessor_config.json").write_text(json.dumps({
        "crop_size": {"height": CROP, "width": CROP}, "do_center_crop": True,
        "do_convert_rgb": True, "do_normalize": True, "do_rescale": True, "do_resize": True,
        "image_mean": MEAN, "image_processor_type": "CLIPImageProcessor", "image_std": DEVIATION,
        "resample": 3, "rescale_factor": 1 / 255, "size": {"shortest_edge": EDGE}}, indent=2))
    cases = []
    for width, height in [(32, 21), (15, 40), (9, 10)]:
        short = min(width, height)
        image = Image.fromarray(picture(width, height, 1))
        image = image.resize((EDGE * width // short, EDGE * height // short), Image.BICUBIC)
        left, top = (image.width - CROP) // 2, (image.height - CROP) // 2
        crop = np.array(image.crop((left, top, left + CROP, top + CROP)))
        values = (crop / 255 - MEAN) / DEVIATION
        cases.append({"width": width, "height": height,
                      "features": rounded(values.transpose(2, 0, 1))})
    write(ENCODE / "pixels.json", cases)


def external():
    weights = numpy_helper.from_array(np.arange(6, dtype=np.float32).reshape(2, 3), "weights")
    for name, location in [("external", "weights.bin"), ("escape", "../external/weights.bin")]:
        tensor = onnx.TensorProto()
        tensor.CopyFrom(weights)
        external_data_helper.set_external_data(tensor, location, offset=0, length=24)
        tensor.ClearField("raw_data")
        tensor.data_location = TensorProto.EXTERNAL
        save(helper.make_graph(
            [helper.make_node("MatMul", ["x", "weights"], ["y"])],
            name,
            [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 2])],
            [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", 3])],
            [tensor],
        ), ENCODE / name / "model.onnx")
    (ENCODE / "external/weights.bin").write_bytes(weights.raw_data)


if __name__ == "__main__":
    pixels()
    external()
