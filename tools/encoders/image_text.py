"""CLIP, OpenCLIP, SigLIP, SigLIP 2 and MobileCLIP: small, random, from their own libraries."""

import copy
import gzip
import json
import re
import shutil
import string
import tempfile

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.float16 import convert_float_to_float16
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from common import (
    CORPUS, FOLDER, TEXTS, bpe_merges, clip_vocabulary, expected, export, floats, folder, photos, unit,
    write_json)

BATCH = {0: "batch"}
TOKENS = {0: "batch", 1: "tokens"}


class Picked(torch.nn.Module):
    """Calls a function of a model, for export."""

    def __init__(self, model, call):
        super().__init__()
        self.model = model
        self.call = call

    def forward(self, *inputs):
        return self.call(self.model, *inputs)


def spread(model, seed):
    """Random weights that are large enough for embeddings to differ."""
    torch.manual_seed(seed)
    for name, p in model.named_parameters():
        if p.ndim > 1:
            torch.nn.init.normal_(p, std=1.2 / p.shape[-1] ** 0.5 if p.ndim == 2 else 0.3)
        elif "bias" in name and p.ndim == 1:
            torch.nn.init.normal_(p, std=0.05)
    return model.eval()


def save_processor(processor, path):
    value = json.loads(processor.to_json_string())
    value.pop("data_format", None)
    write_json(path, {k: v for k, v in value.items() if v is not None})


def clip_tokenizer(specials=("<|startoftext|>", "<|endoftext|>"), length=16):
    from transformers import CLIPTokenizer

    merges = bpe_merges(600)
    return CLIPTokenizer(
        vocab=clip_vocabulary(merges, list(specials)), merges=merges, bos_token=specials[0],
        eos_token=specials[1], unk_token=specials[1], pad_token=specials[1], model_max_length=length)


def save_tokenizer(tokenizer, place):
    with tempfile.TemporaryDirectory() as made:
        tokenizer.save_pretrained(made)
        for name in ("tokenizer.json", "tokenizer_config.json"):
            place.mkdir(parents=True, exist_ok=True)
            shutil.copy(f"{made}/{name}", place / name)


def variants(onnx_folder):
    """The same graphs in half precision and in eight bits, as the hubs name them."""
    for name in ("vision_model", "text_model"):
        whole = onnx.load(onnx_folder / f"{name}.onnx")
        half = convert_float_to_float16(copy.deepcopy(whole), keep_io_types=False)
        onnx.save(half, onnx_folder / f"{name}_fp16.onnx")
        quantize_dynamic(
            onnx_folder / f"{name}.onnx", onnx_folder / f"{name}_quantized.onnx",
            weight_type=QuantType.QUInt8, op_types_to_quantize=["MatMul", "Gemm"])


