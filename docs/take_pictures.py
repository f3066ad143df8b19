"""Renews the README's pictures from the real pages: ``.venv/bin/python -m docs.take_pictures``.

Serves the demonstration from a throw-away database on a port of its own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).parent / "pictures"
PORT, PASSWORD = "8791", "Tupian-2025"
SITE = f"http://127.0.0.1:{PORT}"
DAY = "?as_of=2023-12-31"
PICTURES = {
    "overview": (f"/{DAY}", True),
    "plan": (f"/plans/YF/{DAY}", False),
    "indicator": (f"/indicators/YF-13/{DAY}", False),
    "entry": ("/entry/YF/2023Q4/", False),
}


def wait_until_it_answers() -> None:
    for _ in range(240):
        try:
            urllib.request.urlopen(f"{SITE}/healthz", timeout=2)
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
        else:
            return
    raise SystemExit("bin/serve did not answer")


def sign_in(page: Page) -> None:
    page.goto(f"{SITE}/accounts/login/")
    page.fill("input[name=username]", "secretariat")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{SITE}/")


def take(page: Page) -> None:
    for name, (address, whole) in PICTURES.items():
        page.goto(f"{SITE}{address}")
        page.wait_for_timeout(800)  # the chart draws itself once
        page.screenshot(path=FOLDER / f"{name}.png", full_page=whole)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        own = {
            "PORT": PORT,
            "DEMO_PASSWORD": PASSWORD,
            "DATABASE_URL": f"sqlite:///{scratch}/pictures.sqlite3",
        }
        server = subprocess.Popen(["bin/serve", "--demo"], env=os.environ | own)
        try:
            wait_until_it_answers()
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=shutil.which("chromium"), args=["--no-sandbox"]
                )
                page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="zh-CN")
                sign_in(page)
                take(page)
                browser.close()
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
