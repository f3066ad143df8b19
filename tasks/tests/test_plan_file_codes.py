"""Codes given twice or not at all, and names of what is not there: refused with the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tasks.tests.plan_copies import Copies
from tasks.tests.refusals import DEPARTMENTS, FZ, Refused, check

pytestmark = pytest.mark.django_db

REFUSED = [
    # codes and names
    Refused(
        "indicator code twice",
        "indicators/YF-03",
        "code: YF-03",
        "code: YF-02",
        "指标编码 YF-02 重复，前面第 {other} 行已有。",
        other="indicators/YF-02",
    ),
    Refused(
        "indicator code missing",
        "indicators/YF-03",
        "- code: YF-03\n    name",
        "- name",
        "这一项指标没有写编码（code）。",
    ),
    Refused(
        "indicator code of another plan",
        "indicators/YF-45",
        "code: YF-45",
        "code: FZ-45",
        "指标编码“FZ-45”应是 YF- 加两位序号，例如 YF-01。",
    ),
    Refused(
        "gap in the numbering",
        "indicators/YF-45",
        "code: YF-45",
        "code: YF-46",
        "指标编码 YF-46 前面缺 YF-45。编码要从 01 起，按顺序连续编号。",
    ),
    Refused(
        "task code twice",
        "tasks/YF-T03",
        "code: YF-T03",
        "code: YF-T02",
        "任务编码 YF-T02 重复，前面第 {other} 行已有。",
        other="tasks/YF-T02",
    ),
    Refused(
        "task code missing",
        "tasks/YF-T21",
        "- code: YF-T21\n    theme",
        "- theme",
        "这一项任务没有写编码（code）。",
    ),
    Refused(
        "measure code twice",
        "measures/YF-04",
        "code: YF-04",
        "code: YF-03",
        "数据项编码 YF-03 重复，前面第 {other} 行已有。",
        other="measures/YF-03",
    ),
    Refused(
        "measure in two files",
        "measures/YF-01",
        "code: YF-01",
        "code: FZ-07",
        "数据项编码 FZ-07 重复，FZ.yaml 第 {other} 行已有。",
        other="FZ.yaml:measures/FZ-07",
    ),
    Refused(
        "theme twice",
        "themes",
        "name: 疾病致残防控行动",
        "name: 残疾预防知识普及行动",
        "领域 残疾预防知识普及行动 重复，前面第 {other} 行已有。",
        other="themes/残疾预防知识普及行动",
    ),
    Refused(
        "department twice",
        "departments/区教委",
        "name: 区教委",
        "name: 区残联",
        "单位名称或别名 区残联 重复，前面第 {other} 行已有。",
        file=DEPARTMENTS,
        other="departments.yaml:departments/区残联",
    ),
    Refused(
        "alias that is a name",
        "departments/区教委",
        "aliases: []",
        "aliases: [区残联]",
        "单位名称或别名 区残联 重复，前面第 {other} 行已有。",
        file=DEPARTMENTS,
        other="departments.yaml:departments/区残联",
    ),
    Refused(
        "commitment twice",
        "tasks/FZ-T14",
        "name: 学生资助",
        "name: 接受送教上门的儿童比例",
        "任务 FZ-T14 的量化要求 接受送教上门的儿童比例 重复，前面第 ",
        file=FZ,
    ),
    Refused("plan code", "plan", "code: YF", "code: yf", "规划编码“yf”要用大写字母开头"),
    # what is named and not there
    Refused(
        "theme unknown",
        "indicators/YF-12",
        "theme: 疾病",
        "theme: 病",
        "指标 YF-12 的领域“病致残防控行动”在本文件里没有。",
    ),
    Refused(
        "task unknown",
        "indicators/YF-12",
        "task: YF-T07",
        "task: YF-T77",
        "指标 YF-12 的任务“YF-T77”在本文件里没有。",
    ),
    Refused(
        "measure unknown",
        "indicators/YF-40",
        "measure: FZ-07",
        "measure: FZ-77",
        "指标 YF-40 用的数据项 FZ-77 不存在。如果它在另一个文件里，请把两个文件一起载入。",
    ),
    Refused(
        "reference unknown",
        "indicators/FZ-01",
        "reference: REF-GDP",
        "reference: REF-CPI",
        "指标 FZ-01 参照的数据项 REF-CPI 不存在。",
        file=FZ,
    ),
    Refused(
        "department unknown",
        "tasks/YF-T15",
        "lead: [区市场监管局]",
        "lead: [区市场监督局]",
        "任务 YF-T15 的单位“区市场监督局”不认识。请写单位表中的名称或别名。",
    ),
    Refused(
        "reporting department unknown",
        "measures/YF-12",
        "reporting_department: 区卫生健康委",
        "reporting_department: 卫健委",
        "数据项 YF-12 的单位“卫健委”不认识。",
    ),
    Refused(
        "indicator of a commitment unknown",
        "tasks/YF-T06",
        "indicator: YF-11",
        "indicator: YF-91",
        "任务 YF-T06 的量化要求“儿童康复园”对应的指标 YF-91 不存在。",
    ),
]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.id)
def test_a_wrong_code_or_name_is_refused_with_its_line(tmp_path: Path, case: Refused) -> None:
    check(Copies(tmp_path), case)