def clip():
    from transformers import CLIPConfig, CLIPModel, CLIPTextConfig, CLIPVisionConfig
    from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

    place = folder("clip")
    tokenizer = clip_tokenizer()
    end = tokenizer.eos_token_id
    config = CLIPConfig(
        text_config=CLIPTextConfig(
            vocab_size=len(tokenizer), hidden_size=32, intermediate_size=64, num_hidden_layers=2,
            num_attention_heads=2, max_position_embeddings=16, projection_dim=24,
            bos_token_id=tokenizer.bos_token_id, eos_token_id=end, pad_token_id=end).to_dict(),
        vision_config=CLIPVisionConfig(
            hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=2,
            image_size=32, patch_size=8, projection_dim=24).to_dict(),
        projection_dim=24)
    config._attn_implementation = "eager"
    model = spread(CLIPModel(config), 1)
    processor = CLIPImageProcessorPil(
        size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32})
    write_json(place / "config.json", {
        k: v for k, v in json.loads(config.to_json_string()).items()
        if k in ("architectures", "model_type", "projection_dim", "text_config", "vision_config",
                 "logit_scale_init_value")})
    save_processor(processor, place / "preprocessor_config.json")
    save_tokenizer(tokenizer, place)
    batch = tokenizer(TEXTS, padding="max_length", truncation=True, max_length=16, return_tensors="pt")
    pixels = torch.cat([
        processor(photo, return_tensors="pt").pixel_values for _, photo in photos()])
    with torch.no_grad():
        joined = model(input_ids=batch.input_ids, attention_mask=batch.attention_mask,
                       pixel_values=pixels)
    export(Picked(model, lambda m, x: m.get_image_features(x).pooler_output), [pixels[:2]],
           place / "onnx/vision_model.onnx", ["pixel_values"], ["image_embeds"],
           {"pixel_values": BATCH, "image_embeds": BATCH})
    export(Picked(model, lambda m, i, a: m.get_text_features(i, a).pooler_output),
           [batch.input_ids[:2], batch.attention_mask[:2]], place / "onnx/text_model.onnx",
           ["input_ids", "attention_mask"], ["text_embeds"],
           {"input_ids": TOKENS, "attention_mask": TOKENS, "text_embeds": BATCH})
    variants(place / "onnx")
    expected(place / "expected.json", TEXTS, batch.input_ids, joined.text_embeds, joined.image_embeds,
             logitScale=float(model.logit_scale.exp()))

    together = folder("clip-joined")
    for name in ("config.json", "preprocessor_config.json", "tokenizer.json", "tokenizer_config.json",
                 "expected.json"):
        shutil.copy(place / name, together / name)

    def all_outputs(m, i, p, a):
        out = m(input_ids=i, pixel_values=p, attention_mask=a)
        return out.logits_per_image, out.logits_per_text, out.text_embeds, out.image_embeds

    export(Picked(model, all_outputs), [batch.input_ids[:2], pixels[:2], batch.attention_mask[:2]],
           together / "onnx/model.onnx", ["input_ids", "pixel_values", "attention_mask"],
           ["logits_per_image", "logits_per_text", "text_embeds", "image_embeds"],
           {"input_ids": TOKENS, "attention_mask": TOKENS, "pixel_values": BATCH,
            "logits_per_image": {0: "image_batch", 1: "text_batch"},
            "logits_per_text": {0: "text_batch", 1: "image_batch"},
            "text_embeds": BATCH, "image_embeds": BATCH})


def simple_tokenizer(length, clean="lower"):
    """OpenCLIP's own tokenizer over a small vocabulary, and the same as tokenizer.json."""
    from open_clip.tokenizer import SimpleTokenizer

    merges = bpe_merges(600)
    with tempfile.NamedTemporaryFile(suffix=".txt.gz") as file:
        file.write(gzip.compress(("#version\n" + "\n".join(" ".join(m) for m in merges)).encode()))
        file.flush()
        own = SimpleTokenizer(file.name, context_length=length, clean=clean)
    theirs = clip_tokenizer(length=length)
    assert own.encoder["<end_of_text>"] == theirs.eos_token_id, "another vocabulary"
    return own, theirs


OPEN_CLIP_TEXTS = TEXTS + [
    "salt &amp; pepper &lt;b&gt; “quoted” text’s end", "full-width ＡＢＣ and a ligature ﬁne"]


def open_clip_model(config, seed):
    from open_clip.model import CLIP, CustomTextCLIP

    made = dict(config)
    custom = made.pop("custom_text", False)
    return spread((CustomTextCLIP if custom else CLIP)(**made), seed)


def open_clip_towers(model, pixels, tokens, place, names, token_type=torch.int32, length=None):
    (vision, text), (image_in, text_in), (image_out, text_out) = names
    export(Picked(model, lambda m, x: m.encode_image(x)), [pixels[:2]], place / vision,
           [image_in], [image_out], {image_in: BATCH, image_out: BATCH})
    export(Picked(model, lambda m, x: m.encode_text(x)), [tokens[:2].to(token_type)], place / text,
           [text_in], [text_out], {text_in: BATCH, text_out: BATCH})


