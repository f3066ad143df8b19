"""`manage.py load_demo`: believable, marked, and never mixed with actual data."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from departments.models import Person
from indicators.choices import Via
from indicators.models import Reading
from indicators.progress.terms import Light, Verdict
from indicators.selectors.standings import board
from reporting.selectors.board import Submission
from reporting.selectors.board_page import heading
from reporting.selectors.rounds import all_boards
from tasks.models import TaskNote

ACCOUNTS = {"secretariat", "weijian", "canlian", "jiaowei", "desheng", "lingdao", "zhuanjia"}


def load_demo() -> str:
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


@pytest.fixture
def demo(db: None, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("DEMO_PASSWORD", "Yanshi-2025")
    return load_demo()


def test_it_makes_the_seven_accounts_with_the_given_password(demo: str) -> None:
    assert {person.username for person in Person.objects.all()} == ACCOUNTS
    assert all(person.is_demo and person.check_password("Yanshi-2025") for person in Person.objects.all())
    assert "Yanshi-2025" not in demo


def test_a_random_password_is_printed_once(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    printed = load_demo().split("演示账号的密码：")[1].split(" ")[0]
    assert Person.objects.get(username="lingdao").check_password(printed)


def test_every_reading_is_marked_as_demonstration(demo: str) -> None:
    assert set(Reading.objects.values_list("via", flat=True)) == {Via.DEMO}
    assert set(Reading.history.values_list("via", flat=True)) == {Via.DEMO}


def test_it_shows_all_five_lights_a_regression_a_missing_and_a_stale_one(demo: str) -> None:
    standings = board().standings
    found = {standing.code: standing.assessment for standing in standings}
    assert {said.light for said in found.values()} == set(Light)
    assert found["YF-37"].regressed
    assert found["YF-44"].verdict is Verdict.NO_READING
    assert found["YF-11"].verdict is Verdict.UNPACED
    assert found["YF-31"].stale
    assert found["YF-26"].value == 18, "accidents are counts, summed over the year"
    assert any(standing.change.value != "same" for standing in standings)


def test_its_rounds_show_every_stage(demo: str) -> None:
    held = {board.round.period_code: board for board in all_boards()}
    assert [board.round.state for board in held.values()] == ["open", "published", "published", "published"]
    assert held["2023Q4"].by_urgency[0].returned == 1
    assert {row.submission for row in held["2023Q4"].rows} == set(Submission)
    assert heading(held["2023Q4"]) == "2023年第四季度：42 家单位报齐 33 家，8 家逾期"
    rates = [(board.reporting_rate.part, board.punctuality_rate.part) for board in held.values()]
    assert rates == [(33, 33), (41, 40), (41, 40), (41, 39)]


def test_every_note_is_marked_as_demonstration(demo: str) -> None:
    assert set(TaskNote.objects.values_list("via", flat=True)) == {Via.DEMO}


def test_the_second_time_it_changes_nothing(demo: str) -> None:
    before = Reading.history.count()
    assert load_demo().strip() == "已有演示数据，没有改动。"
    assert Reading.history.count() == before


def test_it_refuses_a_site_that_is_in_use(coordinator: Person) -> None:
    with pytest.raises(CommandError, match="本站已有账号或数据"):
        load_demo()
    assert Reading.objects.count() == 0


def test_the_banner_stands_on_every_page_also_before_sign_in(demo: str, client: Client) -> None:
    assert "演示数据：本站数值为演示用，不是实际工作数据。" in client.get("/accounts/login/").content.decode()


def test_no_banner_without_demonstration_data(db: None, client: Client) -> None:
    assert "演示数据" not in client.get("/accounts/login/").content.decode()
