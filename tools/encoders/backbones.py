"""Networks that know pictures only, in the layouts of transformers, timm and torchvision."""

import json

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from common import export, floats, folder, photos, write_json
from image_text import BATCH, Picked, save_processor, spread


def rows(place, values):
    write_json(place / "expected.json", {
        key: [{"name": name, "values": floats(row)} for (name, _), row in zip(photos(), batch)]
        for key, batch in values.items()})


def pixels_of(processor):
    return torch.cat([processor(photo, return_tensors="pt").pixel_values for _, photo in photos()])


def dinov2():
    from transformers import Dinov2Config, Dinov2Model
    from transformers.models.bit.image_processing_pil_bit import BitImageProcessorPil

    place = folder("dinov2")
    config = Dinov2Config(
        hidden_size=32, num_hidden_layers=2, num_attention_heads=2, image_size=28, patch_size=7,
        mlp_ratio=2)
    config._attn_implementation = "eager"
    model = spread(Dinov2Model(config), 11)
    processor = BitImageProcessorPil(
        size={"shortest_edge": 32}, crop_size={"height": 28, "width": 28}, resample=3,
        do_center_crop=True, image_mean=[0.485, 0.456, 0.406], image_std=[0.229, 0.224, 0.225])
    pixels = pixels_of(processor)
    with torch.no_grad():
        out = model(pixels)
    write_json(place / "config.json", {"model_type": "dinov2", "hidden_size": 32, "patch_size": 7})
    save_processor(processor, place / "preprocessor_config.json")
    export(Picked(model, lambda m, x: tuple(m(x)[:2])), [pixels[:2]], place / "onnx/model.onnx",
           ["pixel_values"], ["last_hidden_state", "pooler_output"],
           {"pixel_values": BATCH, "last_hidden_state": BATCH, "pooler_output": BATCH})
    states = out.last_hidden_state
    rows(place, {"pooled": out.pooler_output, "mean": states[:, 1:].mean(1),
                 "first": states[:, 0], "grid": states[:, 1:].flatten(1)})


def vit():
    from transformers import ViTConfig, ViTModel
    from transformers.models.vit.image_processing_pil_vit import ViTImageProcessorPil

    place = folder("vit")
    config = ViTConfig(
        hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64, image_size=32,
        patch_size=8)
    config._attn_implementation = "eager"
    model = spread(ViTModel(config, add_pooling_layer=False), 12)
    processor = ViTImageProcessorPil(size={"height": 32, "width": 32})
    pixels = pixels_of(processor)
    with torch.no_grad():
        states = model(pixels).last_hidden_state
    write_json(place / "config.json", {"model_type": "vit", "hidden_size": 32})
    save_processor(processor, place / "preprocessor_config.json")
    export(Picked(model, lambda m, x: m(x).last_hidden_state), [pixels[:2]],
           place / "onnx/model.onnx", ["pixel_values"], ["last_hidden_state"],
           {"pixel_values": BATCH, "last_hidden_state": BATCH})
    rows(place, {"pooled": states[:, 0]})


def efficientnet():
    from transformers import EfficientNetConfig, EfficientNetModel
    from transformers.models.efficientnet.image_processing_pil_efficientnet import (
        EfficientNetImageProcessorPil)

    place = folder("efficientnet")
    config = EfficientNetConfig(
        image_size=40, width_coefficient=0.25, depth_coefficient=0.2, hidden_dim=320,
        depth_divisor=4)
    model = spread(EfficientNetModel(config), 13)
    processor = EfficientNetImageProcessorPil(size={"height": 40, "width": 40})
    pixels = pixels_of(processor)
    with torch.no_grad():
        out = model(pixels)
    write_json(place / "config.json", {"model_type": "efficientnet"})
    save_processor(processor, place / "preprocessor_config.json")
    export(Picked(model, lambda m, x: tuple(m(x)[:2])), [pixels[:2]], place / "model.onnx",
           ["pixel_values"], ["last_hidden_state", "pooler_output"],
           {"pixel_values": BATCH, "last_hidden_state": BATCH, "pooler_output": BATCH})
    rows(place, {"pooled": out.pooler_output, "mean": out.last_hidden_state.mean((2, 3))})


def made_weight(shape, seed):
    """Numbers that PyTorch and ONNX make alike: whole numbers modulo a prime, then scaled."""
    count = int(np.prod(shape))
    fan = int(np.prod(shape[1:])) if len(shape) > 1 else 1
    scale = np.float32(4.4 / fan ** 0.5)
    whole = (np.arange(count, dtype=np.int64) * 7919 + seed * 104729) % 10007
    return (whole.astype(np.float32) / np.float32(10007) - np.float32(0.5)) * scale, scale


