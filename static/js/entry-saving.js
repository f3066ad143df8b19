// The entry grid: sends rows one by one, each in its own turn, and goes on trying when the line is down.
"use strict";

Entry.saving = (() => {
  const form = document.getElementById("entry-form");
  const AT_ONCE = 3;
  const PATIENCE = 20000;
  const FIRST_PAUSE = 2000;
  const LONGEST_PAUSE = 60000;
  const queue = [];
  let sending = 0;
  let pause = FIRST_PAUSE;
  let timer = 0;
  let expired = false;

  // Read each time: signing in again in another tab changes it.
  const token = () => {
    const found = document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/);
    return found ? found[1] : form.elements.csrfmiddlewaretoken.value;
  };

  const body = (row) =>
    JSON.stringify(
      Object.assign({}, row.texts, {
        seen_version: row.version,
        person: Number(form.dataset.person),
        reason: row.reason || form.elements.reason.value,
      })
    );

  const post = (row) => {
    const stop = new AbortController();
    const clock = setTimeout(() => stop.abort(), PATIENCE);
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token() };
    const options = { method: "POST", headers, body: body(row), redirect: "manual", credentials: "same-origin", signal: stop.signal };
    return fetch(row.url, options).finally(() => clearTimeout(clock));
  };

  const later = (row, state, under) => {
    row.waiting = true;
    row.paint(state, under);
    Entry.drafts.keep(row);
  };

  const offline = (row) => {
    later(row, "offline", "内容在本机");
    if (timer) return;
    timer = setTimeout(retry, pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  };

  const signedOut = (row) => {
    later(row, "login", "内容在本机");
    if (!expired) Entry.say("登录已过期，填的内容都在本机。请按页面底部的“重新登录”。");
    setExpired(true);
  };

  const setExpired = (now) => {
    expired = now;
    document.getElementById("entry-login").hidden = !now;
  };

  const retry = () => {
    clearTimeout(timer);
    timer = 0;
    Entry.rows.filter((row) => row.waiting).forEach(save);
  };

  const done = (row, reply, sent) => {
    row.version = reply.version;
    row.standing = reply.state;
    row.question = reply.question || null;
    row.reason = "";
    const still = JSON.stringify(row.texts) === sent;
    row.saved = Object.assign({}, row.saved, reply.texts);
    row.printed = still ? reply.texts : null;
    if (still) row.putAround(document.activeElement);
    if (row.scale && reply.computed && still) row.tr.querySelector("output").firstElementChild.textContent = reply.computed;
    row.paintSaved(reply.saved_at);
    Entry.drafts.keep(row);
    if (!still && row.isDirty) row.again = true;
    Entry.lastSaved = reply.saved_at;
    Entry.heard(row);
  };

  const failed = (row, messages, question) => {
    const sentences = Array.from(new Set(Object.values(messages)));
    if (question) row.ask(question, Object.keys(messages));
    else row.tell(sentences, Object.keys(messages));
    row.paint(question ? "needs_note" : "failed");
    Entry.drafts.keep(row);
    Entry.say(`${row.name}${question ? "要说明" : "未通过"}：${sentences.join(" ")}`);
  };

  // Both stay in sight until somebody chooses; nothing is written before.
  const conflict = (row, reply) => {
    const choices = document.createElement("div");
    choices.className = "button-row";
    choices.append(row.button(reply.theirs_label, () => takeTheirs(row, reply.theirs)), row.button(reply.mine_label, () => keepMine(row, reply.theirs)));
    row.tell([reply.sentence], [], choices);
    row.paint("conflict");
    row.decidedOn = JSON.stringify(row.texts);
    Entry.drafts.keep(row);
    Entry.say(`${row.name}：${reply.sentence}`);
  };

  const takeTheirs = (row, theirs) => {
    row.version = theirs.version;
    row.standing = theirs.state;
    row.question = null;
    row.saved = Object.assign({}, row.saved, theirs.texts);
    row.put(theirs.texts);
    row.paintSaved(theirs.saved_at);
    Entry.drafts.drop(row);
    row.openFields[0].focus();
    Entry.changed();
  };

  const keepMine = (row, theirs) => {
    row.version = theirs.version;
    row.reason = form.elements.reason.value || "两人同时填写，核对后选用后填的数";
    row.openFields[0].focus();
    row.clearMessage();
    save(row);
  };

  const detail = (answer) => answer.json().then((said) => said.detail, () => "");
  const isJson = (answer) => (answer.headers.get("Content-Type") || "").startsWith("application/json");

  const reached = () => {
    pause = FIRST_PAUSE;
    if (expired) setExpired(false);
    document.dispatchEvent(new Event("sessionrenewed"));
  };

  const answered = async (row, answer, sent) => {
    if (answer.type === "opaqueredirect" || (answer.status === 403 && !isJson(answer))) return signedOut(row);
    if (answer.status >= 500) return offline(row);
    row.waiting = false;
    reached();
    if (answer.ok) return done(row, await answer.json(), sent);
    if (answer.status === 409) return conflict(row, await answer.json());
    if (answer.status === 422) {
      const reply = await answer.json();
      return failed(row, reply.messages, reply.question);
    }
    return failed(row, { row: (await detail(answer)) || "没有保存成功。请刷新页面后再试，填的内容会保留。" });
  };

  const send = async (row) => {
    const sent = JSON.stringify(row.texts);
    sending += 1;
    row.sending = true;
    row.paint("saving");
    Entry.changed();
    try {
      await answered(row, await post(row), sent);
    } catch (error) {
      offline(row);
    }
    sending -= 1;
    row.sending = false;
    Entry.changed();
    if (row.again) save(row);
    next();
  };

  const next = () => {
    while (sending < AT_ONCE && queue.length) send(queue.shift());
  };

  // One request a row at a time: what is typed meanwhile goes with the next one, which knows the new version.
  const save = (row) => {
    row.again = row.sending;
    if (row.sending || queue.includes(row)) return;
    if (navigator.onLine === false) {
      offline(row);
      Entry.changed();
      return;
    }
    queue.push(row);
    next();
  };

  const isIdle = () => !sending && !queue.length;

  window.addEventListener("online", () => {
    pause = FIRST_PAUSE;
    retry();
  });
  // Somebody comes back from signing in again.
  document.addEventListener("visibilitychange", () => !document.hidden && expired && retry());
  window.addEventListener("focus", () => expired && retry());

  return { save, retry, isIdle };
})();
