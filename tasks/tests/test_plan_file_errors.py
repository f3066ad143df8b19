"""What is no plan file at all, and how several problems are told: in Chinese, file by file and line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tasks.plan_files import PlanFileError, load_plans
from tasks.tests.plan_copies import Copies
from tasks.tests.refusals import DEPARTMENTS, FZ, YF, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def copies(tmp_path: Path) -> Copies:
    return Copies(tmp_path)


# --- several at once ---


def test_every_problem_of_every_file_is_told_in_the_order_of_the_lines(copies: Copies) -> None:
    later = copies.edit(YF, "indicators/YF-30", "comparator: rise", "comparator: hold")
    lines = [
        copies.edit(
            YF, "measures/YF-12", "reporting_department: 区卫生健康委", "reporting_department: 卫健委"
        )
    ]
    lines += [copies.edit(YF, "indicators/YF-12", "threshold: '80'", "threshold: 八十"), later]
    first = copies.edit(FZ, "plan", "end: '2025-12-31'", "end: '2020-12-31'")
    problems = refusal(copies).problems
    assert (problems[0].file, problems[0].line) == (FZ, first - 1)
    assert [problem.line for problem in problems if problem.file == YF] == lines


def test_one_slip_is_told_once(copies: Copies) -> None:
    """A code that is missing leaves no gap behind; a target that cannot be read contradicts nothing."""
    copies.edit(YF, "indicators/YF-20", "- code: YF-20\n    name", "- name")
    copies.edit(YF, "indicators/YF-12", "comparator: at_least", "comparator: atleast")
    assert len(refusal(copies).problems) == 2


# --- what is no plan file at all ---


def alone(path: Path) -> str:
    with pytest.raises(PlanFileError) as refused:
        load_plans([path])
    return str(refused.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "NP.yaml"
    assert alone(path) == f"NP.yaml：找不到这个文件（{path}）。请检查路径。"


def test_a_folder(tmp_path: Path) -> None:
    assert alone(tmp_path).endswith("：这是文件夹，不是规划文件。请写出其中文件的名称。")


@pytest.mark.parametrize("name", ["NP.xlsx", "NP.yaml"])
def test_a_workbook_by_its_name_or_its_content(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"PK\x03\x04 and so on")
    assert alone(path).startswith(f"{name}：这是电子表格，不是规划文件（YAML 文本）。")


def test_a_text_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "NP.yaml"
    path.write_bytes("plan:\n  code: NP\n  title: 规划\n".encode("gb18030"))
    assert alone(path) == "NP.yaml 第 3 行：不是 UTF-8 编码的文本。请用 UTF-8 编码另存后再载入。"


@pytest.mark.parametrize("text", ["", "只有一句话", "- 一\n- 二\n", "# 只有注释\n"])
def test_a_text_without_a_plan(tmp_path: Path, text: str) -> None:
    path = tmp_path / "NP.yaml"
    path.write_text(text, "utf-8")
    assert alone(path) == "NP.yaml：文件里没有内容，或者不是“项：值”的形式。"


def test_two_documents_in_one_file(tmp_path: Path) -> None:
    path = tmp_path / "NP.yaml"
    path.write_text("plan:\n  code: NP\n---\nplan:\n  code: NQ\n", "utf-8")
    assert alone(path) == "NP.yaml 第 3 行：一个文件只能有一份内容，这里又用“---”开始了一份。"


def test_a_bracket_left_open_names_where_it_began(tmp_path: Path) -> None:
    path = tmp_path / "NP.yaml"
    path.write_text("plan:\n  code: [NP\n  title: 规划\n", "utf-8")
    assert "（从第 2 行开始的内容没有写完整）" in alone(path)


def test_a_nest_without_end(tmp_path: Path) -> None:
    path = tmp_path / "NP.yaml"
    path.write_text("plan: " + "[" * 2000 + "]" * 2000, "utf-8")
    assert alone(path) == "NP.yaml 第 1 行：嵌套太深，不是规划文件的格式。"


def test_another_yaml_file_is_told_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "compose.yaml"
    path.write_text("services:\n  web:\n    image: nginx\n", "utf-8")
    sentences = alone(path).splitlines()
    assert "compose.yaml 第 1 行：规划文件没有写规划（plan）。" in sentences
    assert "compose.yaml 第 1 行：规划文件有不认识的项“services”。" in sentences


def test_the_same_plan_twice(copies: Copies) -> None:
    again = copies.folder / "again.yaml"
    again.write_text(copies.text(YF), "utf-8")
    copies.paths.append(again)
    assert "规划编码 YF 重复，YF.yaml 第 " in str(refusal(copies))


def test_two_departments_cannot_become_one(copies: Copies) -> None:
    copies.cut(DEPARTMENTS, "departments/区医保局")
    line = copies.edit(DEPARTMENTS, "departments/区教委", "aliases: []", "aliases: [区医保局]")
    told = "“区医保局”在系统里是另一个单位，不能又是“区教委”的别名。"
    assert str(refusal(copies)) == f"departments.yaml 第 {line} 行：{told}"
