// Uploading: how much has been sent, how many rows have been read. Without script the form does the same silently.
"use strict";

(() => {
  const EVERY = 700;
  const LEAVE = "可以离开本页，稍后在“上传记录”里看。";

  const follow = (address, tell) => {
    let timer = 0;
    const ask = async () => {
      try {
        const answer = await fetch(address, { headers: { Accept: "application/json" } });
        if (answer.ok) tell(await answer.json());
      } catch {
        // The next question may find the network back.
      }
      timer = window.setTimeout(ask, EVERY);
    };
    timer = window.setTimeout(ask, EVERY);
    return () => window.clearTimeout(timer);
  };

  const reading = (rows) => `正在读取，已读 ${rows.toLocaleString("zh-CN")} 行。${LEAVE}`;

  const wait = (waiting) => {
    const status = waiting.querySelector("[role=status]");
    follow(waiting.dataset.waiting, ({ state, rows }) => {
      if (state && state !== "reading") window.location.reload();
      else status.textContent = reading(rows);
    });
  };

  // Again for the form that the server sent back with an error.
  const start = () => {
    const form = document.querySelector("form[data-upload]");
    if (!form) return;
    const panel = form.querySelector(".upload-progress");
    const bar = panel.querySelector("progress");
    const status = panel.querySelector("[role=status]");
    const button = form.querySelector("button[type=submit]");

    const show = (text, percent) => {
      panel.hidden = false;
      if (status.textContent !== text) status.textContent = text;
      if (percent === undefined) bar.removeAttribute("value");
      else bar.value = percent;
    };

    const failed = (text) => {
      button.removeAttribute("aria-disabled");
      bar.hidden = true;
      show(text);
    };

    // The page that the server answered: another address is gone to, the form with its error is shown here.
    const arrive = (request) => {
      if (request.responseURL && request.responseURL !== window.location.href.split("#")[0] && request.status < 400) {
        window.location.assign(request.responseURL);
        return;
      }
      const answer = new DOMParser().parseFromString(request.responseText, "text/html");
      const main = answer.getElementById("main");
      if (!main) {
        failed("上传没有成功，没有写入任何数据。请过一会儿再试。");
        return;
      }
      document.title = answer.title;
      document.getElementById("main").replaceWith(main);
      const summary = main.querySelector(".error-summary");
      (summary || main).focus();
      start();
    };

    const send = () => {
      const request = new XMLHttpRequest();
      let stop = () => {};
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) {
          const percent = Math.floor((event.loaded / event.total) * 100);
          show(`正在上传 ${percent}%`, percent);
        }
      });
      request.upload.addEventListener("load", () => {
        show(reading(0));
        stop = follow(form.dataset.progress, ({ rows }) => show(reading(rows || 0)));
      });
      request.addEventListener("loadend", () => stop());
      request.addEventListener("load", () => arrive(request));
      request.addEventListener("error", () => failed("网络断了，文件没有传上去。请检查网络后再上传。"));
      request.open("POST", form.action || window.location.href);
      request.send(new FormData(form));
    };

    form.addEventListener("submit", (event) => {
      if (button.getAttribute("aria-disabled") === "true") {
        event.preventDefault();
        return;
      }
      if (!form.querySelector("input[type=file]").files.length) return;
      event.preventDefault();
      button.setAttribute("aria-disabled", "true");
      bar.hidden = false;
      show("正在上传 0%", 0);
      send();
    });
  };

  const waiting = document.querySelector("[data-waiting]");
  if (waiting) wait(waiting);
  else start();
})();
