"""What every page must hold in every mode, and the modes to look at it in."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page

AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe" / "axe.min.js"
DISPLAYS = ("large", "contrast", "plain", "dark")


# --- modes ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mode:
    name: str
    display: str = ""
    width: int = 1440
    media: str = "screen"
    forced_colors: str = "none"


LIGHT = Mode("light")
CONTRAST = Mode("contrast", display="contrast")
PHONE = Mode("320", width=320)
DARK = Mode("dark", display="dark")
LARGE = Mode("large", display="large")
PLAIN = Mode("plain", display="plain")
FORCED = Mode("forced colours", forced_colors="active")
PRINT = Mode("print", media="print")
FEW = (LIGHT, CONTRAST, PHONE)
ALL = (*FEW, DARK, LARGE, PLAIN, FORCED, PRINT)
LAYOUTS = (LIGHT, PHONE, PLAIN)  # the others change colours, or only make things larger


def enter(page: Page, mode: Mode) -> None:
    """As the page's own switches do it, without a reload; charts draw again when told of the change."""
    media: Any = {"media": mode.media, "forced_colors": mode.forced_colors}
    page.emulate_media(**media)
    page.set_viewport_size({"width": mode.width, "height": 900})
    page.evaluate(
        """([displays, on]) => new Promise((done) => {
            displays.forEach((name) => document.documentElement.toggleAttribute(`data-${name}`, name === on));
            document.dispatchEvent(new CustomEvent("displaychange", { detail: { name: on, on: Boolean(on) } }));
            requestAnimationFrame(() => requestAnimationFrame(done));
        })""",
        [DISPLAYS, mode.display],
    )


# --- what is wrong ----------------------------------------------------------------------------------


def problems(page: Page, mode: Mode) -> list[str]:
    enter(page, mode)
    found = by_axe(page, with_target_size=mode in LAYOUTS)
    found += sideways(page) if mode is not PRINT else []
    return [f"{mode.name}: {problem}" for problem in found]


def by_axe(page: Page, *, with_target_size: bool) -> list[str]:
    """24 px targets are WCAG 2.2 AA, but off in axe unless asked for. Bringing axe takes as long as a run."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    found: list[dict[str, Any]] = page.evaluate(
        """async (enabled) => {
            const rules = { "target-size": { enabled } };
            return (await axe.run(document, { resultTypes: ["violations"], preload: false, rules })).violations;
        }""",
        with_target_size,
    )
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def sideways(page: Page) -> list[str]:
    wide, room = page.evaluate("[document.scrollingElement.scrollWidth, window.innerWidth]")
    return [f"scrolls sideways: {wide} px wide in {room} px"] if wide > room else []


# --- what the browser says --------------------------------------------------------------------------


@dataclass
class Watch:
    """Complaints of a tab's console (script errors, refusals by the CSP) and requests to anywhere else."""

    home: str
    complaints: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        page.on("request", lambda request: self.see(request.url))

    def hear(self, message: ConsoleMessage) -> None:
        # A 404 or 403 that was asked for is reported as a resource that failed to load.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.complaints.append(f"console: {message.text}")

    def see(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in {"data", "blob"} and parts.netloc != urlsplit(self.home).netloc:
            self.complaints.append(f"request to elsewhere: {address}")

    def told(self) -> list[str]:
        said, self.complaints = self.complaints, []
        return said
