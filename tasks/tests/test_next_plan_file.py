"""The plan for 2026–2030 is another file, and no code."""

from __future__ import annotations

from pathlib import Path

import pytest

from indicators.models import Indicator, Plan
from tasks.plan_files import load_plans

pytestmark = pytest.mark.django_db

NEXT_PLAN = """
plan:
  code: NP
  title: 北京市西城区“十五五”时期残疾人事业发展规划
  short_title: “十五五”规划
  document_number: 西残工委发〔2026〕1号
  issuer: 西城区人民政府残疾人工作委员会
  issued_on: 2026-11-04
  start: 2026-01-01
  end: 2030-12-31

themes:
  - name: 康复

tasks:
  - code: NP-T01
    theme: 康复
    title: 提升康复服务
    text: 提升康复服务。到2030年，每个街道建成一个康复站。
    printed_departments: 区残联牵头，各街道按职责分工负责
    lead: [区残联]
    responsible: [各街道]
    commitments:
      - name: 康复站
        sentence: 到2030年，每个街道建成一个康复站。
        printed: 一个
        comparator: at_least
        threshold: 1
        unit: 个

measures:
  - code: NP-02
    name: 康复满意率
    unit: '%'
    frequency: half_yearly
    scale: 100
    reporting_department: 区残联

indicators:
  - code: NP-01
    name: 残疾人基本康复服务覆盖率
    theme: 康复
    nature: 约束性
    measure: FZ-07
    task: NP-T01
    target: {printed: 95%以上, comparator: at_least, threshold: 95, due: 2030-12-31}
  - code: NP-02
    name: 康复满意率
    theme: 康复
    measure: NP-02
    task: NP-T01
    target: {printed: 稳步提升, comparator: rise, due: 2030-12-31}
"""


def test_the_next_plan_is_just_another_file(tmp_path: Path) -> None:
    path = tmp_path / "NP.yaml"
    path.write_text(NEXT_PLAN, "utf-8")
    report = load_plans([path])
    assert report.summary.startswith("1 个规划：2 项指标、1 项任务、1 项量化要求；新增 ")
    assert [plan.code for plan in Plan.objects.all()] == ["FZ", "YF", "NP"]
    shared = Indicator.objects.filter(measure__code="FZ-07").values_list("code", flat=True)
    assert set(shared) == {"FZ-07", "YF-40", "NP-01"}
    assert load_plans([path]).summary.endswith("没有变化。")
    assert load_plans().text().endswith("；没有变化。")
