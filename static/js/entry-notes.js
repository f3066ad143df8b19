// A department's quarter: the row of a task. Three texts, saved together like the row of an indicator.
"use strict";

Entry.NoteRow = class extends Entry.Row {
  get columns() {
    return ["progress", "obstacles", "next_steps"];
  }

  get pasted() {
    return this.columns;
  }

  get what() {
    return "任务";
  }

  get isAnswered() {
    return Object.values(this.saved).some((text) => text.trim());
  }

  get isPartial() {
    return false;
  }

  get waitsForReason() {
    return false;
  }

  // Nothing follows from these texts.
  follow() {}

  arrange() {}
};
