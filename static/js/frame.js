// The frame: menu on phones, buttons that print.
"use strict";

(() => {
  const button = document.querySelector(".menu-button");
  const menu = document.getElementById("site-menu");

  const show = (open) => {
    button.setAttribute("aria-expanded", String(open));
    menu.classList.toggle("is-open", open);
  };

  if (button && menu) {
    button.addEventListener("click", () => show(button.getAttribute("aria-expanded") !== "true"));
    menu.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && menu.classList.contains("is-open")) {
        show(false);
        button.focus();
      }
    });
  }

  // <button type="button" data-print hidden>打印本页</button>: useless without script, so hidden until now.
  document.querySelectorAll("[data-print]").forEach((printer) => {
    printer.hidden = false;
    printer.addEventListener("click", () => window.print());
  });
})();
