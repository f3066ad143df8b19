"""Where the words of a chart stand so that none covers another, a line or a point. Pure geometry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

# Half a point more than the letters' own box, so that neighbours do not touch.
PADDING = 1.5
# A better place farther down the list must be better by this much: words stay near what they name.
FARTHER = 10


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: Box) -> float:
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return width * height if width > 0 and height > 0 else 0.0

    def outside(self, frame: Box) -> float:
        """How far it sticks out of the frame."""
        return (
            max(frame.left - self.left, 0)
            + max(self.right - frame.right, 0)
            + max(frame.top - self.top, 0)
            + max(self.bottom - frame.bottom, 0)
        )


@dataclass(frozen=True, slots=True)
class Spot:
    """A place for the words: ``x``, ``y`` of the baseline, and the end of the text that stands there."""

    x: float
    y: float
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words with the places they may take, the best first. What is ``optional`` gives way."""

    text: str
    kind: str
    spots: tuple[Spot, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    text: str
    kind: str
    x: float
    y: float
    anchor: str


@dataclass(slots=True)
class Layout:
    """Places words one after the other; what comes first has the first choice.

    Words may cross a line where there is no better place, but never other words: rather they are left out,
    for title, summary and table say them too.
    """

    frame: Box
    size: float
    drawn: list[Box] = field(default_factory=list)
    written: list[Box] = field(default_factory=list)

    def avoid(self, boxes: Iterable[Box]) -> None:
        self.drawn.extend(boxes)

    def place(self, wanted: Sequence[Wanted]) -> list[Label]:
        found = [self.place_one(each) for each in wanted]
        return [label for label in found if label is not None]

    def place_one(self, wanted: Wanted) -> Label | None:
        free = [spot for spot in wanted.spots if self.is_free(box_of(wanted.text, spot, self.size))]
        if not free:
            return None
        spot = min(free, key=lambda each: self.cost(wanted.text, each) + FARTHER * wanted.spots.index(each))
        if wanted.optional and self.cost(wanted.text, spot) > 0:
            return None
        self.written.append(box_of(wanted.text, spot, self.size))
        return Label(wanted.text, wanted.kind, spot.x, spot.y, spot.anchor)

    def is_free(self, box: Box) -> bool:
        return box.outside(self.frame) == 0 and not any(box.overlap(other) for other in self.written)

    def cost(self, text: str, spot: Spot) -> float:
        box = box_of(text, spot, self.size)
        return sum(box.overlap(other) for other in self.drawn)


def width_of(text: str, size: float) -> float:
    """Chinese characters are square, others a little over half as wide."""
    return sum(size if ord(char) > 0x2E7F else size * 0.6 for char in text)


def box_of(text: str, spot: Spot, size: float) -> Box:
    width = width_of(text, size)
    left = spot.x - {"start": 0.0, "middle": width / 2, "end": width}[spot.anchor]
    return Box(
        left - PADDING, spot.y - size * 0.85 - PADDING, left + width + PADDING, spot.y + size * 0.2 + PADDING
    )


def along(points: Sequence[tuple[float, float]], step: float = 6.0) -> Iterable[Box]:
    """Small boxes along a line, so that words keep off it."""
    for (x1, y1), (x2, y2) in pairwise(points):
        length = max(abs(x2 - x1), abs(y2 - y1))
        count = max(int(length / step), 1)
        for index in range(count + 1):
            x, y = x1 + (x2 - x1) * index / count, y1 + (y2 - y1) * index / count
            yield Box(x - 1, y - 1, x + 1, y + 1)


def around(x: float, y: float, radius: float = 6.0) -> Box:
    return Box(x - radius, y - radius, x + radius, y + radius)
