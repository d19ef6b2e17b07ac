"""Makes the fixtures of LogMelTest with librosa and transformers (pip: librosa, transformers).

    python tools/sounds/fixtures.py encode/src/test/resources/io/reelspace/encode/sounds

One second of a made-up sound at each rate (a chirp, noise, a click, silence at the end) and what
the references make of it: VGGish and YAMNet by transformers.audio_utils with the parameters of
their authors' code (Hershey et al. 2017; TensorFlow models), PANNs by librosa as torchlibrosa calls
it (Kong et al. 2020), CLAP by transformers' own extractor.
"""
import sys
import numpy as np
import librosa
from transformers import ClapFeatureExtractor
from transformers.audio_utils import mel_filter_bank, spectrogram, window_function


def sound(rate):
    random = np.random.default_rng(7)
    time = np.arange(rate) / rate
    wave = 0.4 * np.sin(2 * np.pi * (100 * time + 0.35 * rate / 2 * time**2))
    wave += 0.05 * random.standard_normal(rate)
    wave[rate // 3] += 0.9
    wave[int(0.8 * rate):] = 0
    return wave.astype(np.float32)


def tensorflow(wave, log_offset):
    filters = mel_filter_bank(
        num_frequency_bins=257, num_mel_filters=64, min_frequency=125, max_frequency=7500,
        sampling_rate=16000, norm=None, mel_scale="htk", triangularize_in_mel_space=True)
    filters[0] = 0  # both leave out the lowest bin
    magnitude = spectrogram(
        wave, window_function(400, "hann", periodic=True), frame_length=400, hop_length=160,
        fft_length=512, power=1.0, center=False, mel_filters=filters, mel_floor=0)
    return np.log(magnitude.T + log_offset)


def panns(wave):
    power = librosa.feature.melspectrogram(
        y=wave, sr=32000, n_fft=1024, hop_length=320, win_length=1024, window="hann", center=True,
        pad_mode="reflect", n_mels=64, fmin=50, fmax=14000, power=2.0)
    return 10 * np.log10(np.maximum(power, 1e-10)).T


def clap(wave, truncation):
    extractor = ClapFeatureExtractor(
        feature_size=64, sampling_rate=48000, hop_length=480, max_length_s=1, fft_window_size=1024,
        frequency_min=50, frequency_max=14000, truncation=truncation, padding="repeatpad")
    features = extractor(wave, sampling_rate=48000, return_tensors="np").input_features
    return features[0, 0]


folder = sys.argv[1]
for rate in (16000, 32000, 48000):
    sound(rate).astype("<f4").tofile(f"{folder}/sound-{rate}.f32")
for name, values in {
    "vggish": tensorflow(sound(16000), 0.01),
    "yamnet": tensorflow(sound(16000), 0.001),
    "panns": panns(sound(32000)),
    "clap-fusion": clap(sound(48000), "fusion"),
    "clap-cut": clap(sound(48000), "rand_trunc"),
}.items():
    values.astype("<f4").tofile(f"{folder}/{name}.f32")
    print(name, values.shape)
