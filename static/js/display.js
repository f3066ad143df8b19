// 大字, 高对比, 纯文本, 深色 without a reload. Without script the form does the same.
// Charts that are not SVG listen to the event "displaychange" on document and draw again.
"use strict";

(() => {
  const form = document.getElementById("display-tools");
  const announcer = document.getElementById("announcer");
  if (!form || !window.fetch) return;

  const apply = (button, on) => {
    button.setAttribute("aria-pressed", String(on));
    document.documentElement.toggleAttribute(`data-${button.value}`, on);
    document.dispatchEvent(new CustomEvent("displaychange", { detail: { name: button.value, on } }));
  };

  form.addEventListener("click", async (event) => {
    const button = event.target.closest("button[name=toggle]");
    if (!button) return;
    event.preventDefault();
    const on = button.getAttribute("aria-pressed") !== "true";
    const body = new FormData(form);
    body.set("toggle", button.value);
    apply(button, on);
    try {
      const answer = await fetch(form.action, { method: "POST", body, redirect: "manual", credentials: "same-origin" });
      if (!answer.ok && answer.type !== "opaqueredirect") throw new Error(String(answer.status));
      announcer.textContent = `${button.textContent.trim()}已${on ? "打开" : "关闭"}`;
    } catch (error) {
      announcer.textContent = `${button.textContent.trim()}已${on ? "打开" : "关闭"}，但没有存下来，换页后恢复原样`;
    }
  });
})();
