// The entry grid: what is typed and not saved yet is also kept on this machine, per person, grid and period,
// and comes back after a reload or a new sign-in.
"use strict";

Entry.drafts = (() => {
  const form = document.getElementById("entry-form");
  const KEY = `entry:${form.dataset.person}:${form.dataset.scope}:${form.dataset.period}`;
  const DAYS_KEPT = 30;
  const DAY = 24 * 60 * 60 * 1000;

  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(KEY)) || {};
    } catch (error) {
      return {};
    }
  };

  // Storage may be full or switched off: then the page itself is all there is, and it warns on leaving.
  const write = (drafts) => {
    try {
      if (Object.keys(drafts).length) localStorage.setItem(KEY, JSON.stringify(drafts));
      else localStorage.removeItem(KEY);
    } catch (error) {
      Entry.storageFails = true;
    }
  };

  const put = (row) => {
    const drafts = read();
    drafts[row.code] = { texts: row.texts, version: row.version, at: Date.now() };
    write(drafts);
  };

  const drop = (row) => {
    const drafts = read();
    if (!drafts[row.code]) return;
    delete drafts[row.code];
    write(drafts);
  };

  const keep = (row) => (row.isDirty ? put(row) : drop(row));

  // Puts back what was typed, with the version that was seen then: if somebody wrote since, both are shown.
  const restore = (rows) => {
    const drafts = read();
    return rows.filter((row) => {
      const draft = drafts[row.code];
      if (!draft || row.locked) return false;
      if (Date.now() - draft.at > DAYS_KEPT * DAY) return false;
      row.put(draft.texts);
      if (!row.isDirty) {
        drop(row);
        return false;
      }
      row.version = draft.version;
      return true;
    });
  };

  return { keep, drop, restore };
})();
