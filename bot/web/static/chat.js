// Makes the page of plain forms quicker: sends without leaving it, fetches news, and keeps what is typed while there is no
// connection. Each message has an id of its own and is posted with it until the server has taken it: sent once, however often
// the line breaks. The one thing kept in the browser is what still waits; it is erased when it is sent.
"use strict";
(() => {
  const at = (id) => document.getElementById(id);
  const [log, state, newer, field] = [at("log"), at("state"), at("newer"), at("text")];
  const root = document.documentElement;
  const KEPT = "waiting";
  let last = Number(document.body.dataset.last);
  let expecting = Boolean(document.body.dataset.waiting);
  let changing = false;
  let hidden = false;
  let queue = restored();
  let sending = false;
  let tries = 0;
  let timer = 0;
  let asking = false;
  let polling = null;

  // --- what waits to be sent

  function restored() {
    try {
      return JSON.parse(sessionStorage.getItem(KEPT)) || [];
    } catch {
      return [];
    }
  }

  function keep() {
    try {
      if (queue.length) sessionStorage.setItem(KEPT, JSON.stringify(queue));
      else sessionStorage.removeItem(KEPT);
    } catch {
      // Without storage it waits in this page only.
    }
  }

  function fresh() {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0")).join("");
  }

  function add(path, fields, shown) {
    queue.push({ id: fresh(), path, fields, shown });
    keep();
    mine(queue[queue.length - 1]);
    tries = 0;
    send();
  }

  async function send() {
    clearTimeout(timer);
    if (sending || hidden) return;
    sending = true;
    while (queue.length && !hidden) {
      const item = queue[0];
      const result = await post(item.path, { ...item.fields, once: item.id });
      if (hidden) break;
      if (result.again) {
        if (isCard(item) && offlineCard()) {
          done(item, "");
          continue;
        }
        for (const each of queue) mark(each, state.dataset.offline);
        say(state.dataset.offline);
        timer = setTimeout(send, Math.max(result.after * 1000, Math.min(15000, 1000 * 2 ** tries++)));
        break;
      }
      const late = marked(item);
      done(item, result.taken ? "" : state.dataset.stale);
      if (result.taken) {
        expecting = true;
        changing = changing || (item.fields.data || "").startsWith("lang:");
        say(late ? state.dataset.sent : state.dataset.waiting, !late);
        ask();
      } else {
        say(state.dataset.stale);
      }
    }
    sending = false;
  }

  function done(item, words) {
    queue = queue.filter((each) => each !== item);
    keep();
    tries = 0;
    mark(item, words);
  }

  async function post(path, fields) {
    const body = new URLSearchParams({ ...fields, token: at("say").elements.token.value });
    try {
      // Whoever asks for the emergency card doesn't wait long for a bad line: the page has one of its own.
      const answer = await get(path, isCard({ fields }) ? 4000 : 15000, new AbortController(), { method: "POST", body });
      const again = answer.status === 429 || answer.status >= 500;
      return { taken: answer.ok, again, after: Number(answer.headers.get("Retry-After")) || 0 };
    } catch {
      return { taken: false, again: true, after: 0 };
    }
  }

  async function get(path, ms, stop, how) {
    const limit = setTimeout(() => stop.abort(), ms);
    try {
      return await fetch(path, { ...how, headers: { Accept: "application/json" }, signal: stop.signal });
    } finally {
      clearTimeout(limit);
    }
  }

  // --- what is shown

  function mine(item) {
    const node = at("mine").content.firstElementChild.cloneNode(true);
    node.dataset.once = item.id;
    node.querySelector(".words").textContent = item.shown;
    log.append(node);
    node.scrollIntoView({ block: "nearest" });
  }

  function bubble(item) {
    return log.querySelector(`[data-once="${item.id}"] .mark`);
  }

  function mark(item, words) {
    const node = bubble(item);
    if (node) node.textContent = words;
  }

  function marked(item) {
    const node = bubble(item);
    return Boolean(node && node.textContent);
  }

  function say(words, busy) {
    if (state.textContent !== words) state.textContent = words;
    state.classList.toggle("busy", Boolean(busy));
  }

  function isCard(item) {
    return /^sos(:|$)/.test(item.fields.data || "");
  }

  // The card of this installation is in the page, so that it opens without a connection too.
  function offlineCard() {
    const card = at("card");
    if (!card) return false;
    const node = card.content.firstElementChild.cloneNode(true);
    log.append(node);
    node.scrollIntoView({ block: "start" });
    return true;
  }

  function show(letter) {
    const box = document.createElement("template");
    box.innerHTML = letter.html;
    const node = box.content.firstElementChild;
    const old = Array.from(log.querySelectorAll("[data-id]")).find((each) => each.dataset.id === letter.id);
    if (!old) {
      log.append(node);
      return node;
    }
    const held = old.contains(document.activeElement);
    old.replaceWith(node);
    if (held) {
      node.tabIndex = -1;
      node.focus({ preventScroll: true });
    }
    return node;
  }

  function atEnd() {
    return innerHeight + scrollY >= root.scrollHeight - 160;
  }

  // --- news

  async function ask() {
    if (asking || hidden) return;
    asking = true;
    let failed = 0;
    while (!hidden && !(document.hidden && !expecting)) {
      const since = Date.now();
      try {
        const answer = await get(`/letters?after=${last}`, 40000, (polling = new AbortController()));
        if (answer.status === 403) {
          say(state.dataset.stale);
          break;
        }
        if (answer.status === 200) news(await answer.json());
        else if (answer.status === 204 && Date.now() - since > 20000) settled();
        else await pause(5000);
        if (queue.length && failed) send();
        failed = 0;
      } catch {
        if (hidden) break;
        await pause(Math.min(15000, 1000 * 2 ** failed++));
      }
    }
    asking = false;
  }

  let wake = () => {};

  function pause(ms) {
    return new Promise((resolve) => {
      const soon = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(soon);
        resolve();
      };
    });
  }

  function news(found) {
    const end = atEnd();
    const nodes = found.letters.map(show);
    last = Math.max(last, found.after);
    for (const input of document.querySelectorAll('input[name="after"]')) input.value = last;
    for (const late of log.querySelectorAll(".later")) late.remove();
    if (expecting || end) nodes[0].scrollIntoView({ block: "start" });
    else newer.hidden = false;
    newer.onclick = () => {
      newer.hidden = true;
      nodes[0].tabIndex = -1;
      nodes[0].focus();
    };
    if (!found.waiting && !found.more) settled();
    if (changing && !queue.length && found.letters.some((each) => each.lang !== root.lang)) location.reload();
  }

  function settled() {
    expecting = false;
    if (!queue.length) say("");
  }

  // --- what the visitor does

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const button = event.submitter;
    if (!button && form.id !== "say") return undefined; // an old browser: the plain form works
    event.preventDefault();
    if (form.id === "hide") return hide();
    if (form.id === "say") {
      const text = field.value.trim();
      if (text) add("/say", { text }, text);
      field.value = "";
      return field.focus({ preventScroll: true });
    }
    const message = form.elements.message ? form.elements.message.value : "";
    if (queue.some((item) => item.fields.data === button.value && item.fields.message === message)) return undefined;
    return add("/press", { data: button.value, message }, button.textContent.trim());
  });

  field.addEventListener("keydown", (event) => {
    // On a phone the return key makes a new line, as it does everywhere else there.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !matchMedia("(pointer: fine)").matches) return;
    event.preventDefault();
    at("say").requestSubmit();
  });

  // First the page goes, then the server is told.
  function hide() {
    hidden = true;
    clearTimeout(timer);
    queue = [];
    keep();
    const token = at("say").elements.token.value;
    const nothing = at("blank").content.cloneNode(true);
    document.title = nothing.querySelector("p").textContent;
    document.querySelector('link[rel="icon"]').href = "/favicon.ico";
    document.body.replaceChildren(nothing);
    history.replaceState(null, "", "/blank");
    scrollTo(0, 0);
    if (polling) polling.abort();
    const body = new URLSearchParams({ token, once: fresh() });
    const tell = () =>
      fetch("/hide", { method: "POST", body, keepalive: true, headers: { Accept: "application/json" } }).catch(() => {
        addEventListener("online", tell, { once: true });
      });
    tell();
  }

  function back() {
    if (hidden || document.hidden) return;
    tries = 0;
    wake();
    if (queue.length) send();
    ask();
  }

  addEventListener("online", back);
  document.addEventListener("visibilitychange", back);
  // A page that the browser kept would show what was hidden since.
  addEventListener("pageshow", (event) => event.persisted && location.reload());

  // Nothing that is scrolled to, or focused, may lie under the two bars, however many lines they have.
  const bars = [[document.querySelector("header"), "scrollPaddingTop"], [at("compose"), "scrollPaddingBottom"]];
  function fit() {
    for (const [bar, side] of bars) root.style[side] = getComputedStyle(bar).position === "sticky" ? `${bar.offsetHeight + 12}px` : "";
  }
  fit();
  addEventListener("resize", fit);

  if (location.search) history.replaceState(null, "", "/");
  const newest = at("new") || log.lastElementChild;
  if (newest) newest.scrollIntoView({ block: "start" });
  queue.forEach(mine);
  send();
  ask();
})();
