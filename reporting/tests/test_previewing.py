"""A preview says what would become of each cell, and writes nothing."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from conftest import OTHER, OWNER, person_of
from departments.models import Department, Person, Role
from indicators.models import Measure, Reading
from indicators.selectors.revision import data_token
from indicators.services.judging import Change
from reporting.models import Batch, BatchKind, BatchState, KeptFile
from reporting.selectors.batches import rows_of
from reporting.services import batches
from reporting.services.batches import NotNow
from reporting.tests.entering import record
from reporting.tests.importing import (
    QUARTER,
    changes,
    confirmed,
    long_table,
    sentences,
    template,
    upload,
    wide_table,
)
from reporting.tests.workbooks.making import xlsx
from reporting.workbooks.refusals import Unreadable
from tasks.models import TaskDepartment, TaskNote

ID_NUMBER = "110102199003071234"


def test_a_preview_writes_no_value_no_history_and_no_token(coordinator: Person) -> None:
    record(coordinator, "YF-03", value="60")
    token, history = data_token(), Reading.history.count()
    batch = upload(template(["YF-03", 61.5], ["YF-04", 80]), coordinator)
    assert changes(batch) == {"YF-03 2023Q4": Change.CHANGED, "YF-04 2023Q4": Change.NEW}
    assert (batch.state, batch.kind, batch.period_code) == (BatchState.READY, BatchKind.TEMPLATE, "2023Q4")
    assert (data_token(), Reading.history.count()) == (token, history)
    assert Reading.objects.get().value == 60


def test_each_row_says_where_it_stands_and_what_changes(coordinator: Person) -> None:
    record(coordinator, "YF-03", value="60", note="初报")
    (row,) = rows_of(upload(template(["YF-03", 61.5, None, None, "复核后"]), coordinator))
    assert (row.place, row.before, row.after) == (
        "指标填报!B4",
        "60%；说明：初报",
        "61.5%；说明：复核后",
    )


def test_the_same_file_twice_changes_nothing_and_says_so(coordinator: Person) -> None:
    content = template(["YF-03", 61.5], ["YF-04", None, 4, 5], tasks=[["YF-T04", "完成两场"]])
    confirmed(content, coordinator)
    batch = upload(content, coordinator)
    assert batch.state == BatchState.UNCHANGED
    assert batch.sentence == "文件里的 3 项和库里的一样，没有要写入的。"
    assert KeptFile.objects.count() == 1


def test_an_empty_template_says_that_nothing_is_filled(liaison: Person) -> None:
    batch = upload(template(["YF-03"], ["YF-04"]), liaison)
    assert (batch.state, batch.sentence) == (BatchState.UNCHANGED, batches.NOTHING_FILLED)


def test_one_wrong_cell_makes_the_batch_faulty_and_the_others_are_judged(coordinator: Person) -> None:
    batch = upload(template(["YF-03", 61.5], ["YF-04", "八十"], ["YF-99", 1]), coordinator)
    assert changes(batch) == {
        "YF-03 2023Q4": Change.NEW,
        "YF-04 2023Q4": Change.REFUSED,
        "": Change.REFUSED,
    }
    assert batch.state == BatchState.FAULTY
    assert batch.sentence.startswith("有 2 处要改正")
    assert any("指标填报!A6 没有编码是“YF-99”的指标" in said for said in sentences(batch))


def test_a_note_without_a_number_never_clears_what_stands(coordinator: Person) -> None:
    record(coordinator, "YF-03", value="60")
    batch = upload(template(["YF-03", None, None, None, "年报未出"]), coordinator)
    assert batch.state == BatchState.FAULTY
    assert "没有填数" in sentences(batch)[0]
    history = upload(long_table(["YF-03", "2023Q4", None, None, None, "年报未出"]), coordinator)
    assert (history.state, history.sentence) == (BatchState.UNCHANGED, batches.NOTHING_FILLED)
    assert Reading.objects.get().value == 60


def test_a_table_without_notes_leaves_those_that_stand(coordinator: Person) -> None:
    record(coordinator, "YF-03", value="60", note="初报")
    wide = wide_table(["2023Q4"], {"YF-03": [60]})
    assert changes(upload(wide, coordinator)) == {"YF-03 2023Q4": Change.UNCHANGED}


# --- whose it is ------------------------------------------------------------------------------------


def test_another_departments_row_names_the_rightful_one(liaison: Person) -> None:
    batch = upload(template(["YF-03", 60], ["YF-29", 3]), liaison)
    assert batch.state == BatchState.FAULTY
    assert sentences(batch) == [f"指标填报!B5 这一项由{OTHER}填报，不由{OWNER}填报。请删去这一行的数。"]


def test_what_nobody_reports_yet_is_the_secretariats(liaison: Person, coordinator: Person) -> None:
    content = template(["FZ-02", 100])
    assert "还没有明确" in sentences(upload(content, liaison))[0]
    assert upload(content, coordinator).state == BatchState.READY


def test_a_liaison_cannot_change_what_is_approved(liaison: Person, coordinator: Person) -> None:
    record(coordinator, "YF-03", value="60")
    batch = upload(template(["YF-03", 61]), liaison)
    assert sentences(batch) == ["指标填报!B4 2023年第四季度的数已审核通过，不能再改。确有差错请联系秘书处。"]
    assert upload(template(["YF-03", 60]), liaison).state == BatchState.UNCHANGED


def test_history_is_the_secretariats(liaison: Person, coordinator: Person) -> None:
    content = long_table(["YF-03", "2023Q4", 60])
    batch = upload(content, liaison)
    assert (batch.state, rows_of(batch)) == (BatchState.FAULTY, [])
    assert batch.sentence.startswith("这是历史数据的表。历史数据由秘书处补录")
    assert upload(content, coordinator).state == BatchState.READY


def test_a_template_of_another_department_is_refused_with_both_named(liaison: Person) -> None:
    batch = upload(template(["YF-03", 60], department=OTHER), liaison)
    assert (batch.state, rows_of(batch)) == (BatchState.FAULTY, [])
    assert f"这个文件是{OTHER}的，这里收的是{OWNER}的" in batch.sentence


def test_a_template_of_another_period_is_refused_with_both_named(liaison: Person) -> None:
    batch = upload(template(["YF-03", 60]), liaison, period="2023Q3")
    assert (batch.state, rows_of(batch)) == (BatchState.FAULTY, [])
    assert "填的是2023年第四季度，这里收的是2023年第三季度" in batch.sentence


def test_a_template_of_a_department_that_nobody_knows_is_refused(coordinator: Person) -> None:
    batch = upload(template(["YF-03", 60], department="区卫健局", tasks=[["YF-T04", "完成"]]), coordinator)
    assert batch.state == BatchState.FAULTY
    assert "没有叫“区卫健局”的单位" in batch.sentence


def test_a_table_without_a_stamp_takes_the_period_and_the_persons_department(liaison: Person) -> None:
    content = xlsx({"表": [["指标编码", "本期值"], ["YF-03", 60]]})
    batch = upload(content, liaison, period="2023Q4")
    assert changes(batch) == {"YF-03 2023Q4": Change.NEW}
    assert upload(content, liaison).state == BatchState.FAULTY


def test_history_beside_the_one_period_that_is_asked_for_is_refused(coordinator: Person) -> None:
    content = long_table(["YF-03", "2023Q4", 60], ["YF-01", "2023", 60], ["YF-03", "2023Q3", 59])
    batch = upload(content, coordinator, period="2023Q4")
    assert (batch.state, rows_of(batch)) == (BatchState.FAULTY, [])
    assert "有2023年第三季度的数，这里只收2023年第四季度的" in batch.sentence


@pytest.mark.parametrize("person", ["leader", "evaluator", "system_administrator"])
def test_whoever_reports_nothing_uploads_nothing(
    db: None, person: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(PermissionDenied, match="不能填报本单位的数值"):
        upload(template(["YF-03", 60]), request.getfixturevalue(person))
    assert not Batch.objects.exists()


def test_a_batch_is_previewed_again_and_dropped_by_its_own_department(
    liaison: Person, other_liaison: Person, leader: Person
) -> None:
    batch = upload(template(["YF-03", 60]), liaison)
    for stranger in (other_liaison, leader):
        with pytest.raises(PermissionDenied):
            batches.preview(batch, by=stranger)
        with pytest.raises(PermissionDenied):
            batches.discard(batch, by=stranger)
    colleague = person_of(Role.LIAISON, "cast.colleague", OWNER)
    assert batches.preview(batch, by=colleague).state == BatchState.READY
    dropped = batches.discard(batch, by=colleague)
    assert dropped.state == BatchState.DISCARDED
    with pytest.raises(NotNow, match="已放弃，不能再预览"):
        batches.preview(dropped, by=liaison)


def test_one_department_s_workbook_answers_for_that_department_whoever_uploads_it(
    coordinator: Person,
) -> None:
    batch = upload(template(["YF-03", 60], department=OTHER), coordinator)
    assert batch.state == BatchState.FAULTY
    assert sentences(batch) == [f"指标填报!A4 这一项由{OWNER}填报，不由{OTHER}填报。请删去这一行的数。"]


# --- tasks ------------------------------------------------------------------------------------------


def test_a_street_reports_on_what_all_streets_must_do(db: None) -> None:
    street = person_of(Role.LIAISON, "cast.street", "德胜街道")
    shared = TaskDepartment.objects.filter(department__name="各街道").values_list("task__code", flat=True)[0]
    batch = upload(template(department="德胜街道", tasks=[[shared, "办了三场"]]), street)
    assert changes(batch) == {f"{shared} 2023Q4": Change.NEW}
    assert not TaskNote.objects.exists()


def test_a_department_without_a_duty_is_refused(other_liaison: Person) -> None:
    batch = upload(template(department=OTHER, tasks=[["YF-T16", "办了三场"]]), other_liaison)
    held = TaskDepartment.objects.filter(task__code="YF-T16", department__name=OTHER).exists()
    assert not held
    assert batch.state == BatchState.FAULTY
    assert f"的分工里没有{OTHER}" in sentences(batch)[0]


def test_a_column_that_the_table_does_not_have_takes_nothing_back(liaison: Person) -> None:
    confirmed(template(tasks=[["YF-T04", "完成两场", "经费不足", "下月三场"]]), liaison)
    stamp = [f"填报期：{QUARTER}　填报单位：{OWNER}"]
    without = xlsx({"任务进展": [stamp, ["任务编码", "本期进展"], ["YF-T04", "完成三场"]]})
    confirmed(without, liaison)
    note = TaskNote.objects.get()
    assert (note.progress, note.obstacles, note.next_steps) == ("完成三场", "经费不足", "下月三场")


# --- personal numbers -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        template(["YF-03", 60, None, None, f"王某 {ID_NUMBER}"]),
        template(["YF-03", 60], tasks=[["YF-T04", "完成", f"残疾人证 {ID_NUMBER}44", ""]]),
        xlsx({"表": [["指标编码", "本期值", "备忘"], ["YF-03", 60, "１１０１０２１９９００３０７１２３Ｘ"]]}),
        xlsx({"表": [["指标编码", "本期值", "备忘"], ["YF-03", 60, "110102 19900307 123X"]]}),
        xlsx({"别的": [[ID_NUMBER]], "表": [["指标编码", "本期值"], ["YF-03", 60]]}),
        xlsx({ID_NUMBER: [["指标编码", "本期值"], ["YF-03", 60]]}),
    ],
    ids=["note", "task", "full width", "in groups", "another sheet", "name of a sheet"],
)
def test_a_file_with_a_personal_number_is_refused_and_not_kept(content: bytes, liaison: Person) -> None:
    batch = upload(content, liaison, period="2023Q4")
    assert batch.state == BatchState.UNREADABLE
    assert "像是身份证号或残疾人证号" in batch.sentence
    assert "文件没有保存" in batch.sentence
    assert ID_NUMBER not in batch.sentence
    assert not KeptFile.objects.exists()


def test_a_personal_number_as_the_files_name_is_refused(liaison: Person) -> None:
    with pytest.raises(Unreadable, match="文件名 像是身份证号"):
        upload(template(["YF-03", 60]), liaison, filename=f"{ID_NUMBER}.xlsx")
    assert not Batch.objects.exists()


def test_a_file_that_cannot_be_read_takes_nothing_from_a_batch_that_was_confirmed_meanwhile(
    coordinator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = upload(template(["YF-03", 60]), coordinator)

    def busy(*given: object) -> None:
        Batch.objects.filter(pk=batch.pk).update(state=BatchState.CONFIRMED)
        raise Unreadable("服务器现在太忙。")

    monkeypatch.setattr(batches, "read_book", busy)
    assert batches.preview(batch, by=coordinator).state == BatchState.CONFIRMED
    assert Batch.objects.get().file is not None


# --- history ----------------------------------------------------------------------------------------


def test_a_wide_table_holds_many_periods_of_both_plans_and_baselines(coordinator: Person) -> None:
    content = wide_table(
        ["基期2020", "2022年", "2023年第三季度", "2023Q4"],
        {"YF-26": [200, None, 40, 39], "FZ-02": [None, None, "99.5%", 100], "YF-01": [None, 61]},
    )
    batch = upload(content, coordinator)
    assert (batch.state, batch.kind, batch.counts["新增"]) == (BatchState.READY, BatchKind.HISTORY, 6)
    assert changes(batch)["YF-26 基期2020"] == Change.NEW
    assert Measure.objects.get(code="YF-26").baseline_value is None


def test_a_date_of_expectation_comes_with_no_data(liaison: Person) -> None:
    batch = upload(template(["YF-03", None, None, None, "年报未出", "暂无数据", date(2024, 2, 20)]), liaison)
    (row,) = rows_of(batch)
    assert (row.change, row.after) == (
        Change.NEW,
        "暂无数据（预计 2024-02-20 报送）；说明：年报未出",
    )


def test_a_template_of_the_secretariat_belongs_to_the_department_that_it_names(coordinator: Person) -> None:
    batch = upload(template(["YF-03", 60]), coordinator)
    assert batch.department == Department.objects.get(name=OWNER)
