// The entry grid: one row of it. Reads what stands in the fields, and paints state, message and computed value.
"use strict";

window.Entry = (() => {
  const COLUMNS = ["numerator", "denominator", "value", "answer", "note", "expected_on"];
  const NUMBERS = ["numerator", "denominator", "value"];
  const STANDING = ["saved", "submitted", "returned", "blank", "needs_note"];
  const announcer = document.getElementById("announcer");

  // 1,234 · ８５％ · 1 234 as a number for the eye only; what is saved is read by the server.
  const numberOf = (text) => {
    const plain = text.replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));
    const bare = plain.replace(/[\s,%]/g, "");
    return /^[+-]?\d*\.?\d+$/.test(bare) ? Number(bare) : NaN;
  };

  const rateText = (over, under, scale) => {
    const rate = (numberOf(over) / numberOf(under)) * scale;
    return Number.isFinite(rate) ? rate.toLocaleString("en-US", { maximumFractionDigits: 2 }) : "—";
  };

  const say = (text) => {
    announcer.textContent = "";
    setTimeout(() => (announcer.textContent = text), 60);
  };

  class Row {
    constructor(tr) {
      this.tr = tr;
      this.code = tr.dataset.code;
      this.name = tr.dataset.name;
      this.url = tr.dataset.url;
      this.locked = !tr.dataset.url;
      this.version = Number(tr.dataset.version || 0);
      this.scale = Number(tr.dataset.scale || 0);
      this.state = tr.dataset.state;
      this.fields = {};
      this.columns.forEach((name) => {
        const field = document.getElementById(`${this.code}-${name}`);
        if (field) this.fields[name] = field;
      });
      this.saved = this.asRendered();
      this.when = tr.querySelector(".e-state .under").textContent;
      this.standing = STANDING.includes(this.state) ? this.state : "";
    }

    get columns() {
      return COLUMNS;
    }

    // Left and right go through these, and a pasted block fills them in this order.
    get pasted() {
      return ["numerator", "denominator", "value", "answer", "note"];
    }

    get what() {
      return "指标";
    }

    // What the page came with, also where the browser has put other text into the fields since.
    asRendered() {
      const texts = {};
      Object.entries(this.fields).forEach(([name, field]) => {
        const chosen = field.options && Array.from(field.options).find((option) => option.defaultSelected);
        texts[name] = field.options ? (chosen ? chosen.value : "") : field.defaultValue;
      });
      return texts;
    }

    get texts() {
      const texts = {};
      Object.entries(this.fields).forEach(([name, field]) => (texts[name] = field.value));
      return texts;
    }

    get isDirty() {
      return Object.entries(this.fields).some(([name, field]) => field.value !== this.saved[name]);
    }

    has(name) {
      return Boolean(this.fields[name] && this.fields[name].value.trim());
    }

    get hasNumber() {
      return NUMBERS.some((name) => this.has(name));
    }

    // Only one of 分子 and 分母: the other is on its way, often a column later.
    get isPartial() {
      return this.fields.answer.value === "value" && !this.has("value") && this.has("numerator") !== this.has("denominator");
    }

    get isAnswered() {
      return Boolean(this.saved.answer);
    }

    get waitsForReason() {
      return this.fields.answer.value === "no_data" && !(this.has("note") && this.has("expected_on"));
    }

    isOpen(name) {
      const field = this.fields[name];
      return Boolean(field) && !field.hidden && !field.closest("[hidden]");
    }

    get openFields() {
      return this.columns.filter((name) => this.isOpen(name)).map((name) => this.fields[name]);
    }

    nameOf(field) {
      return this.columns.find((name) => this.fields[name] === field);
    }

    // Typing a number says that there is one; taking the last one away says that there is none.
    follow(leaving) {
      const answer = this.fields.answer;
      if (this.hasNumber && answer.value === "") answer.value = "value";
      if (leaving && !this.hasNumber && answer.value === "value") answer.value = "";
      this.arrange();
    }

    arrange() {
      const day = this.fields.expected_on.closest(".e-day");
      day.hidden = this.fields.answer.value !== "no_data";
      if (!this.scale) return;
      const computed = this.has("numerator") || this.has("denominator");
      const output = this.tr.querySelector("output");
      output.hidden = !computed;
      if (document.activeElement !== this.fields.value) this.fields.value.hidden = computed && !this.has("value");
      if (computed) output.firstElementChild.textContent = rateText(this.fields.numerator.value, this.fields.denominator.value, this.scale);
    }

    put(texts) {
      Object.entries(texts).forEach(([name, text]) => {
        if (this.fields[name]) this.fields[name].value = text;
      });
      this.arrange();
    }

    // What was saved as it is printed, but for the field in which somebody types: its text means the same.
    putAround(active) {
      const name = this.nameOf(active);
      if (name) this.saved[name] = active.value;
      this.put(this.saved);
    }

    // Once nobody types in the row any more, every field shows what was saved as it is printed.
    showPrinted() {
      if (!this.printed || this.isDirty) return;
      this.saved = Object.assign({}, this.saved, this.printed);
      this.printed = null;
      this.put(this.saved);
    }

    paint(state, under) {
      this.state = state;
      const cell = this.tr.querySelector(".e-state");
      const tag = document.getElementById(`tag-${state}`).content.cloneNode(true);
      cell.querySelector(".line").replaceChildren(tag);
      cell.querySelector(".under").textContent = under || "";
      this.tr.classList.toggle("row-bad", state === "failed" || Boolean(this.whyReturned));
      this.tr.classList.toggle("row-choice", state === "conflict");
      this.tr.classList.toggle("row-warn", state === "needs_note");
    }

    paintSaved(when) {
      this.clearMessage();
      const state = this.isAnswered ? (this.standing === "blank" ? "" : this.standing) || "saved" : "blank";
      this.paint(state, this.isAnswered ? when : "");
      this.when = when;
      if (this.question) this.ask(this.question, []);
    }

    // What looks like a slip: take the number that was probably meant, or say why not.
    ask(question, wrong) {
      const buttons = document.createElement("div");
      buttons.className = "button-row";
      if (question.suggestion) buttons.append(this.button(question.label, () => this.take(question.field, question.suggestion)));
      buttons.append(this.button("没有错，写明原因", () => this.fields.note.focus()));
      this.tell([question.sentence], wrong, buttons, "message-warn");
    }

    take(name, text) {
      this.fields[name].value = text;
      this.fields[name].focus();
      this.fields[name].dispatchEvent(new Event("input", { bubbles: true }));
      Entry.saving.save(this);
    }

    button(label, choose) {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "button button-small";
      made.textContent = label;
      made.addEventListener("click", choose);
      return made;
    }

    // The message stands in the row below; the fields it is about are marked and described by it.
    tell(sentences, wrong, buttons, look = "message-choice") {
      this.clearMessage();
      const row = document.getElementById("entry-message").content.querySelector("tr").cloneNode(true);
      const box = row.querySelector(".message");
      box.id = `${this.code}-message`;
      box.querySelector("p").textContent = sentences.join(" ");
      row.firstElementChild.colSpan = this.tr.cells.length;
      if (buttons) {
        box.classList.add(look);
        box.append(buttons);
      }
      (this.whyReturned || this.tr).after(row);
      this.tr.classList.add("has-message");
      this.mark(wrong);
      this.sentences = sentences;
    }

    mark(wrong) {
      const open = this.openFields;
      const named = open.filter((field) => wrong.includes(this.nameOf(field)));
      const marked = named.length || !wrong.length ? named : open.slice(0, 1);
      marked.forEach((field) => field.setAttribute("aria-invalid", "true"));
      open.forEach((field) => this.describe(field, `${this.code}-message`));
      this.firstWrong = marked[0] || open[0];
    }

    describe(field, id) {
      const ids = NUMBERS.includes(this.nameOf(field)) ? [`${this.code}-last`] : [];
      if (this.whyReturned) ids.push(`${this.code}-returned`);
      if (id) ids.push(id);
      if (ids.length) field.setAttribute("aria-describedby", ids.join(" "));
      else field.removeAttribute("aria-describedby");
    }

    get whyReturned() {
      const box = document.getElementById(`${this.code}-returned`);
      return box && box.closest("tr");
    }

    clearMessage() {
      const old = document.getElementById(`${this.code}-message`);
      if (old) old.closest("tr").remove();
      this.tr.classList.toggle("has-message", Boolean(this.whyReturned));
      this.tr.classList.toggle("row-bad", Boolean(this.whyReturned));
      this.tr.classList.remove("row-choice", "row-warn");
      this.sentences = [];
      Object.values(this.fields).forEach((field) => {
        field.removeAttribute("aria-invalid");
        this.describe(field, "");
      });
    }
  }

  return { Row, say, rows: [] };
})();