def resnet50():
    """torchvision's resnet50 in its full size. Its 25 million weights are made by the graph itself, so
    that the file stays small."""
    from torchvision.models import resnet50 as library
    from torchvision.transforms import InterpolationMode, v2

    place = folder("resnet50")
    model = library(weights=None).eval()
    made = {}
    with torch.no_grad():
        for seed, (name, p) in enumerate(model.named_parameters()):
            if p.ndim > 1:
                values, scale = made_weight(tuple(p.shape), seed)
                p.copy_(torch.from_numpy(values.reshape(p.shape)))
                made[name] = (tuple(p.shape), seed, float(scale))
    transform = v2.Compose([
        v2.Resize(72, InterpolationMode.BILINEAR), v2.CenterCrop(64), v2.PILToTensor(),
        v2.ToDtype(torch.float32, scale=True),
        v2.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])])
    pixels = torch.stack([transform(photo) for _, photo in photos()])
    body = torch.nn.Sequential(*list(model.children())[:-1])
    with torch.no_grad():
        features = body(pixels).flatten(1)
        layer3 = torch.nn.Sequential(*list(model.children())[:-3])(pixels)

    def both(m, x):
        x = m.maxpool(m.relu(m.bn1(m.conv1(x))))
        x = m.layer3(m.layer2(m.layer1(x)))
        return m.avgpool(m.layer4(x)).flatten(1), x

    # Not folded: folding would turn the made weights into stored ones.
    import io
    data = io.BytesIO()
    with torch.no_grad():
        torch.onnx.export(
            Picked(model, both), (pixels[:2],), data, input_names=["input"],
            output_names=["features", "layer3"],
            dynamic_axes={"input": BATCH, "features": BATCH, "layer3": BATCH}, opset_version=17,
            dynamo=False, do_constant_folding=False, training=torch.onnx.TrainingMode.PRESERVE)
    graph = onnx.load_from_string(data.getvalue()).graph
    by_name = {t.name: t for t in graph.initializer}
    nodes = []

    def constant(name, value):
        nodes.append(helper.make_node("Constant", [], [name], value=numpy_helper.from_array(value)))
        return name

    for name, (shape, seed, scale) in made.items():
        key = "model." + name
        if key not in by_name:
            continue
        graph.initializer.remove(by_name[key])
        n = key.replace(".", "_")
        count = int(np.prod(shape))
        for part, value in (("start", 0), ("limit", count), ("step", 1), ("factor", 7919),
                            ("shift", seed * 104729), ("prime", 10007)):
            constant(f"{n}_{part}", np.array(value, np.int64))
        for part, value in (("primef", 10007.0), ("half", 0.5), ("scale", scale)):
            constant(f"{n}_{part}", np.array(value, np.float32))
        constant(f"{n}_shape", np.array(shape, np.int64))
        nodes += [
            helper.make_node("Range", [f"{n}_start", f"{n}_limit", f"{n}_step"], [f"{n}_0"]),
            helper.make_node("Mul", [f"{n}_0", f"{n}_factor"], [f"{n}_1"]),
            helper.make_node("Add", [f"{n}_1", f"{n}_shift"], [f"{n}_2"]),
            helper.make_node("Mod", [f"{n}_2", f"{n}_prime"], [f"{n}_3"]),
            helper.make_node("Cast", [f"{n}_3"], [f"{n}_4"], to=TensorProto.FLOAT),
            helper.make_node("Div", [f"{n}_4", f"{n}_primef"], [f"{n}_5"]),
            helper.make_node("Sub", [f"{n}_5", f"{n}_half"], [f"{n}_6"]),
            helper.make_node("Mul", [f"{n}_6", f"{n}_scale"], [f"{n}_7"]),
            helper.make_node("Reshape", [f"{n}_7", f"{n}_shape"], [key]),
        ]
    # Batch norms of a fresh network: mean 0, variance 1, weight 1, bias 0.
    for tensor in list(graph.initializer):
        value = numpy_helper.to_array(tensor)
        if value.ndim == 1 and value.size > 8 and np.all(value == value[0]):
            graph.initializer.remove(tensor)
            shape = constant(tensor.name + "_shape", np.array([value.size], np.int64))
            nodes.append(helper.make_node(
                "ConstantOfShape", [shape], [tensor.name],
                value=numpy_helper.from_array(value[:1].copy())))
    whole = helper.make_model(
        helper.make_graph(nodes + list(graph.node), "resnet50", graph.input, graph.output,
                          list(graph.initializer)),
        opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    for node in whole.graph.node:
        node.ClearField("doc_string")
    onnx.save(whole, place / "resnet50.onnx")
    rows(place, {"pooled": features, "mean": layer3.mean((2, 3))})


def timm_layout():
    """A graph of timm with the configuration that timm writes."""
    import timm

    place = folder("timm")
    model = timm.models.resnet.ResNet(
        timm.models.resnet.BasicBlock, [1, 1, 1, 1], channels=(8, 8, 16, 16), stem_width=8,
        num_classes=0)
    model = spread(model, 14)
    cfg = {"input_size": [3, 56, 56], "interpolation": "bicubic", "crop_pct": 0.95,
           "crop_mode": "center", "mean": [0.5, 0.4, 0.3], "std": [0.2, 0.25, 0.3]}
    transform = timm.data.create_transform(
        input_size=(3, 56, 56), interpolation="bicubic", crop_pct=0.95, crop_mode="center",
        mean=cfg["mean"], std=cfg["std"])
    pixels = torch.stack([transform(photo) for _, photo in photos()])
    with torch.no_grad():
        features = model(pixels)
    write_json(place / "config.json", {"architecture": "resnet10t", "pretrained_cfg": cfg})
    export(model, [pixels[:2]], place / "model.onnx", ["x"], ["features"],
           {"x": BATCH, "features": BATCH})
    rows(place, {"pooled": features})


FAMILIES = {
    "dinov2": dinov2, "vit": vit, "efficientnet": efficientnet, "resnet50": resnet50,
    "timm": timm_layout,
}
