#!/usr/bin/env python3
"""How soon the page shows something, in Chromium. Needs selenium (PyPI), chromium and chromedriver.

    python3 benchmarks/serve/page.py WORK [--videos 1000] [--speed 1500]

Copies the sample clips into WORK until there are so many videos, indexes them, starts a server and
prints
- from opening the address of a search to the first result with its picture, ten times with a new
  browser context each (nothing cached in the browser);
- from Enter in the open page to the first result with its picture, for ten other texts;
- for all videos scrolled through at so many pixels a second how long pictures stay blank after they
  came into view, first of a server that has only just been started, then once it has made the
  pictures ahead, with how long that took.
"""

import argparse
import pathlib
import shutil
import subprocess
import time
import urllib.request

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

ROOT = pathlib.Path(__file__).resolve().parents[2]
CLIPS = ROOT / "base/src/main/resources/io/reelspace/base/clips"
TEXTS = ("a white dog", "bicycles in a street", "a man in a car", "a fat rabbit", "skyscrapers",
         "a city at dusk", "grass", "a bow tie", "wheels", "an animal")

# Says when the first picture of a result is there and has been painted.
FIRST = """
window.firstAt = undefined;
window.waitForFirst = (from, old) => {
  const look = () => {
    const image = document.querySelector("#results .card:not(.ghost) img");
    if (image && image !== old && image.complete && image.naturalWidth > 0) {
      requestAnimationFrame(() => { window.firstAt = performance.now() - from; });
    } else {
      requestAnimationFrame(look);
    }
  };
  look();
};
"""

SEARCH = """
const field = document.querySelector("#text");
field.value = arguments[0];
field.dispatchEvent(new Event("input", {bubbles: true}));
const old = document.querySelector("#results .card img");
window.firstAt = undefined;
window.waitForFirst(performance.now(), old);
field.form.requestSubmit();
"""

SCROLL = """
const [speed, wanted, done] = arguments;
const blank = new Map(), lasted = new Map();
let last = performance.now(), first = last, ended = 0;
const step = (now) => {
  scrollBy(0, speed * (now - last) / 1000);
  last = now;
  const images = document.querySelectorAll("#results .card img");
  for (const image of images) {
    const box = image.getBoundingClientRect();
    if (box.bottom < 1 || box.top > innerHeight - 1) continue;
    const there = image.complete && image.naturalWidth > 0;
    if (!lasted.has(image) && !blank.has(image)) blank.set(image, now);
    if (there && !lasted.has(image)) lasted.set(image, now - blank.get(image));
  }
  const bottom = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
  ended = bottom && images.length >= wanted ? ended || now : 0;
  const open = [...blank.keys()].filter((image) => !lasted.has(image));
  if (ended && (now - ended > 20000 || open.length === 0)) {
    for (const image of open) lasted.set(image, now - blank.get(image));
    done({images: lasted.size, seconds: (now - first) / 1000, blanks: [...lasted.values()]});
  } else {
    requestAnimationFrame(step);
  }
};
scrollTo(0, 0);
requestAnimationFrame(step);
"""


def browser():
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    options.page_load_strategy = "none"
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                     "--disable-background-networking", "--no-first-run",
                     "--window-size=1360,900"):
        options.add_argument(argument)
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    driver.set_script_timeout(600)
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument",
                           {"source": FIRST + "window.waitForFirst(0);"})
    return driver


def first(driver):
    for _ in range(600):
        at = driver.execute_script("return window.firstAt")
        if at is not None:
            return at
        time.sleep(0.05)
    raise SystemExit("no result came")


def line(what, millis):
    millis = sorted(millis)
    print(f"{what:34s} median {millis[len(millis) // 2]:6.0f} ms  longest {millis[-1]:6.0f} ms",
          flush=True)


def index(work, videos):
    folder = work / "videos"
    folder.mkdir(parents=True, exist_ok=True)
    clips = sorted(p for p in CLIPS.iterdir() if p.suffix in (".mp4", ".webm"))
    for number in range(videos):
        clip = clips[number % len(clips)]
        copy = folder / f"{number:04d}-{clip.name}"
        if not copy.exists():
            shutil.copy(clip, copy)
    told = subprocess.run([ROOT / "reelspace", "index", "--home", work / "home", "--index",
                           work / "index", folder], text=True, capture_output=True)
    if told.returncode != 0:
        raise SystemExit(f"not all is indexed: {told.stderr[-2000:]}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("work")
    parser.add_argument("--videos", type=int, default=1000)
    parser.add_argument("--speed", type=int, default=1500)
    arguments = parser.parse_args()
    work = pathlib.Path(arguments.work).resolve()
    index(work, arguments.videos)
    shutil.rmtree(work / "home/server", ignore_errors=True)
    server = subprocess.Popen([ROOT / "reelspace", "serve", "--home", work / "home", "--port", "0",
                               "--index", work / "index"], stdout=subprocess.PIPE, text=True,
                              stderr=subprocess.DEVNULL)
    address = server.stdout.readline().strip()
    try:
        measure(address, arguments)
    finally:
        server.terminate()
        server.wait()


def measure(address, arguments):
    started = time.monotonic()
    scroll(address, arguments, "just started")
    while ahead(address) > 0:
        time.sleep(0.5)
    print(f"all pictures made ahead {time.monotonic() - started:.0f} s after the start", flush=True)
    scroll(address, arguments, "made ahead")
    driver = browser()  # the first search warms the server
    driver.get(address + "?text=a+dog")
    first(driver)
    driver.quit()
    opened = []
    for text in TEXTS:
        driver = browser()
        driver.get(address + "?text=" + text.replace(" ", "+"))
        opened.append(first(driver))
        driver.quit()
    line("address opened, first result", opened)
    driver = browser()
    driver.get(address)
    first(driver)
    asked = []
    for text in TEXTS:
        driver.execute_script(SEARCH, text[::-1] + " " + text)
        asked.append(first(driver))
    line("text entered, first result", asked)
    driver.quit()


def ahead(address):
    with urllib.request.urlopen(address + "metrics") as metrics:
        for line_of in metrics.read().decode().splitlines():
            if line_of.startswith("reelspace_pictures_ahead"):
                return float(line_of.split()[-1])
    raise SystemExit("the server does not tell of pictures that it makes ahead")


def scroll(address, arguments, state):
    driver = browser()
    driver.get(address)
    first(driver)
    told = driver.execute_async_script(SCROLL, arguments.speed, arguments.videos)
    driver.quit()
    blanks = told["blanks"]
    late = sum(blank > 200 for blank in blanks)
    print(f"{told['images']} pictures, {state}, scrolled in {told['seconds']:.0f} s: longest"
          f" blank {max(blanks):.0f} ms, {late} longer than 200 ms", flush=True)


if __name__ == "__main__":
    main()
