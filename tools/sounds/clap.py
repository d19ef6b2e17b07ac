"""Makes the fixture of EncoderOfSoundsTest with transformers (pip: transformers, torch, onnx).

    python tools/sounds/clap.py encode/src/test/resources/io/reelspace/encode/families/clap

The half for sounds of a small CLAP (Wu et al. 2023) with random weights, in the layout of the hub,
and what the library makes of a made-up sound: its own extractor, then its own network.
"""
import json
import sys
import wave
from pathlib import Path
import numpy as np
import torch
from transformers import ClapAudioConfig, ClapAudioModelWithProjection, ClapFeatureExtractor

RATE = 48000
folder = Path(sys.argv[1])
(folder / "onnx").mkdir(parents=True, exist_ok=True)
torch.manual_seed(3)
config = ClapAudioConfig(
    spec_size=256, num_mel_bins=64, patch_size=4, patch_stride=[4, 4], hidden_size=16,
    patch_embeds_hidden_size=8, depths=[1, 1], num_attention_heads=[1, 2], window_size=8,
    projection_dim=8, projection_hidden_size=16, num_hidden_layers=2, enable_fusion=False)
model = ClapAudioModelWithProjection(config).eval()
with torch.no_grad():
    for weights in model.parameters():  # else all sounds would come out nearly alike
        weights.add_(0.1 * torch.randn_like(weights))
extractor = ClapFeatureExtractor(
    feature_size=64, sampling_rate=RATE, hop_length=480, max_length_s=1, fft_window_size=1024,
    frequency_min=50, frequency_max=14000, truncation="rand_trunc", padding="repeatpad")
extractor.save_pretrained(folder)
(folder / "config.json").write_text(json.dumps({"model_type": "clap_audio_model"}) + "\n")

time = np.arange(RATE * 2 // 5) / RATE  # shorter than a window: it is repeated
sound = 0.4 * np.sin(2 * np.pi * (300 * time + 4000 * time**2))
sound += 0.02 * np.random.default_rng(5).standard_normal(len(time))
samples = np.round(sound * 32767).astype("<i2")
with wave.open(str(folder / "sweep.wav"), "wb") as file:
    file.setnchannels(1)
    file.setsampwidth(2)
    file.setframerate(RATE)
    file.writeframes(samples.tobytes())
features = extractor(
    (samples / 32768).astype(np.float32), sampling_rate=RATE, return_tensors="pt").input_features
with torch.no_grad():
    embedding = model(features).audio_embeds[0].tolist()
(folder / "reference.json").write_text(
    json.dumps({"sounds": [{"name": "sweep.wav", "embedding": embedding}]}) + "\n")

axes = {"input_features": {0: "n"}, "audio_embeds": {0: "n"}}
torch.onnx.export(
    model, (torch.cat([features, features]),), folder / "onnx" / "audio_model.onnx",
    input_names=["input_features"], output_names=["audio_embeds"], dynamic_axes=axes,
    dynamo=False, opset_version=17)
print(embedding)
