"""Words that the format does not know, and YAML that a plan file may not use: refused with the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tasks.tests.plan_copies import Copies
from tasks.tests.refusals import FZ, Refused, check

pytestmark = pytest.mark.django_db

REFUSED = [
    # words of the format
    Refused(
        "comparator unknown",
        "indicators/YF-12",
        "comparator: at_least",
        "comparator: atleast",
        "指标 YF-12 的比较方式（comparator）“atleast”不认识，可以写：at_least、more_than、",
    ),
    Refused(
        "span unknown",
        "indicators/YF-12",
        "span: latest",
        "span: newest",
        "指标 YF-12 的目标针对（span）“newest”不认识，可以写：latest、year、plan。",
    ),
    Refused(
        "kind unknown",
        "indicators/YF-12",
        "kind: reach",
        "kind: get",
        "指标 YF-12 的目标类型（kind）“get”不认识，可以写：reach、keep。",
    ),
    Refused(
        "frequency unknown",
        "measures/YF-12",
        "frequency: quarterly",
        "frequency: monthly",
        "数据项 YF-12 的频率（frequency）“monthly”不认识，可以写：quarterly、half_yearly、yearly。",
    ),
    Refused(
        "basis unknown",
        "measures/YF-12",
        "basis: point",
        "basis: state",
        "数据项 YF-12 的数据性质（basis）“state”不认识，可以写：point、flow、ytd。",
    ),
    Refused(
        "nature unknown",
        "indicators/FZ-02",
        "nature: 约束性",
        "nature: binding",
        "指标 FZ-02 的属性（nature）“binding”不认识，可以写：约束性、预期性。",
        file=FZ,
    ),
    Refused(
        "neither true nor false",
        "measures/YF-12",
        "higher_is_better: 'true'",
        "higher_is_better: 是",
        "数据项 YF-12 的数值越高越好（higher_is_better）“是”不对，只能写 true 或 false。",
    ),
    Refused(
        "key misspelt",
        "indicators/YF-30",
        "      span: year",
        "      spam: year",
        "指标 YF-30 有不认识的项“spam”，是不是 span。",
    ),
    Refused(
        "key twice",
        "indicators/YF-12",
        "      span: latest",
        "      kind: keep\n      kind: reach",
        "“kind”写了两次，前面第 {other} 行已有。",
        at="kind: reach",
        other="indicators/YF-12:span",
    ),
    Refused(
        "text where a list belongs",
        "tasks/YF-T15",
        "lead: [区市场监管局]",
        "lead: 区市场监管局",
        "任务 YF-T15 的牵头单位（lead）应是一个列表，例如 [区残联, 区教委]。",
    ),
    Refused(
        "list where a text belongs",
        "indicators/YF-12",
        "task: YF-T07",
        "task: [YF-T07, YF-T08]",
        "指标 YF-12 的任务（task）应是一段文字。",
    ),
    Refused(
        "target missing",
        "indicators/YF-45",
        "    target:\n",
        "    aim:\n",
        "指标 YF-45 没有写目标（target）。",
        at="code",
    ),
    Refused(
        "section missing",
        "measures",
        "measures:",
        "measure:",
        "规划文件有不认识的项“measure”，是不是 measures。",
    ),
    # what YAML can do and a plan file may not
    Refused(
        "anchor", "indicators/YF-12", "task: YF-T07", "task: &t YF-T07", "用了 YAML 的锚点或引用（& 或 *）。"
    ),
    Refused("tag", "indicators/YF-12", "task: YF-T07", "task: !!str YF-T07", "用了 YAML 的类型标记（"),
    Refused("tab", "indicators/YF-12", "    task: YF-T07", "\ttask: YF-T07", "用了制表符（Tab）。"),
    Refused("control character", "indicators/YF-12", "task: YF-T07", "task: YF\x00", "有看不见的控制字符。"),
    Refused(
        "indentation",
        "indicators/YF-12",
        "    task: YF-T07",
        "   task: YF-T07",
        "YAML 格式不对，读到这里读不下去",
    ),
]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.id)
def test_a_wrong_form_is_refused_with_its_line(tmp_path: Path, case: Refused) -> None:
    check(Copies(tmp_path), case)
