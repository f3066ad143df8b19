// The entry grid: when a row is saved, what the bar says, and what is warned of on leaving.
"use strict";

(() => {
  const form = document.getElementById("entry-form");
  const table = document.getElementById("entry-table");
  const IDLE = 3000;
  const QUIET = 1500;
  const timers = new Map();
  let savedSince = 0;
  let quiet = 0;

  Entry.rows = Array.from(table.querySelectorAll("tr[data-code]"), (tr) => new Entry.Row(tr));
  const open = Entry.rows.filter((row) => !row.locked);

  const rowAt = (node) => {
    if (!node || !node.closest) return null;
    const tr = node.closest("tr");
    const held = tr && tr.classList.contains("row-message") ? tr.previousElementSibling : tr;
    return open.find((row) => row.tr === held) || null;
  };

  // --- what is left ---------------------------------------------------------------------------------

  const count = (...states) => Entry.rows.filter((row) => states.includes(row.state)).length;

  const parts = () => [
    [count("failed"), "项要改"],
    [count("conflict"), "项等你选择"],
    [count("offline", "login"), "项等待网络"],
    [count("partial"), "项未填完"],
  ];

  const left = () => open.filter((row) => !row.saved.answer).length;

  const finding = () => {
    const total = Entry.rows.length;
    return left() ? `还有 ${left()} 项未填，共 ${total} 项` : `${total} 项都已填报`;
  };

  Entry.changed = () => {
    const said = parts().filter(([number]) => number).map(([number, words]) => `${number} ${words}`);
    said.push(left() ? `${left()} 项未填` : "没有未填的");
    const last = Entry.lastSaved ? `最近一次保存 ${Entry.lastSaved}。` : "";
    document.getElementById("entry-left").textContent = `${last}${said.join("，")}。`;
    document.getElementById("entry-finding").textContent = finding();
    const icon = count("failed", "conflict") ? "#i-bang" : count("offline", "login") ? "#i-offline" : "#i-check";
    document.querySelector("#entry-bar use").setAttribute("href", icon);
    summarise();
  };

  // Spoken once when a run of saves has ended, not at each of them.
  Entry.heard = () => {
    savedSince += 1;
    clearTimeout(quiet);
    quiet = setTimeout(() => {
      Entry.say(`已保存 ${savedSince} 项，${left() ? `还有 ${left()} 项未填` : "没有未填的"}`);
      savedSince = 0;
    }, QUIET);
  };

  // --- when a row is saved --------------------------------------------------------------------------

  const hold = (row) => {
    row.paint("partial", row.has("numerator") ? "还差分母" : "还差分子");
    Entry.drafts.keep(row);
    Entry.changed();
  };

  const settled = (row) => {
    Entry.drafts.drop(row);
    row.waiting = false;
    if (!row.sending) row.paintSaved(row.when);
    Entry.changed();
  };

  const undecided = (row) => row.state === "conflict" && row.decidedOn === JSON.stringify(row.texts);

  const leave = (row) => {
    clearTimeout(timers.get(row));
    row.follow(true);
    row.showPrinted();
    if (!row.touched || undecided(row)) return;
    row.touched = false;
    if (!row.isDirty && row.state !== "conflict") settled(row);
    else if (row.isPartial) hold(row);
    else Entry.saving.save(row);
  };

  // Whoever stops in the middle of a row is saved all the same, unless it plainly is not finished.
  const idle = (row) => {
    if (row.isDirty && !row.isPartial && !row.waitsForReason && !undecided(row)) Entry.saving.save(row);
  };

  const touch = (row) => {
    row.touched = true;
    row.follow(false);
    Entry.drafts.keep(row);
    clearTimeout(timers.get(row));
    timers.set(row, setTimeout(idle, IDLE, row));
  };

  Entry.restored = (row) => {
    if (row.isDirty) touch(row);
    else settled(row);
  };

  Entry.pasted = (rows, report) => {
    rows.forEach((row) => {
      row.touched = true;
      Entry.drafts.keep(row);
      leave(row);
    });
    document.getElementById("entry-left").textContent = `${report}。`;
    Entry.say(report);
  };

  table.addEventListener("input", (event) => {
    const row = rowAt(event.target);
    if (row && row.nameOf(event.target)) touch(row);
  });

  table.addEventListener("focusout", (event) => {
    const row = rowAt(event.target);
    if (row && rowAt(event.relatedTarget) !== row) leave(row);
  });

  // --- 全部保存 -------------------------------------------------------------------------------------

  const wrongRows = () => open.filter((row) => row.state === "failed" || row.state === "conflict");

  const link = (row) => {
    const item = document.createElement("li");
    const anchor = document.createElement("a");
    const field = row.firstWrong || row.openFields[0];
    anchor.href = `#${field.id}`;
    anchor.textContent = `${row.name}：${(row.sentences || []).join(" ")}`;
    anchor.addEventListener("click", (event) => {
      event.preventDefault();
      field.focus();
    });
    item.append(anchor);
    return item;
  };

  // Stands on top from the first 全部保存 on, and shrinks with each row that is put right.
  const summarise = () => {
    const box = document.getElementById("error-summary");
    if (!box) return;
    const wrong = wrongRows();
    if (wrong.length) box.querySelector("ul").replaceChildren(...wrong.map(link));
    else box.remove();
  };

  const showSummary = () => {
    if (!document.getElementById("error-summary")) {
      form.before(document.getElementById("entry-summary-box").content.cloneNode(true));
    }
    summarise();
    document.getElementById("error-summary").focus();
  };

  const finish = () => {
    if (!Entry.saving.isIdle()) {
      setTimeout(finish, 100);
      return;
    }
    if (wrongRows().length) showSummary();
    else Entry.say(document.getElementById("entry-left").textContent);
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    open.forEach((row) => row.follow(true));
    open.filter((row) => row.isDirty && !undecided(row)).forEach(Entry.saving.save);
    finish();
  });

  // --- leaving and coming back ----------------------------------------------------------------------

  const isUnsaved = (row) => row.isDirty || row.sending || row.waiting;

  window.addEventListener("beforeunload", (event) => {
    if (!open.some(isUnsaved)) return;
    event.preventDefault();
    event.returnValue = "";
  });

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) open.filter((row) => row.touched).forEach(leave);
  });

  // --- start ----------------------------------------------------------------------------------------

  const restored = Entry.drafts.restore(open);
  restored.forEach((row) => (row.touched = true));
  open.forEach((row) => row.follow(false));
  // Rows that a posting without script left wrong hold text that is not saved.
  open.filter((row) => ["failed", "conflict"].includes(row.state)).forEach((row) => restored.push(row));
  restored.forEach((row) => (row.isPartial ? hold(row) : Entry.saving.save(row)));
  if (restored.length) Entry.say(`上次没有保存的 ${restored.length} 项已恢复`);
})();
