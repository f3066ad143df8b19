// The entry grid: a block copied from Excel or WPS fills right and down by position.
"use strict";

(() => {
  const form = document.getElementById("entry-form");
  const ANSWERS = { 数值: "value", 不适用: "not_applicable", 暂无数据: "no_data", 未填: "", "": "" };

  // Tab-separated, with cells in quotes where they hold a line break, a tab or a quote.
  const cellsOf = (text) => {
    const grid = [[]];
    const pattern = /(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r\n|\r|\n|$)/g;
    const body = text.replace(/(\r\n|\r|\n)$/, "");
    let match = pattern.exec(body);
    while (match) {
      grid[grid.length - 1].push(match[1] === undefined ? match[2] : match[1].replace(/""/g, '"'));
      if (match[3] === "") break;
      if (match[3] !== "\t") grid.push([]);
      match = pattern.exec(body);
    }
    return grid;
  };

  const fill = (row, name, text) => {
    const field = row.fields[name];
    if (!row.isOpen(name)) return text.trim() === "" ? "same" : "closed";
    const value = name === "answer" ? ANSWERS[text.trim()] : text.trim();
    if (value === undefined) return "closed";
    if (field.value === value) return "same";
    field.value = value;
    row.follow(false);
    return "filled";
  };

  const pasteRow = (row, first, cells, result) => {
    if (row.locked) {
      result.locked.push(row.code);
      return;
    }
    cells.forEach((text, index) => {
      const name = row.pasted[first + index];
      const outcome = name ? fill(row, name, text) : "closed";
      result[outcome] += 1;
    });
    row.touched = true;
    result.rows.push(row);
  };

  // Fills rows of one kind: what is meant for indicators never runs on into tasks.
  const pasteBlock = (from, first, cells) => {
    const rows = Entry.rows.filter((row) => row.what === from.what);
    const start = rows.indexOf(from);
    const result = { filled: 0, same: 0, closed: 0, locked: [], rows: [], over: 0 };
    cells.forEach((line, index) => {
      const row = rows[start + index];
      if (row) pasteRow(row, first, line, result);
      else result.over += line.length;
    });
    return result;
  };

  const report = (result) =>
    [
      `已粘贴 ${result.filled + result.same} 格`,
      result.locked.length ? `${result.locked.join("、")} 已锁定，没有改动` : "",
      result.closed ? `${result.closed} 格没有对应的输入框，没有粘贴` : "",
      result.over ? `超出表格的 ${result.over} 格没有粘贴` : "",
    ]
      .filter(Boolean)
      .join("；");

  // In 情况说明 several lines may simply be text; from a spreadsheet they come as a table.
  const isBlock = (field, data) => {
    const text = data.getData("text/plain").replace(/(\r\n|\r|\n)$/, "");
    if (text.includes("\t")) return true;
    if (!/[\r\n]/.test(text)) return false;
    return field.tagName === "INPUT" || /<table/i.test(data.getData("text/html"));
  };

  form.addEventListener("paste", (event) => {
    const row = Entry.rows.find((one) => !one.locked && one.nameOf(event.target));
    if (!row || !event.clipboardData || !isBlock(event.target, event.clipboardData)) return;
    const first = row.pasted.indexOf(row.nameOf(event.target));
    if (first < 0) return;
    event.preventDefault();
    const cells = cellsOf(event.clipboardData.getData("text/plain"));
    const result = pasteBlock(row, first, cells);
    Entry.pasted(result.rows, report(result));
  });
})();