def open_clip():
    import open_clip as library

    config = {
        "embed_dim": 24,
        "vision_cfg": {"image_size": 32, "layers": 2, "width": 32, "patch_size": 8, "head_width": 16},
        "text_cfg": {"context_length": 16, "vocab_size": 0, "width": 32, "heads": 2, "layers": 2},
    }
    own, theirs = simple_tokenizer(16)
    config["text_cfg"]["vocab_size"] = own.vocab_size
    model = open_clip_model(config, 2)
    preprocess = {
        "size": 32, "mode": "RGB", "mean": [0.48145466, 0.4578275, 0.40821073],
        "std": [0.26862954, 0.26130258, 0.27577711], "interpolation": "bicubic",
        "resize_mode": "shortest", "fill_color": 0}
    transform = library.transform.image_transform_v2(
        library.transform.PreprocessCfg(**preprocess), is_train=False)
    pixels = torch.stack([transform(photo) for _, photo in photos()])
    tokens = own(OPEN_CLIP_TEXTS)
    with torch.no_grad():
        images = model.encode_image(pixels)
        captions = model.encode_text(tokens)
    # The layout of folders with visual/ and textual/, and preprocessing as OpenCLIP writes it.
    place = folder("open-clip")
    write_json(place / "config.json", config)
    write_json(place / "visual/preprocess_cfg.json", preprocess)
    save_tokenizer(theirs, place / "textual")
    open_clip_towers(model, pixels, tokens, place, (
        ("visual/model.onnx", "textual/model.onnx"), ("image", "text"), ("embedding", "embedding")))
    expected(place / "expected.json", OPEN_CLIP_TEXTS, tokens, unit(captions), unit(images))


def open_clip_siglip():
    """A SigLIP of OpenCLIP: squashed pictures, texts without punctuation, pooled at the last token."""
    import open_clip as library

    tokenizer = sentencepiece_fast(cleaned=False)
    config = {
        "embed_dim": 24, "init_logit_bias": -10, "custom_text": True,
        "vision_cfg": {"image_size": [32, 40], "layers": 2, "width": 32, "patch_size": 8,
                       "head_width": 16},
        "text_cfg": {
            "context_length": 12, "vocab_size": len(tokenizer), "width": 32, "heads": 2, "layers": 2,
            "hf_tokenizer_name": "local", "tokenizer_kwargs": {"clean": "canonicalize"},
            "no_causal_mask": True, "proj_bias": True, "pool_type": "last",
            "norm_kwargs": {"eps": 1e-6}},
    }
    from open_clip.model import CustomTextCLIP

    made = copy.deepcopy(config)
    made.pop("custom_text")
    model = spread(CustomTextCLIP(**made), 3)
    preprocess = {
        "size": [32, 40], "mode": "RGB", "mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5],
        "interpolation": "bicubic", "resize_mode": "squash", "fill_color": 0}
    transform = library.transform.image_transform_v2(
        library.transform.PreprocessCfg(**preprocess), is_train=False)
    pixels = torch.stack([transform(photo) for _, photo in photos()])
    place = folder("open-clip-siglip")
    with tempfile.TemporaryDirectory() as saved:
        tokenizer.save_pretrained(saved)
        own = library.tokenizer.HFTokenizer(saved, context_length=12, clean="canonicalize")
        tokens = own(OPEN_CLIP_TEXTS)
    with torch.no_grad():
        images = model.encode_image(pixels)
        captions = model.encode_text(tokens)
    write_json(place / "open_clip_config.json", {"model_cfg": config, "preprocess_cfg": preprocess})
    save_tokenizer(tokenizer, place)
    open_clip_towers(model, pixels, tokens, place, (
        ("onnx/visual.onnx", "onnx/textual.onnx"), ("pixel_values", "input_ids"),
        ("image_features", "text_features")), torch.int64)
    expected(place / "expected.json", OPEN_CLIP_TEXTS, tokens, unit(captions), unit(images))


def sentencepiece_model():
    """A unigram vocabulary as T5 and SigLIP have, learned from the corpus."""
    import io

    import sentencepiece

    made = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(CORPUS * 3), model_writer=made, vocab_size=150, model_type="unigram",
        hard_vocab_limit=False,
        pad_id=-1, bos_id=-1, eos_id=0, unk_id=1, eos_piece="</s>", character_coverage=0.98,
        normalization_rule_name="identity", minloglevel=2)
    return made.getvalue()


def sentencepiece_fast(cleaned):
    """The vocabulary as tokenizer.json, as the hubs' conversions for SigLIP write it."""
    import sentencepiece.sentencepiece_model_pb2 as pb
    from transformers import PreTrainedTokenizerFast

    proto = pb.ModelProto()
    proto.ParseFromString(sentencepiece_model())
    tokenizer = Tokenizer(models.Unigram([(p.piece, p.score) for p in proto.pieces], unk_id=1))
    steps = [
        normalizers.Lowercase(),
        normalizers.Replace(Regex("[" + re.escape(string.punctuation) + "]"), ""),
        normalizers.Replace(Regex(r"\s+"), " "),
        normalizers.Strip(),
    ]
    tokenizer.normalizer = normalizers.Sequence(steps if cleaned else steps[2:])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="$A </s>", special_tokens=[("</s>", 0)])
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, eos_token="</s>", pad_token="</s>", unk_token="<unk>",
        model_max_length=12)


