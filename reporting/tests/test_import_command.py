"""``manage.py import_readings``: the upload page's reader, rules and batches from a terminal."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from departments.models import Person
from indicators.choices import State
from indicators.models import Measure, Reading
from indicators.selectors.revision import data_token
from reporting.models import Batch, BatchState
from reporting.services.confirming import undo
from reporting.tests.entering import record, stored
from reporting.tests.importing import long_table, standing, template, value, wide_table
from reporting.tests.workbooks.making import csv, xlsx

Run = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Answers what is printed; a failure is a CommandError, which is exit status 1."""

    def command(content: bytes, by: Person | str, *options: str, name: str = "历史.xlsx") -> str:
        path, printed = tmp_path / name, io.StringIO()
        path.write_bytes(content)
        username = by if isinstance(by, str) else by.username
        try:
            call_command("import_readings", str(path), "--as", username, *options, stdout=printed)
        except CommandError as error:
            error.args = (f"{printed.getvalue()}{error}",)
            raise
        return printed.getvalue()

    return command


def refusal(run: Run, *given: Any, **named: Any) -> str:
    before, token = standing(), data_token()
    with pytest.raises(CommandError) as error:
        run(*given, **named)
    assert error.value.returncode == 1
    assert (standing(), data_token()) == (before, token)
    return str(error.value)


def test_it_says_the_batch_the_counts_and_how_to_undo(run: Run, coordinator: Person) -> None:
    record(coordinator, "YF-03", value="60")
    record(coordinator, "YF-04", value="80")
    printed = run(
        long_table(["YF-03", "2023Q4", 61.5], ["YF-04", "2023Q4", 80], ["YF-05", "2023Q4", 97]),
        coordinator,
        "--approve",
    )
    batch = Batch.objects.get()
    assert printed.splitlines() == [
        f"批次 {batch.pk}：历史.xlsx",
        "新增 1，变更 1，未变 1，有误 0",
        f"已写入 2 项，已审核，计入进展判断。要撤销，请在网页 /imports/{batch.pk}/ 上按“撤销”。",
    ]
    assert (value("YF-03"), stored("YF-05").state) == (Decimal("61.5"), State.APPROVED)
    undo(batch, by=coordinator)
    assert value("YF-03") == 60


def test_without_approval_the_values_wait(run: Run, coordinator: Person) -> None:
    assert "等待秘书处审核" in run(long_table(["YF-03", "2023Q4", 61.5]), coordinator)
    assert (stored("YF-03").state, Batch.objects.get().is_waiting) == (State.SUBMITTED, True)


def test_the_same_file_approved_later_counts_without_being_written_again(
    run: Run, coordinator: Person
) -> None:
    content = long_table(["YF-03", "2023Q4", 61.5])
    run(content, coordinator)
    assert "另有 1 项和库里已报送的一样，现在审核通过。" in run(content, coordinator, "--approve")
    assert stored("YF-03").state == State.APPROVED
    assert "没有要写入的" in run(content, coordinator, "--approve")


def test_a_liaison_imports_the_own_template_but_approves_nothing(run: Run, liaison: Person) -> None:
    content = template(["YF-03", 61.5])
    assert "单位联络员不能审核报送的数值" in refusal(run, content, liaison, "--approve")
    assert not Batch.objects.exists()
    run(content, liaison)
    assert stored("YF-03").state == State.SUBMITTED
    assert "历史数据由秘书处补录" in refusal(run, long_table(["YF-03", "2023Q4", 1]), liaison)


def test_each_wrong_cell_is_printed_and_nothing_is_written(run: Run, coordinator: Person) -> None:
    content = wide_table(["2023Q3", "2023Q4"], {"YF-03": [60, "很高"], "YF-04": [101, 80]})
    printed = refusal(run, content, coordinator, "--approve")
    assert "有误 历史数据!C2 YF-03 婚前医学检查率 2023年第四季度：“很高”" in printed
    assert "有误 历史数据!B3 YF-04 孕前优生健康检查目标人群覆盖率 2023年第三季度：101% 超过 100%" in printed
    assert "新增 2，变更 0，未变 0，有误 2" in printed
    assert not Reading.objects.exists()


def test_questions_are_listed_and_block_nothing(run: Run, coordinator: Person) -> None:
    for content in (long_table(["YF-03", "2023Q4", 0.862]), template(["YF-04", 0.9])):
        printed = run(content, coordinator, "--approve")
        assert "要说明" in printed
        assert "是 86.2% 还是 0.862%？" in printed or "是 90% 还是 0.9%？" in printed
    assert (value("YF-03"), value("YF-04")) == (Decimal("0.862"), Decimal("0.9"))


