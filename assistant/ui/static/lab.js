// Posts what is typed, chosen or unfolded, and puts the pieces of the page that come back in their
// places. Nothing is computed here.
"use strict";

{
  const OFFLINE = "连接不上服务，页面没有更新，请稍后再试。";
  const FAILED = "服务出了意外，页面没有更新；详情见运行它的窗口。";
  const AGAIN_MS = 3000;
  const sending = new WeakMap();

  async function post(source, body) {
    sending.get(source)?.abort();
    const control = new AbortController();
    sending.set(source, control);
    const note = source.closest(".lab")?.querySelector("[data-problem]");
    source.setAttribute("aria-busy", "true");
    try {
      const reply = await fetch(source.dataset.post, { method: "POST", body, signal: control.signal });
      if (note) note.textContent = reply.ok ? "" : FAILED;
      if (reply.ok) Object.entries(await reply.json()).forEach(place);
    } catch (error) {
      if (error.name === "AbortError") return;
      if (note) note.textContent = OFFLINE;
      if ("after" in source.dataset && source.isConnected) setTimeout(post, AGAIN_MS, source, body);
    }
    if (sending.get(source) === control) source.removeAttribute("aria-busy");
  }

  function place([id, html]) {
    const target = document.getElementById(id);
    if (!target) return;
    target.innerHTML = html;
    target.querySelector("[data-see]")?.scrollIntoView({ block: "start" });
  }

  function send(form, submitter) {
    clearTimeout(form.waiting);
    post(form, new URLSearchParams(new FormData(form, submitter)));
  }

  function live(event) {
    const form = event.target.form;
    if (!form?.matches("form[data-post][data-live]")) return;
    clearTimeout(form.waiting);
    form.waiting = setTimeout(send, 200, form);
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-post]")) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });
  document.addEventListener("input", live);
  document.addEventListener(
    "toggle",
    ({ target }) => {
      if (!target.open || !target.matches("details[data-post]") || target.asked) return;
      target.asked = true;
      const carried = Object.entries(target.dataset).filter(([name]) => name.startsWith("with"));
      post(target, new URLSearchParams(carried.map(([name, value]) => [name.slice(4).toLowerCase(), value])));
    },
    true,
  );
  new MutationObserver(() => {
    for (const source of document.querySelectorAll(".lab [data-after]")) {
      if (source.asked) continue;
      source.asked = true;
      setTimeout(post, Number(source.dataset.after), source, new URLSearchParams());
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
}
