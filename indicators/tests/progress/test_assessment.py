# mypy: disable-error-code="comparison-overlap"
"""What an assessment carries: which fields are null when, overrides, the sentence."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from indicators.progress import RULE_VERSION, Comparator, Light, Override, Period, Verdict, assess
from indicators.progress.comparators import JUDGES
from indicators.progress.explanation import EXPLANATIONS
from indicators.progress.sentence import SENTENCES
from indicators.tests.progress.asking import FZ, YEARLY, answer, ask, day

V = Verdict
GREY = {V.UNPACED, V.NO_READING, V.NOT_DUE, V.NOT_APPLICABLE, V.NO_REFERENCE}


def by_hand(
    code: str, verdict: Verdict = V.ON_TRACK, reason: str = "系统切换，已核实"
) -> tuple[Override, ...]:
    return (Override(Period.parse(code), verdict, reason),)


def test_every_comparator_has_its_judge_its_words_and_its_explanation() -> None:
    assert set(JUDGES) == set(SENTENCES) == set(EXPLANATIONS) == set(Comparator)


@pytest.mark.parametrize(
    ("as_of", "args", "kwargs", "verdict"),
    [
        ("2022-01-31", ("at_least", 80), {}, V.NOT_DUE),
        ("2022-03-31", ("at_least", 80), {}, V.NO_READING),
        ("2022-03-31", ("at_least", 80, "2022Q1 不适用"), {}, V.NOT_APPLICABLE),
        ("2022-03-31", ("hold", None, "2022Q1 5"), {}, V.NO_REFERENCE),
        ("2022-03-31", ("at_least", 80, "2022Q1 5"), {}, V.UNPACED),
    ],
)
def test_met_is_null_under_every_grey_verdict_but_unpaced(
    as_of: str, args: Any, kwargs: dict[str, Any], verdict: Verdict
) -> None:
    found = answer(as_of, *args, **kwargs)
    assert found.verdict is verdict
    assert found.light is Light.GREY
    assert found.met is (False if verdict is V.UNPACED else None)
    assert (found.pace, found.expected, found.projected) == (None, None, None)


def test_an_assessment_says_by_which_rules_and_against_what() -> None:
    found = answer("2023-12-31", "at_least", 80, "2023Q4 81", printed="≥80%")
    assert (found.rule_version, found.target_printed, found.light) == (RULE_VERSION, "≥80%", Light.GREEN)


def test_the_period_is_the_newest_readings_even_where_an_older_year_is_judged() -> None:
    found = answer(
        "2023-06-30", "at_least", 90, "2022Q4 88/100, 2023Q2 50/100", scale=100, basis="ytd", span="year"
    )
    assert (found.value, found.period) == (88, Period.parse("2023Q2"))


def test_an_override_is_the_effective_verdict_beside_the_computed_one() -> None:
    found = answer("2023-12-31", "at_least", 80, "2023Q4 72", base="70@2021", overrides=by_hand("2023Q4"))
    assert (found.verdict, found.computed_verdict) == (V.ON_TRACK, V.AT_RISK)
    assert found.override_reason == "系统切换，已核实"
    assert found.light is Light.GREEN
    assert "严重滞后；人工认定为进展正常：系统切换，已核实。" in found.sentence


@pytest.mark.parametrize(
    ("as_of", "code", "holds"),
    [
        ("2023-12-31", "2023Q4", True),
        ("2024-03-30", "2023Q4", True),
        ("2024-03-31", "2023Q4", False),
        ("2023-12-31", "2023Q3", False),
        ("2023-12-31", "2024Q1", False),
        ("2023-12-31", "2023", False),
        ("2026-06-30", "2025Q4", True),
    ],
)
def test_an_override_holds_until_the_next_period_has_ended(as_of: str, code: str, holds: bool) -> None:
    found = answer(as_of, "at_least", 80, "2023Q4 72", base="70@2021", overrides=by_hand(code))
    assert bool(found.override_reason) is holds
    assert (found.verdict is found.computed_verdict) is not holds


def test_an_override_may_judge_what_nobody_has_reported() -> None:
    found = answer("2023-12-31", "at_least", 80, overrides=by_hand("2023Q4", V.LAGGING))
    assert (found.verdict, found.computed_verdict, found.met) == (V.LAGGING, V.NO_READING, None)


def test_the_order_of_verdicts() -> None:
    """no_reference comes before met and final; met before final; final before keep and pace."""
    assert answer("2025-12-31", "hold", None, "2025Q4 72").verdict is V.NO_REFERENCE
    assert answer("2025-12-31", "at_least", 80, "2025Q4 80").verdict is V.ACHIEVED
    assert answer("2025-12-31", "at_least", 80, "2025Q4 79", base="85@2021").verdict is V.MISSED
    assert answer("2025-12-31", "at_least", 80, "2025Q4 79.5", kind="keep").verdict is V.MISSED
    assert answer("2025-12-31", "at_least", 80, "2025Q4 79").verdict is V.MISSED


def test_the_callers_decimal_context_changes_nothing() -> None:
    from decimal import localcontext

    question = ask("at_least", 80, "2023Q4 2/3", base="60.123456789@2021", scale=100)
    expected = assess(question, day("2023-12-31"))
    with localcontext() as context:
        context.prec = 3
        context.traps = dict.fromkeys(context.traps, True)
        assert assess(question, day("2023-12-31")) == expected


@pytest.mark.parametrize(
    ("as_of", "args", "kwargs", "words"),
    [
        ("2023-12-31", ("at_least", 100, "2023Q4 99.96"), {}, "为 99.96%"),
        ("2023-12-31", ("at_least", 100, "2023Q4 99999/100000"), {"scale": 100}, "为 99.999%"),
        ("2023-12-31", ("at_least", 100, "2023Q4 99999/100000"), {"scale": 100}, "尚差 0.001 个百分点"),
        ("2023-12-31", ("more_than", 70, "2023Q4 7/10"), {"scale": 100}, "须大于70%"),
        ("2023-12-31", ("at_most", 12, "2023Q4 1200001/100000"), {"unit": "分钟", "scale": 1}, "12.00001 分钟"),
        ("2023-12-31", ("reduce_by", 20, "2023 160001"),
         {"base": "200000@2020", "base_year": 2020, "unit": "起", "span": "year", "basis": "flow"}, "下降 19.9995%"),
        ("2023-12-31", ("hold", None, "2023Q4 70.999"), {"base": "72@2021"}, "为 70.999%"),
        ("2022-12-31", ("at_least", 80, "2022Q4 78.123456"), {}, "为 78.123456%"),
    ],
)  # fmt: skip
def test_what_is_not_met_is_never_shown_as_if_it_were(
    as_of: str, args: Any, kwargs: dict[str, Any], words: str
) -> None:
    found = answer(as_of, *args, **kwargs)
    assert found.met is False
    assert words in found.sentence


def test_events_happen_and_totals_accumulate() -> None:
    flow: dict[str, Any] = {
        "basis": "flow",
        "unit": "万人",
        "span": "plan",
        "plan": FZ,
        "printed": "0.13 万人",
    }
    found = answer("2022-12-31", "at_least", "0.13", "2021 0.03, 2022 0.03", **flow)
    assert found.sentence == (
        "截至2022年累计 0.06 万人，目标 0.13 万人，尚差 0.07 万人；时间已过 39.9%，序时应达 0.05 万人，进展正常。"
    )


def test_other_sentences_read_aloud() -> None:
    assert answer("2023-12-31", "at_least", 80, "2023Q4 79", base="82@2021", printed="≥80%").sentence == (
        "截至2023年第四季度为 79%，目标 ≥80%，尚差 1 个百分点；时间已过 50%，"
        "比2021年基期（82%，当时已达标）倒退 3 个百分点，严重滞后。"
    )
    assert answer(
        "2024-12-31", "hold", None, "2024Q4 71.2", base="72.0@2021", printed="保持稳定"
    ).sentence == (
        "截至2024年第四季度为 71.2%，基期（2021年）72%，目标保持稳定，低 0.8 个百分点（允许 1 个百分点），已达标。"
    )
    assert answer(
        "2022-12-31", "in_step", None, "2021 8.0, 2022 3.1", plan=FZ, frequency=YEARLY,
        reference="2021 8.5, 2022 0.7", printed="与经济增长基本同步",
    ).sentence == (
        "2021年至2022年年均增长 5.52%，同期经济增长 4.53%，高 0.99 个百分点，目标与经济增长基本同步，进展正常。"
    )  # fmt: skip
    assert answer("2022-03-31", "at_least", 80, printed="≥80%").sentence == (
        "目标 ≥80%；截至2022年第一季度没有已审核的数据，待填报。"
    )


def test_a_met_keep_says_so() -> None:
    found = answer("2024-12-31", "at_least", 99, "2024 99.3", kind="keep", frequency=YEARLY)
    assert found.sentence == "2024年为 99.3%，要求每年不低于 99%，已达标。"
    assert found.gap == Decimal("-0.3")
