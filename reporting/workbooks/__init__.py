"""Excel in: any workbook or CSV, read in a child process that may die, turned into rows that name their cells.

    book = sandbox.read_file(path, filename, rows=limits.HISTORY_ROWS)   # raises Unreadable
    file = rows.parse(book, known.known())                               # raises Unreadable

Nothing here writes to the database, and nothing here decides whether a number is right for its
measure: that is `indicators.rules`, for grid and workbook alike.

What a template must look like, so that it is known again: visible sheets 指标填报 and 任务进展 (their
names do not matter, their headings do: `headings.HEADINGS`), headings within the first 20 rows, and on
each sheet above its headings one cell that says

    填报期：2023年第二季度　填报单位：区卫生健康委

with other labels after it where wanted (模板编号：…). Hidden sheets are not read. The period is the
round's; each row's own period follows from its measure's frequency. Optional further columns are
本期情况 and 预计报送日; a column 问题 is passed over. Text that begins with = + - @ tab CR or ' is
exported with one ' before it, which is taken off again here.
"""
