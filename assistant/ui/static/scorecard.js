// Carries the scoring form to the server as text and puts the pieces that come back in their places.
// Nothing is computed here.
"use strict";

{
  const KEPT = "scorecard";
  const OFFLINE = "连接不上服务，结果没有更新，请稍后再试。";
  let sending, waiting;

  const card = () => document.getElementById("scorecard");

  async function compute() {
    sending?.abort();
    sending = new AbortController();
    const body = new URLSearchParams(new FormData(card()));
    sessionStorage.setItem(KEPT, body);
    try {
      const reply = await fetch("score/card", { method: "POST", body, signal: sending.signal });
      if (!reply.ok) throw new Error(reply.status);
      Object.entries(await reply.json()).forEach(place);
    } catch (error) {
      if (error.name !== "AbortError") document.getElementById("score-standing").textContent = OFFLINE;
    }
  }

  function place([id, html]) {
    const target = document.getElementById(id);
    if (!target || target.kept === html) return;
    const open = [...target.querySelectorAll("details")].map((item) => item.open);
    target.innerHTML = target.kept = html;
    target.querySelectorAll("details").forEach((item, position) => (item.open = open[position]));
  }

  function restore() {
    for (const [name, value] of new URLSearchParams(sessionStorage.getItem(KEPT))) {
      const field = card().elements.namedItem(name);
      if (field?.type === "checkbox") field.checked = true;
      else if (field) field.value = value;
    }
    compute();
  }

  function changed(event) {
    if (event.target.form !== card() || !card()) return;
    clearTimeout(waiting);
    waiting = setTimeout(compute, 120);
  }

  document.addEventListener("input", changed);
  document.addEventListener("reset", (event) => event.target === card() && setTimeout(compute));
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#scorecard a[href^='#cell-']");
    if (!link) return;
    event.preventDefault();
    const row = document.getElementById(link.hash.slice(1)) ?? card();
    for (let fold = row.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    row.querySelector("input, textarea").focus();
  });
  new MutationObserver(() => {
    if (!card() || card().known) return;
    card().known = true;
    if (sessionStorage.getItem(KEPT)) restore();
  }).observe(document.documentElement, { childList: true, subtree: true });
}
