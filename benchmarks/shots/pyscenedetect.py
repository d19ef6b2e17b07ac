"""Cuts of videos by one of PySceneDetect's detectors with its defaults, as JSON like ShotCuts.

    python pyscenedetect.py adaptive|content|threshold VIDEO... > RESULT.json
"""

import json
import pathlib
import sys
import time

from scenedetect import AdaptiveDetector, ContentDetector, ThresholdDetector, detect

DETECTORS = {
    "adaptive": AdaptiveDetector,
    "content": ContentDetector,
    "threshold": ThresholdDetector,
}


def main():
    detector = DETECTORS[sys.argv[1]]
    results = {}
    for video in map(pathlib.Path, sys.argv[2:]):
        start = time.perf_counter()
        scenes = detect(str(video), detector())
        seconds = time.perf_counter() - start
        cuts = [first.get_seconds() for first, _ in scenes[1:]]
        results[video.name] = {"cuts": cuts, "seconds": seconds}
    print(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
