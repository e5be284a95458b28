// What the page does by itself: open and close the passage of a citation, and keep the question
// that was asked last in view. Everything else is plain HTML from the server.
"use strict";

document.documentElement.lang = "zh-CN";

document.addEventListener("click", (event) => {
  const button = event.target.closest("button.chip, button.source-chip, button.close");
  const panel = button && document.getElementById(button.value);
  if (!panel) return;
  panel.popover = "auto";
  if (button.classList.contains("close")) return panel.hidePopover();
  panel.showPopover();
  panel.focus({ preventScroll: true });
  panel.querySelector("mark")?.scrollIntoView({ block: "center" });
});

let shown = "";

function follow() {
  const questions = document.querySelectorAll("#conversation .question");
  const answers = document.querySelectorAll("#conversation .answer");
  const state = `${questions.length} ${answers.length && answers[answers.length - 1].textContent.length}`;
  if (state === shown) return;
  shown = state;
  for (const message of document.querySelectorAll("#conversation [aria-label]:has(.question, .answer)")) {
    message.removeAttribute("aria-label"); // it repeats the markup aloud
  }
  questions[questions.length - 1]?.scrollIntoView({ block: "start", behavior: "instant" });
}

new MutationObserver(follow).observe(document.documentElement, { childList: true, subtree: true });
