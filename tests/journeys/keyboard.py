"""A journey by keyboard alone: what has the focus, whether one can see it, and how to get to something."""

from __future__ import annotations

from playwright.sync_api import Page

# The ring belongs to the focused element itself. It is seen if it lies in the window and nothing covers it;
# the browser may need some frames to scroll there and come to rest.
LOOK = """async () => {
    const inWindow = (box) => box && box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight;
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const at = document.activeElement;
    if (!at || at === document.body) return { name: "", href: "", problem: "" };
    const style = getComputedStyle(at);
    const ring = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
    const top = () => at.getBoundingClientRect().top;
    for (let frames = 0, still = 0, before = top(); frames < 120 && still < 3; frames += 1, before = top()) {
        await frame();
        still = inWindow(at.getClientRects()[0]) && top() === before ? still + 1 : 0;
    }
    const box = at.getClientRects()[0];
    const shown = inWindow(box);
    const above = shown && document.elementFromPoint(
        Math.min(box.left + box.width / 2, innerWidth - 1),
        Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1),
    );
    const free = shown && above && (at.contains(above) || above.contains(at));
    const labels = at.labels && at.labels.length ? at.labels[0].textContent : "";
    return {
        name: (at.getAttribute("aria-label") || labels || at.textContent || "").trim().replace(/\\s+/g, " "),
        href: at.getAttribute("href") || "",
        problem: !shown ? "out of sight" : !free ? "covered" : !ring ? "no ring" : "",
    };
}"""
MOST_STOPS = 400


def look(page: Page) -> dict[str, str]:
    """Name and address of what has the focus, which must be seen to have it."""
    focus: dict[str, str] = page.evaluate(LOOK)
    assert not focus["problem"], f"{page.url}: focus on “{focus['name']}”: {focus['problem']}"
    return focus


def tab_to(page: Page, name: str = "", *, href: str = "") -> None:
    """Tab until the focus is on what is called so, or leads there."""
    passed: list[str] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        focus = look(page)
        if (name and focus["name"] == name) or (href and focus["href"] == href):
            return
        passed.append(focus["name"])
    raise AssertionError(f"{page.url}: Tab never comes to “{name or href}”, only to {passed[:80]}")


def walk(page: Page) -> list[str]:
    """Every stop of the page, from its beginning until the focus leaves it, each seen to have the focus."""
    page.evaluate("(document.activeElement || document.body).blur()")
    stops: list[str] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        focus = look(page)
        if not focus["name"] and not focus["href"]:
            return stops
        stops.append(focus["name"])
    raise AssertionError(f"{page.url}: more than {MOST_STOPS} stops")


def press(page: Page, key: str = "Enter") -> None:
    """A key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)
