// Two minutes before the idle logout: ask, in every tab that is looked at; one answer counts for all of them.
// The dialog waits until typing pauses, gives the focus back to where it was, and any key on it means “go on”.
// Pages whose own requests renew the session say so: document.dispatchEvent(new Event("sessionrenewed")).
"use strict";

(() => {
  const seconds = Number(document.body.dataset.sessionSeconds);
  const dialog = document.getElementById("session-dialog");
  if (!seconds || !dialog || !dialog.showModal) return;

  const KEY = "session-renewed";
  // The server renews at most once a minute, so its clock may be a minute ahead of ours.
  const WARN_BEFORE = 180;
  const TYPING_PAUSE = 2000;
  const form = dialog.querySelector("form");
  const text = document.getElementById("session-text");
  const over = document.getElementById("session-over");
  const asked = text.textContent;
  let renewedAt = Date.now();
  let lastKey = 0;
  let focusBefore = null;

  const store = () => {
    try {
      localStorage.setItem(KEY, String(renewedAt));
    } catch (error) {
      // Storage is switched off: each tab then keeps its own time.
    }
  };

  const close = () => {
    if (!dialog.open) return;
    dialog.close();
    if (focusBefore && focusBefore.isConnected) focusBefore.focus({ preventScroll: true });
    focusBefore = null;
  };

  const renewed = (at, tell) => {
    renewedAt = Math.max(renewedAt, at);
    if (tell) store();
    form.hidden = false;
    over.hidden = true;
    text.textContent = asked;
    close();
  };

  const open = () => {
    if (dialog.open) return;
    focusBefore = document.activeElement;
    dialog.showModal();
    form.querySelector("button").focus();
  };

  const expire = () => {
    form.hidden = true;
    over.hidden = false;
    text.textContent = "已自动退出。已填内容都已保存，重新登录后接着填。";
    open();
    over.querySelector("a").focus();
  };

  const look = () => {
    const left = seconds - (Date.now() - renewedAt) / 1000;
    if (left > WARN_BEFORE || document.hidden) return;
    if (left <= 0) {
      if (!form.hidden) expire();
    } else if (Date.now() - lastKey > TYPING_PAUSE) {
      open();
    }
  };

  const ask = async (event) => {
    event.preventDefault();
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        redirect: "manual",
        credentials: "same-origin",
      });
      if (answer.ok) renewed(Date.now(), true);
      else expire();
    } catch (error) {
      text.textContent = "网络不通，还没有延长。请检查网络后再按“继续填报”。";
    }
  };

  form.addEventListener("submit", ask);
  dialog.addEventListener("cancel", (event) => (form.hidden ? event.preventDefault() : ask(event)));
  document.addEventListener("keydown", () => (lastKey = Date.now()), true);
  document.addEventListener("visibilitychange", look);
  document.addEventListener("sessionrenewed", () => renewed(Date.now(), true));
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail && event.detail.successful) renewed(Date.now(), true);
  });
  window.addEventListener("storage", (event) => {
    if (event.key === KEY && Number(event.newValue) > renewedAt) renewed(Number(event.newValue), false);
  });
  store();
  setInterval(look, 1000);
})();
