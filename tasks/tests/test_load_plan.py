"""`load_plan`: loads, loads again without a write, tells each change, all or nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from departments.models import Department, DepartmentAlias, DepartmentKind, Person
from indicators.choices import State, Via
from indicators.models import Indicator, Measure, Plan, Reading, Revision, Target, Theme
from tasks.models import Commitment, Duty, Task, TaskDepartment, TaskIndicator
from tasks.plan_files import PlanFileError, Report, load_plans
from tasks.plan_files.report import Deed
from tasks.tests.plan_copies import Copies

pytestmark = pytest.mark.django_db

WRITES = ("INSERT", "UPDATE", "DELETE")
QUERIES = 12  # one for each table; a second run asks no more, however much there is
CONTENTS = "两个规划：55 项指标、47 项任务、19 项量化要求、42 个单位和 1 个单位组"


@pytest.fixture
def copies(tmp_path: Path) -> Copies:
    return Copies(tmp_path)


@pytest.fixture
def nothing_loaded() -> None:
    Department.objects.update(group=None)
    later_first = (Commitment, TaskIndicator, TaskDepartment, Target, Indicator, Task, Theme, Measure, Plan)
    for model in (*later_first, DepartmentAlias, Department):
        model._default_manager.all().delete()


@pytest.fixture
def reading(coordinator: Person) -> Reading:
    return Reading.objects.create(
        measure=Measure.objects.get(code="YF-12"),
        period_code="2023Q2",
        period_end=date(2023, 6, 30),
        answer="value",
        value=Decimal("77.5"),
        state=State.APPROVED,
        via=Via.PAGE,
        entered_by=coordinator,
        entered_at=timezone.now(),
    )


def told(report: Report, deed: Deed) -> list[str]:
    return [str(line) for line in report.of(deed)]


def queries(captured: CaptureQueriesContext) -> list[str]:
    return [query["sql"] for query in captured.captured_queries]


# --- loading ---


def test_a_first_run_loads_both_plans_whole(nothing_loaded: None) -> None:
    report = load_plans()
    assert report.summary.startswith(CONTENTS)
    counts = {model: model._default_manager.count() for model in (Indicator, Target, TaskIndicator, Task)}
    assert counts == {Indicator: 55, Target: 55, TaskIndicator: 55, Task: 47}
    assert Commitment.objects.count() == 19
    assert Department.objects.exclude(kind=DepartmentKind.GROUP).count() == 42
    assert Department.objects.filter(group__name="各街道").count() == 15
    assert not report.of(Deed.CHANGED) and not report.of(Deed.KEPT) and not report.of(Deed.GONE)


def test_a_second_run_writes_nothing_and_says_so() -> None:
    token = Revision.objects.values_list("token").first()
    with CaptureQueriesContext(connection) as captured:
        report = load_plans()
    assert report.text() == f"{CONTENTS}；没有变化。"
    assert not [sql for sql in queries(captured) if sql.startswith(WRITES)]
    assert Revision.objects.values_list("token").first() == token


def test_a_second_run_asks_each_table_once() -> None:
    with CaptureQueriesContext(connection) as captured:
        load_plans()
    assert len([sql for sql in queries(captured) if sql.startswith("SELECT")]) == QUERIES


def test_loading_leaves_its_reason_in_the_history(nothing_loaded: None) -> None:
    load_plans()
    for row in (Measure.objects.get(code="FZ-07"), Target.objects.get(indicator__code="FZ-07")):
        assert [h.history_change_reason for h in row.history.all()] == ["载入规划文件"]


def test_measures_stand_in_the_order_of_the_files() -> None:
    codes = list(Measure.objects.values_list("code", flat=True))
    assert codes[:3] == ["REF-GDP", "FZ-01", "FZ-02"]
    assert codes.index("FZ-10") < codes.index("YF-01") < codes.index("YF-45")
    assert [plan.code for plan in Plan.objects.all()] == ["FZ", "YF"]


def test_two_plans_share_a_measure() -> None:
    for shared, other in (("FZ-07", "YF-40"), ("FZ-08", "YF-42")):
        codes = Indicator.objects.filter(measure__code=shared).values_list("code", flat=True)
        assert set(codes) == {shared, other}
        assert not Measure.objects.filter(code=other).exists()


def test_a_name_printed_in_two_ways_is_one_department_and_keeps_its_print() -> None:
    duty = TaskDepartment.objects.get(task__code="YF-T07", printed_name="区委社工委民政局")
    assert (duty.department.name, duty.duty) == ("区委社会工委区民政局", Duty.RESPONSIBLE)


def test_a_tasks_departments_stand_as_printed_with_leads_first() -> None:
    duties = TaskDepartment.objects.filter(task__code="YF-T06").values_list("duty", "printed_name")
    assert list(duties)[:3] == [
        ("lead", "区卫生健康委"),
        ("lead", "区残联"),
        ("responsible", "区教委"),
    ]


def test_a_commitment_is_linked_to_an_indicator_of_another_plan() -> None:
    links = Commitment.objects.filter(task__code="FZ-T12", indicator__isnull=False)
    assert sorted(links.values_list("indicator__code", flat=True)) == ["YF-11", "YF-39", "YF-43"]


def test_the_measure_of_no_plan_is_there_and_referred_to() -> None:
    assert Target.objects.get(indicator__code="FZ-01").reference.code == "REF-GDP"


def test_one_plan_may_be_loaded_alone(copies: Copies) -> None:
    report = load_plans([copies.path("FZ.yaml")])
    assert report.text() == "1 个规划：10 项指标、26 项任务、13 项量化要求；没有变化。"


def test_departments_may_be_loaded_alone(copies: Copies) -> None:
    assert load_plans([copies.path("departments.yaml")]).text() == "42 个单位和 1 个单位组；没有变化。"


# --- what changed is told ---


def test_a_corrected_field_is_told_old_and_new(copies: Copies) -> None:
    copies.edit("YF.yaml", "measures/YF-14", "frequency: yearly", "frequency: quarterly")
    report = load_plans(copies.paths)
    assert told(report, Deed.CHANGED) == ["修改 数据项 YF-14：频率 每年 → 每季度"]
    assert report.summary.endswith("；修改 1。")
    measure = Measure.objects.get(code="YF-14")
    assert (measure.frequency, measure.version) == ("quarterly", 2)
    assert measure.history.first().history_change_reason == "载入规划文件"


def test_several_fields_of_one_row_are_one_line(copies: Copies) -> None:
    copies.edit("YF.yaml", "indicators/YF-14", "'≥2.82'", "'≥2.9'")
    copies.edit("YF.yaml", "indicators/YF-14", "threshold: '2.82'", "threshold: '2.9'")
    report = load_plans(copies.paths)
    assert told(report, Deed.CHANGED) == ["修改 目标 YF-14：2025年目标 ≥2.82 → ≥2.9；目标值 2.82 → 2.9"]


def test_a_long_text_is_told_where_it_differs(copies: Copies) -> None:
    copies.edit("YF.yaml", "tasks/YF-T09", "保证疫苗使用安全", "确保疫苗使用安全")
    [line] = told(load_plans(copies.paths), Deed.CHANGED)
    assert line == (
        "修改 任务 YF-T09：任务原文 “…国疫苗管理法》，〔保证〕疫苗使用安全。加…” → "
        "“…国疫苗管理法》，〔确保〕疫苗使用安全。加…”"
    )


def test_a_change_renews_the_token_on_which_verdicts_are_kept(copies: Copies) -> None:
    before = Revision.objects.values_list("token").first()
    copies.edit("YF.yaml", "measures/YF-14", "frequency: yearly", "frequency: quarterly")
    load_plans(copies.paths)
    assert Revision.objects.values_list("token").first() != before


def test_a_department_corrected_in_a_task_replaces_the_old_one(copies: Copies) -> None:
    copies.edit("YF.yaml", "tasks/YF-T15", "responsible: [区卫生健康委]", "responsible: [区教委]")
    copies.edit("YF.yaml", "tasks/YF-T15", "区卫生健康委按职责", "区教委按职责")
    report = load_plans(copies.paths)
    assert told(report, Deed.ADDED) == ["新增 分工 YF-T15 区教委"]
    assert told(report, Deed.REMOVED) == ["去掉 分工 YF-T15 区卫生健康委"]
    names = TaskDepartment.objects.filter(task__code="YF-T15").values_list("department__name", flat=True)
    assert list(names) == ["区市场监管局", "区教委"]


def test_departments_assigned_to_a_task_that_names_none_stay(copies: Copies) -> None:
    TaskDepartment.objects.create(
        task=Task.objects.get(code="FZ-T05"),
        department=Department.objects.get(name="区残联"),
        duty=Duty.LEAD,
        position=1,
        printed_name="区残联",
    )
    report = load_plans(copies.paths)
    assert told(report, Deed.GONE) == ["文件中已没有（未删除）：分工 FZ-T05 区残联"]
    assert TaskDepartment.objects.filter(task__code="FZ-T05").exists()


def test_an_indicator_moves_to_the_task_that_the_file_names(copies: Copies) -> None:
    copies.edit("YF.yaml", "indicators/YF-45", "task: YF-T17", "task: YF-T18")
    report = load_plans(copies.paths)
    assert told(report, Deed.CHANGED) == ["修改 指标归属 YF-45：任务 YF-T17 → YF-T18"]
    assert TaskIndicator.objects.get(indicator__code="YF-45").task.code == "YF-T18"


def test_a_department_whose_name_became_an_alias_is_renamed(copies: Copies) -> None:
    before = Department.objects.get(name="区医保局").pk
    copies.edit("departments.yaml", "departments/区医保局", "name: 区医保局", "name: 区医疗保障局")
    copies.edit("departments.yaml", "departments/区医疗保障局", "aliases: []", "aliases: [区医保局]")
    report = load_plans(copies.paths)
    assert told(report, Deed.CHANGED) == ["修改 单位 区医保局：单位名称 区医保局 → 区医疗保障局"]
    assert Department.objects.get(name="区医疗保障局").pk == before
    assert not report.of(Deed.GONE)
    assert load_plans(copies.paths).summary.endswith("没有变化。")


# --- all or nothing ---


def test_nothing_is_written_when_the_second_file_is_refused(copies: Copies) -> None:
    copies.edit("FZ.yaml", "measures/FZ-05", "basis: flow", "basis: ytd")
    copies.edit("YF.yaml", "indicators/YF-12", "code: YF-12", "code: YF-11")
    with pytest.raises(PlanFileError, match="指标编码 YF-11 重复"):
        load_plans(copies.paths)
    assert Measure.objects.get(code="FZ-05").basis == "flow"


def test_nothing_is_written_when_the_database_refuses_late(copies: Copies) -> None:
    copies.edit("FZ.yaml", "measures/FZ-05", "basis: flow", "basis: ytd")
    line = copies.edit("YF.yaml", "tasks/YF-T19", "name: 公立医院", "name: " + "公" * 120)
    with pytest.raises(PlanFileError) as refused:
        load_plans(copies.paths)
    assert str(refused.value).startswith(f"YF.yaml 第 {line} 行：量化要求 YF-T19 公立医院")
    assert "不超过 100 字符" in str(refused.value)
    assert Measure.objects.get(code="FZ-05").basis == "flow"


# --- the command ---


def test_the_command_prints_the_summary_first_and_then_each_change(
    copies: Copies, capsys: pytest.CaptureFixture[str]
) -> None:
    copies.edit("YF.yaml", "measures/YF-14", "frequency: yearly", "frequency: quarterly")
    call_command("load_plan", *map(str, copies.paths))
    printed = capsys.readouterr().out.splitlines()
    assert printed == [f"{CONTENTS}；修改 1。", "修改 数据项 YF-14：频率 每年 → 每季度"]


def test_the_command_without_a_file_loads_the_projects_own(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_plan")
    assert capsys.readouterr().out == f"{CONTENTS}；没有变化。\n"


def test_the_command_fails_with_every_problem_and_exit_code_1(copies: Copies) -> None:
    copies.edit("YF.yaml", "indicators/YF-12", "task: YF-T07", "task: YF-T99")
    copies.edit("FZ.yaml", "indicators/FZ-03", "threshold: '100'", "threshold: '99'")
    with pytest.raises(CommandError) as failed:
        call_command("load_plan", *map(str, copies.paths))
    first, *others = str(failed.value).splitlines()
    assert first == "文件有 2 处问题，没有载入任何内容。请改正后再运行："
    assert [line.split(" ")[0] for line in others] == ["FZ.yaml", "YF.yaml"]
    assert failed.value.returncode == 1