def siglip_model(vocabulary, length, seed, model_type):
    from transformers import SiglipConfig, SiglipModel, SiglipTextConfig, SiglipVisionConfig

    config = SiglipConfig(
        text_config=SiglipTextConfig(
            vocab_size=vocabulary, hidden_size=32, intermediate_size=64, num_hidden_layers=2,
            num_attention_heads=2, max_position_embeddings=length, projection_size=32,
            pad_token_id=0, bos_token_id=1, eos_token_id=1).to_dict(),
        vision_config=SiglipVisionConfig(
            hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=2,
            image_size=32, patch_size=8).to_dict())
    config._attn_implementation = "eager"
    model = spread(SiglipModel(config), seed)
    with torch.no_grad():
        model.logit_bias.fill_(-3.5)
    return config, model


def siglip_family(name, tokenizer, seed, ids):
    from transformers.models.siglip.image_processing_pil_siglip import SiglipImageProcessorPil

    place = folder(name)
    config, model = siglip_model(len(tokenizer), 12, seed, name)
    processor = SiglipImageProcessorPil(size={"height": 32, "width": 32})
    pixels = torch.cat([
        processor(photo, return_tensors="pt").pixel_values for _, photo in photos()])
    with torch.no_grad():
        joined = model(input_ids=ids, pixel_values=pixels)
    kept = {k: v for k, v in json.loads(config.to_json_string()).items()
            if k in ("model_type", "text_config", "vision_config")}
    # The public exports leave out what is as in the library.
    kept["text_config"].pop("projection_size", None)
    write_json(place / "config.json", kept)
    save_processor(processor, place / "preprocessor_config.json")
    save_tokenizer(tokenizer, place)
    export(Picked(model, lambda m, x: tuple(m.vision_model(x)[:2])), [pixels[:2]],
           place / "onnx/vision_model.onnx", ["pixel_values"], ["last_hidden_state", "pooler_output"],
           {"pixel_values": BATCH, "last_hidden_state": BATCH, "pooler_output": BATCH})
    export(Picked(model, lambda m, x: tuple(m.text_model(x)[:2])), [ids[:2]],
           place / "onnx/text_model.onnx", ["input_ids"], ["last_hidden_state", "pooler_output"],
           {"input_ids": TOKENS, "last_hidden_state": TOKENS, "pooler_output": BATCH})

    if name != "siglip":
        return expected(place / "expected.json", TEXTS, ids, joined.text_embeds, joined.image_embeds)

    def all_outputs(m, i, p):
        out = m(input_ids=i, pixel_values=p)
        return out.logits_per_image, out.logits_per_text, out.text_embeds, out.image_embeds

    export(Picked(model, all_outputs), [ids[:2], pixels[:2]], place / "onnx/model.onnx",
           ["input_ids", "pixel_values"],
           ["logits_per_image", "logits_per_text", "text_embeds", "image_embeds"],
           {"input_ids": TOKENS, "pixel_values": BATCH,
            "logits_per_image": {0: "image_batch", 1: "text_batch"},
            "logits_per_text": {0: "text_batch", 1: "image_batch"},
            "text_embeds": BATCH, "image_embeds": BATCH})
    expected(place / "expected.json", TEXTS, ids, joined.text_embeds, joined.image_embeds,
             logitScale=float(model.logit_scale.exp()), logitBias=float(model.logit_bias))


def siglip():
    from transformers.models.siglip.tokenization_siglip import SiglipTokenizer

    fast = sentencepiece_fast(cleaned=True)
    with tempfile.NamedTemporaryFile(suffix=".model") as file:
        file.write(sentencepiece_model())
        file.flush()
        slow = SiglipTokenizer(file.name, model_max_length=12)
        ids = slow(TEXTS, padding="max_length", truncation=True, return_tensors="pt").input_ids
    quick = fast(TEXTS, padding="max_length", truncation=True, return_tensors="pt").input_ids
    # The slow tokenizer puts an empty word before a text that begins with a space; tokenizer.json, which
    # is what the folder holds, does not.
    differing = [t for t, a, b in zip(TEXTS, ids, quick) if not torch.equal(a, b)]
    assert differing == [t for t in TEXTS if t.startswith(" ")], differing
    siglip_family("siglip", fast, 4, quick)


