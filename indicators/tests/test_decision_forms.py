"""The secretariat's forms: what is typed stays, problems are named at their field, conflicts are shown."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from departments.models import Department, Person
from indicators.models import Indicator, Measure, Target, VerdictOverride
from indicators.progress.periods import Period
from indicators.progress.terms import Verdict
from indicators.services import decisions, overrides

CODE = "YF-12"
NAMES = ["baseline", "own-baseline", "tolerance", "department", "definition", "counting", "override"]


def address(name: str, code: str = CODE) -> str:
    return f"/indicators/{code}/{name}/"


def measure() -> Measure:
    return Indicator.objects.get(code=CODE).measure


def target() -> Target:
    return Indicator.objects.get(code=CODE).target


def send(client: Client, name: str, **typed: object) -> Any:
    subject = target() if name in {"own-baseline", "tolerance"} else measure()
    return client.post(address(name), {"seen_version": subject.version, "reason": "来函", **typed})


def saved(got: Any) -> bool:
    return bool(got.status_code == 302 and got.headers["Location"] == f"/indicators/{CODE}/")


@pytest.mark.parametrize("name", NAMES)
def test_a_form_says_what_stands_and_what_it_changes(as_coordinator: Client, name: str) -> None:
    html = as_coordinator.get(address(name)).content.decode()
    assert "改动会影响" in html
    assert "理由" in html
    assert "None" not in html


@pytest.mark.parametrize("name", NAMES)
def test_an_unknown_code_is_not_found_in_chinese(as_coordinator: Client, name: str) -> None:
    got = as_coordinator.get(address(name, "YF-99"))
    assert got.status_code == 404
    assert "没有编码为“YF-99”的指标" in got.content.decode()


@pytest.mark.parametrize("name", NAMES)
def test_others_are_told_who_may(as_liaison: Client, name: str) -> None:
    got = as_liaison.get(address(name))
    assert got.status_code == 403
    assert "请联系区残工委秘书处" in got.content.decode()


def test_both_plans_are_named_where_the_measure_is_shared(as_coordinator: Client) -> None:
    html = as_coordinator.get(address("baseline", "YF-40")).content.decode()
    assert "FZ-07" in html and "YF-40" in html


def test_a_baseline_is_saved_and_the_page_says_so(as_coordinator: Client) -> None:
    got = send(as_coordinator, "baseline", value="７０.４%", year="2021")
    assert saved(got)
    assert measure().baseline_value == Decimal("70.4")
    assert "YF-12 的基期已保存" in as_coordinator.get(f"/indicators/{CODE}/").content.decode()


def test_what_is_no_number_stays_in_the_field_with_what_to_do(as_coordinator: Client) -> None:
    html = send(as_coordinator, "baseline", value="≥80%", year="2021").content.decode()
    assert 'value="≥80%"' in html
    assert "“≥80%”是目标。请在“基期值”填实际完成的数" in html
    assert 'href="#id_value"' in html
    assert measure().baseline_value is None


def test_the_reason_is_asked_for_at_its_field(as_coordinator: Client) -> None:
    html = send(as_coordinator, "baseline", value="70", year="2021", reason=" ").content.decode()
    assert 'href="#id_reason"' in html
    assert "请写明理由" in html


def test_the_services_refusal_stands_at_the_field_it_is_about(as_coordinator: Client) -> None:
    html = send(as_coordinator, "baseline", value="120", year="2021").content.decode()
    assert "120% 超过 100%" in html
    assert 'href="#id_value"' in html


def test_a_conflict_shows_the_newest_and_keeps_what_was_typed(
    as_coordinator: Client, coordinator: Person
) -> None:
    seen = measure().version
    decisions.set_baseline(measure=measure(), value=Decimal(69), year=2021, reason="先改", by=coordinator)
    typed = {"value": "70", "year": "2021", "reason": "后改", "seen_version": seen}
    html = as_coordinator.post(address("baseline"), typed).content.decode()
    assert "已经改过这一项" in html and str(coordinator) in html
    assert "2021年 69%" in html
    assert 'value="70"' in html
    assert f'name="seen_version" value="{measure().version}"' in html
    again = as_coordinator.post(address("baseline"), {**typed, "seen_version": measure().version})
    assert saved(again)


@pytest.mark.parametrize("version", ["", "x", "99999999999999999999", "-1"])
def test_a_version_that_was_never_there_is_a_conflict(as_coordinator: Client, version: str) -> None:
    typed = {"value": "70", "year": "2021", "reason": "来函", "seen_version": version}
    assert "已经改过这一项" in as_coordinator.post(address("baseline"), typed).content.decode()


def test_a_target_gets_a_baseline_and_a_tolerance_of_its_own(as_coordinator: Client) -> None:
    assert saved(send(as_coordinator, "own-baseline", value="71", year="2022"))
    assert saved(send(as_coordinator, "tolerance", tolerance="0.5 个百分点"))
    assert (target().own_baseline_value, target().tolerance) == (Decimal(71), Decimal("0.5"))


def test_a_blank_tolerance_goes_back_to_the_default(as_coordinator: Client) -> None:
    send(as_coordinator, "tolerance", tolerance="0.5")
    assert saved(send(as_coordinator, "tolerance", tolerance=""))
    assert target().tolerance is None


def test_the_department_is_chosen_from_those_that_can_report(as_coordinator: Client) -> None:
    html = as_coordinator.get(address("department")).content.decode()
    assert "德胜街道" in html and ">各街道<" not in html
    other = Department.objects.get(name="区残联")
    assert saved(send(as_coordinator, "department", department=other.pk))
    assert measure().reporting_department == other


def test_a_definition_is_saved_with_its_source_only(as_coordinator: Client) -> None:
    html = send(as_coordinator, "definition", definition="<i>管理人数</i>", source="").content.decode()
    assert "就要写明来源" in html
    assert escape("<i>管理人数</i>") in html
    assert saved(send(as_coordinator, "definition", definition="管理人数 ÷ 应管人数", source="卫健委来函"))
    assert measure().definition_source == "卫健委来函"


def test_the_counting_is_confirmed(as_coordinator: Client) -> None:
    assert "待确认" in as_coordinator.get(address("counting")).content.decode()
    assert saved(send(as_coordinator, "counting", basis="point"))
    assert "basis" not in measure().to_confirm


def test_a_verdict_is_set_by_hand_and_taken_back(as_coordinator: Client) -> None:
    """Either way one lands on the day of that period, where the decision shows."""
    where = f"/indicators/{CODE}/?as_of=2023-12-31"
    typed = {"period": "2023Q4", "verdict": "lagging", "reason": "停报", "seen_version": ""}
    assert as_coordinator.post(address("override"), typed).headers["Location"] == where
    held = VerdictOverride.objects.get()
    assert (held.verdict, held.reason) == (Verdict.LAGGING, "停报")
    form = as_coordinator.get(address("override")).content.decode()
    assert "2023年第四季度：进展滞后" in form
    back = {"period": "2023Q4", "reason": "已补报", "seen_version": overrides.override_version(held)}
    assert as_coordinator.post(address("override/withdraw"), back).headers["Location"] == where
    assert not VerdictOverride.objects.exists()


def test_taking_back_needs_a_reason_too(as_coordinator: Client, coordinator: Person) -> None:
    indicator = Indicator.objects.get(code=CODE)
    held = overrides.override_verdict(
        indicator=indicator,
        period=Period.parse("2023Q4"),
        verdict=Verdict.LAGGING,
        reason="停报",
        by=coordinator,
    )
    typed = {"period": "2023Q4", "reason": "", "seen_version": overrides.override_version(held)}
    html = as_coordinator.post(address("override/withdraw"), typed).content.decode()
    assert "没有撤销" in html and "请写明理由" in html
    assert VerdictOverride.objects.exists()


def test_somebody_elses_verdict_is_not_replaced_unseen(as_coordinator: Client, coordinator: Person) -> None:
    indicator = Indicator.objects.get(code=CODE)
    overrides.override_verdict(
        indicator=indicator,
        period=Period.parse("2023Q4"),
        verdict=Verdict.LAGGING,
        reason="停报",
        by=coordinator,
    )
    typed = {"period": "2023Q4", "verdict": "at_risk", "reason": "未见", "seen_version": ""}
    html = as_coordinator.post(address("override"), typed).content.decode()
    assert "已经改过这一项" in html
    assert VerdictOverride.objects.get().verdict == Verdict.LAGGING
    assert "2023年第四季度：进展滞后" in html
