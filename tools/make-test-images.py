#!/usr/bin/env python3
"""Makes the small images in media/src/test/resources/images that the bundled ffmpeg cannot write.

Needs Pillow, pillow-heif and avifenc (libavif). Each image is red on its left half and blue on its
right half before it is turned.

    python3 tools/make-test-images.py media/src/test/resources/images
"""
import pathlib
import subprocess
import sys
import tempfile

from PIL import Image
import pillow_heif

out = pathlib.Path(sys.argv[1])


def halves(width, height):
    image = Image.new("RGB", (width, height), (255, 0, 0))
    image.paste((0, 0, 255), (width // 2, 0, width, height))
    return image


# EXIF orientation 6: to be shown turned clockwise by a quarter, red on top.
exif = Image.Exif()
exif[0x0112] = 6
halves(60, 40).save(out / "turned.jpg", exif=exif, quality=95, subsampling=0)
halves(60, 40).save(out / "turned.webp", exif=exif, lossless=True)
halves(60, 40).save(
    out / "moving.webp",
    save_all=True,
    append_images=[halves(60, 40).transpose(Image.Transpose.ROTATE_180)],
    duration=[500, 300],
    lossless=True,
)

pillow_heif.register_heif_opener()
halves(128, 64).save(out / "plain.heic", quality=90)

# Six tiles of 64 x 64; turned counter-clockwise by a quarter, red at the bottom.
with tempfile.TemporaryDirectory() as folder:
    source = pathlib.Path(folder) / "source.png"
    halves(192, 128).save(source)
    encode = ["avifenc", "--grid", "3x2", "-s", "8"]
    subprocess.run(encode + [source, out / "tiles.avif"], check=True)
    subprocess.run(encode + ["--irot", "1", source, out / "turned-tiles.avif"], check=True)