def siglip2():
    from tokenizers import trainers
    from transformers.models.siglip2.tokenization_siglip2 import Siglip2Tokenizer

    learner = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    learner.normalizer = normalizers.Replace(" ", "▁")
    learner.pre_tokenizer = pre_tokenizers.Split(" ", "merged_with_previous")
    specials = ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>"]
    learner.train_from_iterator(
        [t.lower() for t in CORPUS * 3],
        trainers.BpeTrainer(
            vocab_size=700, special_tokens=specials + [f"<0x{b:02X}>" for b in range(256)],
            show_progress=False))
    made = json.loads(learner.to_str())["model"]
    tokenizer = Siglip2Tokenizer(
        vocab=made["vocab"], merges=[tuple(m) for m in made["merges"]], padding_side="right",
        model_max_length=12, add_eos_token=True)
    tokenizer.backend_tokenizer.post_processor = processors.TemplateProcessing(
        single="$A <eos>", special_tokens=[("<eos>", 1)])
    ids = tokenizer(TEXTS, padding="max_length", truncation=True, max_length=12,
                    return_tensors="pt").input_ids
    siglip_family("siglip2", tokenizer, 5, ids)
    # As the hubs have it: a Gemma vocabulary whose tokenizer.json says nothing of lower case.
    place = FOLDER / "siglip2"
    saved = json.loads((place / "tokenizer.json").read_text())
    saved["normalizer"] = {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}
    write_json(place / "tokenizer.json", saved)
    write_json(place / "tokenizer_config.json", {
        "tokenizer_class": "GemmaTokenizer", "do_lower_case": True, "model_max_length": 12,
        "pad_token": "<pad>", "eos_token": "<eos>", "padding_side": "right"})


def mobileclip():
    """MobileCLIP2's layout: FastViT on pixels from 0 to 1, texts that see their padding."""
    import timm.models.fastvit as fastvit
    from open_clip.transformer import TextTransformer
    from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

    own, theirs = simple_tokenizer(16)
    torch.manual_seed(6)
    vision = spread(fastvit.FastVit(
        layers=(1, 1, 1, 1), embed_dims=(8, 16, 16, 32), mlp_ratios=(2, 2, 2, 2),
        token_mixers=("repmixer", "repmixer", "repmixer", "attention"), num_classes=24,
        inference_mode=True), 6)
    text = spread(TextTransformer(
        context_length=16, vocab_size=own.vocab_size, width=32, heads=2, layers=2, output_dim=24,
        no_causal_mask=True), 7)
    processor = CLIPImageProcessorPil(
        size={"shortest_edge": 64}, crop_size={"height": 64, "width": 64}, image_mean=[0.0] * 3,
        image_std=[1.0] * 3)
    pixels = torch.cat([
        processor(photo, return_tensors="pt").pixel_values for _, photo in photos()])
    tokens = own(OPEN_CLIP_TEXTS)
    with torch.no_grad():
        images, captions = vision(pixels), text(tokens)
    place = folder("mobileclip")
    model = place / "onnx/s0"
    write_json(model / "config.json", {"model_type": "clip", "projection_dim": 24})
    save_processor(processor, model / "preprocessor_config.json")
    save_tokenizer(theirs, place)
    export(vision, [pixels[:2]], model / "vision_model.onnx", ["pixel_values"], ["image_embeds"],
           {"pixel_values": BATCH, "image_embeds": BATCH})
    export(text, [tokens[:2]], model / "text_model.onnx", ["input_ids"], ["text_embeds"],
           {"input_ids": BATCH, "text_embeds": BATCH})
    expected(place / "expected.json", OPEN_CLIP_TEXTS, tokens, unit(captions), unit(images))


FAMILIES = {
    "clip": clip, "open-clip": open_clip, "open-clip-siglip": open_clip_siglip, "siglip": siglip,
    "siglip2": siglip2, "mobileclip": mobileclip,
}
