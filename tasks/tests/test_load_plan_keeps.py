"""`load_plan` leaves alone what is not the file's: readings, what the secretariat decided, rows that vanished."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from departments.models import Department, Person
from indicators.choices import State, Via
from indicators.models import Indicator, Measure, Reading, Target, Theme
from indicators.progress.terms import Basis
from indicators.services import decisions
from tasks.models import Commitment, Task
from tasks.plan_files import Report, load_plans
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


# --- what vanished from the file ---


def test_an_indicator_that_vanished_is_named_and_kept(copies: Copies, reading: Reading) -> None:
    Reading.objects.update(measure=Measure.objects.get(code="YF-45"))
    copies.cut("YF.yaml", "indicators/YF-45")
    copies.cut("YF.yaml", "measures/YF-45")
    report = load_plans(copies.paths)
    assert told(report, Deed.GONE) == [
        "文件中已没有（未删除）：指标 YF-45 残疾人家庭医生签约服务率，已有 1 期数值"
    ]
    assert "没有变化，文件中已没有 1" in report.summary
    assert Indicator.objects.filter(code="YF-45").exists() and Reading.objects.count() == 1


def test_tasks_and_commitments_that_vanished_are_named(copies: Copies) -> None:
    copies.cut("YF.yaml", "tasks/YF-T21")
    copies.edit("FZ.yaml", "tasks/FZ-T14", "name: 学生资助", "name: 资助")
    copies.edit("FZ.yaml", "tasks/FZ-T14", "sentence: 稳步落实从学前", "sentence: 落实从学前")
    report = load_plans(copies.paths)
    assert told(report, Deed.ADDED) == ["新增 量化要求 FZ-T14 资助"]
    assert told(report, Deed.GONE) == [
        "文件中已没有（未删除）：量化要求 FZ-T14 学生资助",
        "文件中已没有（未删除）：任务 YF-T21 促进残疾人文化体育活动",
    ]
    assert Task.objects.count() == 47 and Commitment.objects.count() == 20


def test_a_theme_or_commitment_with_a_corrected_name_is_the_same_one(copies: Copies) -> None:
    old, new = "疾病致残防控行动", "疾病致残防控"
    before = Theme.objects.get(name=old).pk
    copies.write("YF.yaml", copies.text("YF.yaml").replace(f": {old}\n", f": {new}\n"))
    copies.edit("FZ.yaml", "tasks/FZ-T14", "name: 学生资助", "name: 资助")
    report = load_plans(copies.paths)
    assert told(report, Deed.CHANGED) == [
        f"修改 领域 YF {old}：领域 {old} → {new}",
        "修改 量化要求 FZ-T14 学生资助：量化要求 学生资助 → 资助",
    ]
    assert len(report.lines) == 2
    assert Theme.objects.get(name=new).pk == before


# --- what is not the file's ---


def test_the_owner_that_the_secretariat_chose_is_kept_and_told(copies: Copies, coordinator: Person) -> None:
    canlian = Department.objects.get(name="区残联")
    for code in ("YF-12", "FZ-02"):
        measure = Measure.objects.get(code=code)
        decisions.set_reporting_department(measure=measure, department=canlian, reason="来函", by=coordinator)
    report = load_plans(copies.paths)
    assert told(report, Deed.KEPT) == [
        "保留秘书处的修改：FZ-02 填报单位为 区残联（文件：待明确）",
        "保留秘书处的修改：YF-12 填报单位为 区残联（文件：区卫生健康委）",
    ]
    assert report.summary == f"{CONTENTS}；没有变化，保留秘书处的修改 2。"
    measure = Measure.objects.get(code="YF-12")
    assert (measure.reporting_department, measure.reporting_basis) == (canlian, "秘书处指定：来函")


def test_a_kept_field_does_not_keep_the_others(copies: Copies, coordinator: Person) -> None:
    measure = Measure.objects.get(code="YF-14")
    decisions.set_reporting_department(measure=measure, department=None, reason="来函", by=coordinator)
    copies.edit("YF.yaml", "measures/YF-14", "frequency: yearly", "frequency: quarterly")
    report = load_plans(copies.paths)
    assert told(report, Deed.CHANGED) == ["修改 数据项 YF-14：频率 每年 → 每季度"]
    assert told(report, Deed.KEPT) == ["保留秘书处的修改：YF-14 填报单位为 待明确（文件：区卫生健康委）"]


def test_a_baseline_is_kept_and_told(copies: Copies, coordinator: Person) -> None:
    measure = Measure.objects.get(code="YF-26")
    decisions.set_baseline(measure=measure, value=Decimal(200), year=2020, reason="年报", by=coordinator)
    report = load_plans(copies.paths)
    assert told(report, Deed.KEPT) == ["保留秘书处的修改：YF-26 基期值为 200（文件没有写）"]
    measure.refresh_from_db()
    assert (measure.baseline_value, measure.baseline_year) == (Decimal(200), 2020)


def test_a_baseline_in_the_file_does_not_replace_the_secretariats(
    copies: Copies, coordinator: Person
) -> None:
    measure = Measure.objects.get(code="YF-14")
    decisions.set_baseline(measure=measure, value=Decimal("2.5"), year=2020, reason="年报", by=coordinator)
    given = "unit: 平方米\n    baseline_value: '2.4'\n    baseline_year: '2021'"
    copies.edit("YF.yaml", "measures/YF-14", "unit: 平方米", given)
    report = load_plans(copies.paths)
    assert told(report, Deed.KEPT) == ["保留秘书处的修改：YF-14 基期值为 2.5（文件：2.4）"]
    measure.refresh_from_db()
    assert (measure.baseline_value, measure.baseline_year) == (Decimal("2.5"), 2020)


def test_a_baseline_that_only_the_file_gives_is_taken(copies: Copies) -> None:
    given = "unit: 平方米\n    baseline_value: '2.4'\n    baseline_year: '2021'"
    copies.edit("YF.yaml", "measures/YF-14", "unit: 平方米", given)
    assert told(load_plans(copies.paths), Deed.CHANGED) == [
        "修改 数据项 YF-14：基期值 （空） → 2.4；基期年份 （空） → 2021"
    ]


def test_a_tolerance_is_kept_and_told(copies: Copies, coordinator: Person) -> None:
    target = Target.objects.get(indicator__code="YF-33")
    decisions.set_tolerance(target=target, tolerance=Decimal(2), reason="会议纪要", by=coordinator)
    report = load_plans(copies.paths)
    assert told(report, Deed.KEPT) == ["保留秘书处的修改：YF-33 允许偏差为 2（文件没有写）"]
    target.refresh_from_db()
    assert target.tolerance == 2


def test_a_way_of_counting_that_was_confirmed_stays_confirmed(copies: Copies, coordinator: Person) -> None:
    measure = Measure.objects.get(code="FZ-07")
    decisions.set_counting(measure=measure, basis=Basis.YTD, reason="口径函", by=coordinator)
    report = load_plans(copies.paths)
    assert not report.changed_anything
    assert told(report, Deed.KEPT) == [
        "保留秘书处的修改：FZ-07 数据性质为 年内累计数（文件：时点数或当期比率）",
        "保留秘书处的修改：FZ-07 目标针对为 全年（文件：最新值）",
        "保留秘书处的修改：YF-40 目标针对为 全年（文件：最新值）",
    ]
    measure.refresh_from_db()
    assert (measure.basis, measure.to_confirm) == ("ytd", [])


def test_a_shared_measure_that_was_split_stays_split(copies: Copies) -> None:
    shared = Measure.objects.get(code="FZ-08")
    own = Measure.objects.create(
        code="YF-42", name="残疾人辅助器具适配率", unit="%", frequency="quarterly", position=9
    )
    Indicator.objects.filter(code="YF-42", measure=shared).update(measure=own)
    report = load_plans(copies.paths)
    assert told(report, Deed.KEPT) == ["保留秘书处的修改：YF-42 数据项为 YF-42（文件：FZ-08）"]
    assert not report.changed_anything and not report.of(Deed.GONE)


def test_readings_are_untouched_and_the_change_says_so(copies: Copies, reading: Reading) -> None:
    before = Reading.objects.values().get()
    copies.edit("YF.yaml", "measures/YF-12", "frequency: quarterly", "frequency: yearly")
    report = load_plans(copies.paths)
    assert told(report, Deed.CHANGED) == ["修改 数据项 YF-12：频率 每季度 → 每年（已有 1 期数值，未改动）"]
    assert Reading.objects.values().get() == before


def test_a_measure_that_the_secretariat_split_stays_split_and_is_told(coordinator: Person) -> None:
    target = Target.objects.get(indicator__code="YF-42")
    decisions.split_measure(target=target, reason="口径不同", by=coordinator)
    assert "YF-42 数据项为 YF-42（文件：FZ-08）" in load_plans().text()
    assert Indicator.objects.get(code="YF-42").measure.code == "YF-42"
