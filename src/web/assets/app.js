// Symbiosis: what a script can make nicer. Every page works without it, so each part stands alone and may fail quietly.
"use strict";

// A form that came back with mistakes: take the reader to the list of them.
document.getElementById("error-summary")?.focus();

// A second press of a button within three seconds is a slip, not a wish. (The server would carry it out once anyway.)
for (const form of document.querySelectorAll("form[method=post]")) {
  let sentAt = 0;
  form.addEventListener("submit", (event) => {
    if (Date.now() - sentAt < 3000) event.preventDefault();
    else sentAt = Date.now();
  });
}

// Typing that would be lost by leaving the page: the browser asks first.
let unsaved = false;
document.addEventListener("input", (event) => {
  if (event.target.form?.method === "post") unsaved = true;
});
document.addEventListener("submit", () => { unsaved = false; });
window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });

// How many characters are left in a long text. Said aloud only when typing rests.
for (const area of document.querySelectorAll("textarea[data-most]")) {
  const most = Number(area.dataset.most);
  const shown = document.createElement("p");
  const spoken = document.createElement("p");
  shown.className = "hint count-down";
  shown.setAttribute("aria-hidden", "true");
  spoken.className = "visually-hidden";
  spoken.setAttribute("aria-live", "polite");
  area.after(shown, spoken);
  let rest;
  const show = () => {
    const left = most - [...area.value].length;
    const many = Math.abs(left).toLocaleString("en-GB") + (Math.abs(left) === 1 ? " character" : " characters");
    shown.textContent = left < 0 ? `${many} too many` : `${many} left`;
    shown.classList.toggle("over", left < 0);
  };
  const count = () => {
    show();
    clearTimeout(rest);
    rest = setTimeout(() => { spoken.textContent = shown.textContent; }, 1000);
  };
  area.addEventListener("input", count);
  show();
}

// Folded parts are part of a printed page.
const folded = () => document.querySelectorAll("main details:not([open])");
let unfolded = [];
window.addEventListener("beforeprint", () => { unfolded = [...folded()]; unfolded.forEach((part) => { part.open = true; }); });
window.addEventListener("afterprint", () => { unfolded.forEach((part) => { part.open = false; }); });
