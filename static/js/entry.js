// The entry grid: when a row is saved, what the bar says, and what is warned of on leaving.
"use strict";

(() => {
  const form = document.getElementById("entry-form");
  const IDLE = 3000;
  const QUIET = 1500;
  const timers = new Map();
  let savedSince = 0;
  let quiet = 0;

  const rowFor = (tr) => (tr.dataset.kind === "note" ? new Entry.NoteRow(tr) : new Entry.Row(tr));
  Entry.rows = Array.from(form.querySelectorAll("tr[data-code]"), rowFor);
  const open = Entry.rows.filter((row) => !row.locked);

  const rowAt = (node) => {
    if (!node || !node.closest) return null;
    let tr = node.closest("tr");
    while (tr && tr.classList.contains("row-message")) tr = tr.previousElementSibling;
    return open.find((row) => row.tr === tr) || null;
  };

  // --- what is left ---------------------------------------------------------------------------------

  const count = (...states) => Entry.rows.filter((row) => states.includes(row.state)).length;

  const parts = () => [
    [count("failed"), "项要改"],
    [count("needs_note"), "项要说明"],
    [count("conflict"), "项等你选择"],
    [count("offline", "login"), "项等待网络"],
    [count("partial"), "项未填完"],
  ];

  const blank = () => open.filter((row) => !row.isAnswered);
  const left = () => blank().length;

  // A department's page names indicators and tasks, a plan's has only the ones.
  const leftByKind = () => {
    const kinds = ["指标", "任务"].map((what) => [blank().filter((row) => row.what === what).length, what]);
    const said = kinds.filter(([number]) => number).map(([number, what]) => `${number} 项${what}`);
    return said.length ? `还有 ${said.join("、")}未填` : "各项都已填报";
  };

  const finding = () => {
    if (form.dataset.check) return leftByKind();
    const total = Entry.rows.length;
    return left() ? `还有 ${left()} 项未填，共 ${total} 项` : `${total} 项都已填报`;
  };

  const unreported = () => {
    const number = open.filter((row) => row.standing !== "submitted").length;
    return number ? `${number} 项未报送` : "都已报送";
  };

  Entry.changed = () => {
    const said = parts().filter(([number]) => number).map(([number, words]) => `${number} ${words}`);
    said.push(left() ? `${left()} 项未填` : "没有未填的");
    if (form.dataset.check) said.push(unreported());
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

  form.addEventListener("input", (event) => {
    const row = rowAt(event.target);
    if (row && row.nameOf(event.target)) touch(row);
  });

  // A suggestion that came with the page: its box works without script too.
  form.addEventListener("change", (event) => {
    const box = event.target;
    const row = box.dataset.suggestion && box.checked && rowAt(box);
    if (row) row.take(box.value, box.dataset.suggestion);
  });

  form.addEventListener("focusout", (event) => {
    const row = rowAt(event.target);
    if (row && rowAt(event.relatedTarget) !== row) leave(row);
  });

  // --- 全部保存 -------------------------------------------------------------------------------------

  const isUnsaved = (row) => row.isDirty || row.sending || row.waiting;
  const wrongRows = () => open.filter((row) => ["failed", "conflict"].includes(row.state) || (row.state === "needs_note" && row.isDirty));

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

  const finish = (checks) => {
    if (!Entry.saving.isIdle()) {
      setTimeout(finish, 100, checks);
      return;
    }
    if (wrongRows().length) showSummary();
    else if (checks && !open.some(isUnsaved)) window.location.assign(form.dataset.check);
    else Entry.say(document.getElementById("entry-left").textContent);
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    open.forEach((row) => row.follow(true));
    open.filter((row) => row.isDirty && !undecided(row)).forEach(Entry.saving.save);
    finish(Boolean(event.submitter && event.submitter.name === "check"));
  });

  // --- leaving and coming back ----------------------------------------------------------------------

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
