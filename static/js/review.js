// Review: one box ticks all, and says how many are.
"use strict";

(() => {
  const form = document.getElementById("waiting");
  if (!form) return;
  const all = form.querySelector("[data-tick-all]");
  const said = form.querySelector("[data-ticked]");
  const boxes = [...form.querySelectorAll("input[name=item]")];

  const tell = () => {
    const count = boxes.filter((box) => box.checked).length;
    said.textContent = `已勾选 ${count} / ${boxes.length} 项`;
    all.checked = count === boxes.length;
    all.indeterminate = count > 0 && count < boxes.length;
  };

  all.addEventListener("change", () => {
    boxes.forEach((box) => (box.checked = all.checked));
    tell();
  });
  boxes.forEach((box) => box.addEventListener("change", tell));
  tell();
})();