@pytest.mark.parametrize("approve", [[], ["--approve"]])
def test_a_dry_run_writes_nothing_and_leaves_nothing_waiting(
    approve: list[str], run: Run, coordinator: Person
) -> None:
    before, token = standing(), data_token()
    content = wide_table(["基期2020", "2023Q4"], {"YF-26": [200, 40]})
    printed = run(content, coordinator, "--dry-run", *approve, "--verbosity", "2")
    assert "新增 2" in printed
    assert "新增 历史数据!C2 YF-26 生产安全事故发生起数 2023年第四季度：未填 → 40 起" in printed
    assert "没有写入任何数据" in printed
    assert (standing(), data_token()) == (before, token)
    assert Batch.objects.get().state == BatchState.DISCARDED


def test_a_dry_run_of_a_wrong_file_fails_and_leaves_nothing_waiting(run: Run, coordinator: Person) -> None:
    assert "有 1 处要改正" in refusal(run, long_table(["YF-03", "2023Q4", 101]), coordinator, "--dry-run")
    assert Batch.objects.get().state == BatchState.DISCARDED


# --- the period -------------------------------------------------------------------------------------


def test_the_period_is_taken_where_the_table_says_none(run: Run, liaison: Person) -> None:
    content = csv([["指标编码", "本期值"], ["YF-03", "61.5"]])
    assert "没有写填报期" in refusal(run, content, liaison, name="表.csv")
    run(content, liaison, "--period", "2023Q4", name="表.csv")
    assert value("YF-03") == Decimal("61.5")


def test_the_period_is_checked_where_the_table_says_one(run: Run, coordinator: Person) -> None:
    sheet = template(["YF-03", 61.5])
    assert "填的是2023年第四季度，这里收的是2023年第三季度" in refusal(
        run, sheet, coordinator, "--period", "2023Q3"
    )
    history = long_table(["YF-03", "2023Q4", 61.5])
    assert "这里只收2023年第三季度的" in refusal(run, history, coordinator, "--period", "2023Q3")
    run(history, coordinator, "--period", "2023Q4")


@pytest.mark.parametrize("period", ["2023Q5", "二季度", "", "99999"])
def test_what_is_no_period_is_refused(period: str, run: Run, coordinator: Person) -> None:
    assert f"“{period}”不是填报期" in refusal(run, template(["YF-03", 61.5]), coordinator, "--period", period)


# --- who and which file -----------------------------------------------------------------------------


def test_an_unknown_or_closed_account_is_refused(run: Run, coordinator: Person) -> None:
    content = template(["YF-03", 61.5])
    assert "没有用户名是“nobody”的账号" in refusal(run, content, "nobody")
    Person.objects.filter(pk=coordinator.pk).update(is_active=False)
    assert "账号“cast.coordinator”已停用" in refusal(run, content, coordinator)


@pytest.mark.parametrize("person", ["leader", "evaluator", "system_administrator"])
def test_a_role_that_reports_nothing_is_refused(
    db: None, person: str, run: Run, request: pytest.FixtureRequest
) -> None:
    sentence = refusal(run, template(["YF-03", 61.5]), request.getfixturevalue(person))
    assert "不能填报本单位的数值" in sentence


@pytest.mark.parametrize(
    ("path", "said"),
    [("没有.xlsx", "没有找到文件"), (".", "是文件夹"), ("a\0b", "打不开"), ("表.csv/x", "打不开")],
)
def test_a_file_that_cannot_be_opened_is_one_sentence(
    path: str, said: str, tmp_path: Path, coordinator: Person
) -> None:
    (tmp_path / "表.csv").write_text("x")
    with pytest.raises(CommandError, match=said):
        call_command("import_readings", str(tmp_path / path), "--as", coordinator.username)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "文件是空的"),
        (b"PK\x03\x04broken", "打不开"),
        (b"\0" * (5 * 1024 * 1024 + 1), "超过 5 MB 的上限"),
        (xlsx({"表": [["110102199003071234"]]}), "像是身份证号"),
    ],
    ids=["empty", "broken", "too large", "personal number"],
)
@pytest.mark.parametrize("dry", [[], ["--dry-run"]])
def test_a_file_that_cannot_be_read_is_one_sentence(
    content: bytes, said: str, dry: list[str], run: Run, coordinator: Person
) -> None:
    assert said in refusal(run, content, coordinator, *dry)


def test_a_baseline_counts_at_once_and_is_undone_with_its_batch(run: Run, coordinator: Person) -> None:
    run(wide_table(["基期2020"], {"YF-26": [200]}), coordinator)
    assert Measure.objects.get(code="YF-26").baseline_value == 200
    undo(Batch.objects.get(), by=coordinator)
    assert Measure.objects.get(code="YF-26").baseline_value is None


def test_a_terminal_is_told_how_far_the_reading_is(
    coordinator: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    path, terminal = tmp_path / "历史.xlsx", Terminal()
    path.write_bytes(long_table(*([code, "2022", 1] for code in ("YF-03", "YF-04"))))
    call_command(
        "import_readings", str(path), "--as", coordinator.username, stdout=io.StringIO(), stderr=terminal
    )
    assert "已读 3 行" in terminal.getvalue()
