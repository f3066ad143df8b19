"""The geometry of the chart: round axes, everything inside the picture, no words over each other."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from indicators.drawing import NARROW, WIDE, Size, axis_of, draw
from indicators.drawing.labels import Box, Layout, Spot, Wanted, box_of
from indicators.progress import Question
from indicators.tests import charted as given
from indicators.tests.charted import charted, question, values

D = Decimal
SIZES = [WIDE, NARROW]
DRAWN = [asked for name, asked in given.ALL.items() if name != "empty"]


@pytest.mark.parametrize(
    ("numbers", "low", "high", "step"),
    [
        ([D("70.4"), D(80)], 68, 80, 2),
        ([D(0), D("0.13")], 0, D("0.15"), D("0.05")),
        ([D(5), D(80)], 0, 80, 20),
        ([D(100), D(100)], 85, 110, 5),
        ([D(0), D(0)], D("-1.5"), 1, D("0.5")),
        ([D(-3), D(4)], -4, 4, 2),
    ],
)
def test_an_axis_has_round_numbers(
    numbers: list[Decimal], low: Decimal, high: Decimal, step: Decimal
) -> None:
    axis = axis_of(numbers)
    assert (axis.low, axis.high, axis.step) == (low, high, step)


@for_any(st.lists(st.decimals(-1000, 10**9, allow_nan=False, places=3), min_size=1, max_size=20))
def test_an_axis_holds_every_value_with_few_marks(numbers: list[Decimal]) -> None:
    axis = axis_of(numbers)
    assert axis.low <= min(numbers) <= max(numbers) <= axis.high
    assert 2 <= len(axis.ticks) <= 10


def test_an_axis_that_does_not_begin_at_0_says_so() -> None:
    assert draw(charted(given.FALLING), WIDE).unit_note == "各期数值（%），纵轴从 68 起"
    assert "纵轴" not in draw(charted(given.TOTAL), WIDE).unit_note


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
@pytest.mark.parametrize("asked", DRAWN)
def test_no_words_cover_each_other_or_leave_the_picture(asked: Question, size: Size) -> None:
    boxes = boxes_of(asked, size)
    for one, other in itertools.combinations(boxes, 2):
        assert one.overlap(other) == 0
    picture = Box(0, 0, size.width, size.height)
    assert all(box.outside(picture) == 0 for box in boxes)


def boxes_of(asked: Question, size: Size) -> list[Box]:
    words = draw(charted(asked), size).words
    return [box_of(w.text, Spot(float(w.x), float(w.y), w.anchor), size.words) for w in words]


@pytest.mark.parametrize("asked", DRAWN)
def test_every_coordinate_is_a_plain_number(asked: Question) -> None:
    drawing = draw(charted(asked), WIDE)
    written = " ".join([line.d for line in drawing.lines] + [dot.x + " " + dot.y for dot in drawing.dots])
    assert not {"nan", "inf", "e", ","} & set(written.replace("M", " ").replace("L", " ").split())
    assert "E" not in written and "," not in written


def test_the_newest_value_target_and_gap_are_named() -> None:
    texts = {word.text for word in draw(charted(given.FALLING), WIDE).words}
    assert {"目标 ≥80%", "72.1%", "序时应达 75.2%", "差 3.1 个百分点", "照此 73.8%", "基期 70.4%"} <= texts


def test_no_gap_is_drawn_where_it_is_ahead() -> None:
    assert not [line for line in draw(charted(given.RISING), WIDE).lines if line.kind == "gap"]


def test_a_projection_far_away_does_not_flatten_the_rest() -> None:
    asked = question(readings=values(_2022Q1="10"), unit="个", scale=None, threshold="80", base="70")
    drawing = draw(charted(asked, given.PLAN.start.replace(month=3, day=31)), WIDE)
    assert drawing.axis.low >= -20


def test_words_that_find_no_room_are_left_out() -> None:
    layout = Layout(Box(0, 0, 100, 40), 10)
    layout.avoid([Box(0, 0, 100, 40)])
    spot = (Spot(10, 20),)
    wanted = [
        Wanted("可让", "plain", spot, optional=True),
        Wanted("先到", "plain", spot),
        Wanted("后到", "plain", spot),
    ]
    assert [label.text for label in layout.place(wanted)] == ["先到"]
