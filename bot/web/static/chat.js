// Makes the page of plain forms quicker: sends without leaving it, fetches news, and keeps what is typed while there is no
// connection. Each message has an id of its own and is posted with it until the server has taken it: sent once, however often
// the line breaks. The one thing kept in the browser is what still waits; it is erased when it is sent.
"use strict";
(() => {
  const at = (id) => document.getElementById(id);
  const [log, state, newer, field] = [at("log"), at("state"), at("newer"), at("text")];
  const root = document.documentElement;
  const KEPT = "waiting";
  const AWAY = 120000; // for somebody who joined a page that nobody looks at asks so often, to say in its title that something waits
  let last = Number(document.body.dataset.last);
  let expecting = Boolean(document.body.dataset.waiting);
  let changing = false;
  let hidden = false;
  let queue = restored();
  let sending = false;
  let opening = false;
  let tries = 0;
  let unseen = Number(document.body.dataset.news);
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
    const item = { id: fresh(), path, fields, shown };
    const alarm = /^sos(:|$)/.test(fields.data || "") && at("card");
    if (alarm && opening) return undefined;
    mine(item);
    if (alarm) return card(item);
    queue.push(item);
    keep();
    tries = 0;
    return send();
  }

  // Whoever asks for the emergency card waits neither for a bad line nor behind other questions: the page has a card of its own.
  async function card(item) {
    opening = true;
    const result = await post(item, 4000);
    opening = false;
    if (hidden) return;
    if (result.taken) {
      expecting = true;
      ask();
    } else {
      const node = at("card").content.firstElementChild.cloneNode(true);
      log.append(node);
      node.scrollIntoView({ block: "start" });
    }
  }

  async function send() {
    clearTimeout(timer);
    if (sending || hidden) return;
    sending = true;
    while (queue.length && !hidden) {
      const item = queue[0];
      const result = await post(item, 15000);
      if (hidden) break;
      if (result.again) {
        for (const each of queue) mark(each, true);
        say(state.dataset.offline);
        timer = setTimeout(send, Math.max(result.after * 1000, Math.min(15000, 1000 * 2 ** tries++)));
        break;
      }
      const late = mark(item, false, result.taken ? "" : state.dataset.stale);
      queue = queue.filter((each) => each !== item);
      keep();
      tries = 0;
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

  async function post(item, ms) {
    const body = new URLSearchParams({ ...item.fields, once: item.id, token: at("say").elements.token.value });
    try {
      const answer = await get(item.path, ms, new AbortController(), { method: "POST", body });
      const again = answer.status === 429 || answer.status >= 500;
      return { taken: answer.ok, again, after: Number(answer.headers.get("Retry-After")) || 0 };
    } catch {
      return { taken: false, again: true, after: 0 };
    }
  }

  async function get(path, ms, stop, how) {
    const limit = setTimeout(() => stop.abort(), ms);
    try {
      const headers = { Accept: "application/json", "X-Form": at("say").elements.token.value };
      return await fetch(path, { ...how, headers, signal: stop.signal });
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

  // Returns whether it was waiting before.
  function mark(item, waits, words) {
    const node = log.querySelector(`[data-once="${item.id}"]`);
    const before = node.classList.contains("waits");
    node.classList.toggle("waits", waits);
    node.querySelector(".mark").textContent = words || "";
    return before;
  }

  function say(words, busy) {
    if (state.textContent !== words) state.textContent = words;
    state.classList.toggle("busy", Boolean(busy));
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
    if (asking) wake();
    if (asking || hidden) return;
    asking = true;
    let failed = 0;
    while (!hidden) {
      if (document.hidden && !expecting) {
        if (!document.body.dataset.joined) break;
        await pause(AWAY);
        if (hidden) break;
      }
      const since = Date.now();
      try {
        const answer = await get(`/letters?after=${last}`, 40000, (polling = new AbortController()));
        if (answer.status === 403) {
          say(state.dataset.stale);
          break;
        }
        // Signed out, here or elsewhere: what stands here is somebody's who isn't here any more.
        if (answer.status === 410) return leave();
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
    if (document.hidden) document.title = `(${(unseen += nodes.length)}) ${at("title").textContent}`;
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

  function leave() {
    hidden = true;
    queue = [];
    keep();
    location.replace("/");
  }

  // First the page goes, then the server is told.
  function hide() {
    hidden = true;
    clearTimeout(timer);
    queue = [];
    keep();
    const token = at("say").elements.token.value;
    const nothing = at("blank").content.cloneNode(true);
    document.title = nothing.querySelector("h1").textContent;
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
    seen();
    tries = 0;
    if (queue.length) send();
    ask();
  }

  // What waits is said in the title as long as nobody looks.
  function seen() {
    if (document.hidden) return;
    unseen = 0;
    document.title = at("title").textContent;
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
  seen();
  send();
  ask();
})();
