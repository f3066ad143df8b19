// The entry grid by keyboard. Tab reaches everything; these keys are short ways for whoever fills columns.
"use strict";

(() => {
  const form = document.getElementById("entry-form");

  const rowOf = (field) => Entry.rows.find((row) => row.fields && row.nameOf(field));

  const go = (field) => {
    if (!field) return;
    field.focus();
    if (field.select && field.tagName === "INPUT" && field.type === "text") field.select();
  };

  const inColumn = (name) => Entry.rows.filter((row) => row.isOpen(name));

  const vertical = (row, name, step) => {
    const column = inColumn(name);
    const found = column[column.indexOf(row) + step];
    if (found) go(found.fields[name]);
  };

  const toEnd = (name, last) => {
    const column = inColumn(name);
    go(column[last ? column.length - 1 : 0].fields[name]);
  };

  const horizontal = (row, field, step) => {
    const open = row.openFields;
    go(open[open.indexOf(field) + step]);
  };

  const hasCaret = (field) => field.tagName === "TEXTAREA" || field.type === "text";

  // The caret can go no further, or all is selected.
  const atEdge = (field, step) => {
    if (!hasCaret(field)) return field.tagName === "SELECT";
    const { selectionStart: from, selectionEnd: to, value } = field;
    if (from === 0 && to === value.length) return true;
    return from === to && from === (step < 0 ? 0 : value.length);
  };

  const newLine = (field) => {
    field.setRangeText("\n", field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const restore = (row, name) => {
    if (row.state === "conflict") return;
    row.fields[name].value = row.saved[name];
    row.follow(false);
    Entry.restored(row);
  };

  // Up and down belong to the browser where they choose an option, move in text or turn a date.
  const movesUpDown = (field) => field.tagName === "INPUT" && field.type === "text";

  const enter = (event, row, name) => {
    if (event.altKey && event.target.tagName === "TEXTAREA") newLine(event.target);
    else if (!event.altKey && !event.ctrlKey && !event.metaKey) vertical(row, name, event.shiftKey ? -1 : 1);
    return true;
  };

  const arrow = (event, row, name) => {
    if (event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return false;
    const step = event.key === "ArrowUp" || event.key === "ArrowLeft" ? -1 : 1;
    if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      if (!movesUpDown(event.target)) return false;
      vertical(row, name, step);
      return true;
    }
    if (!atEdge(event.target, step)) return false;
    horizontal(row, event.target, step);
    return true;
  };

  const homeOrEnd = (event, row, name) => {
    if (!event.ctrlKey) return false;
    toEnd(name, event.key === "End");
    return true;
  };

  const escape = (event, row, name) => {
    restore(row, name);
    return true;
  };

  const KEYS = {
    Enter: enter,
    ArrowUp: arrow,
    ArrowDown: arrow,
    ArrowLeft: arrow,
    ArrowRight: arrow,
    Home: homeOrEnd,
    End: homeOrEnd,
    Escape: escape,
  };

  form.addEventListener("keydown", (event) => {
    const handle = KEYS[event.key];
    // While an input method composes Chinese, Enter and arrows are its own.
    if (!handle || event.isComposing || event.keyCode === 229) return;
    const row = rowOf(event.target);
    if (row && handle(event, row, row.nameOf(event.target))) event.preventDefault();
  });
})();
