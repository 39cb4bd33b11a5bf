// The chat page with script: sends without leaving the page and shows answers when they come.
// The server's lines are the truth. The stream only says "something changed"; everything is fetched and put in by id.
(() => {
  "use strict";
  const find = (id) => document.getElementById(id);
  const log = find("log"), state = find("state"), composer = find("composer"), box = find("text");
  const errorBox = find("error"), again = find("again"), below = find("below"), connection = find("connection");
  const root = document.documentElement, words = composer.dataset;
  root.classList.add("js");

  // ---- Sending. Text stays in the box until the server has it; an id made once makes every retry harmless.
  const queue = [];
  let sending = false, failed = false, sendRest = false, sentAt = 0;

  const newId = () =>
    Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

  const post = (item) => {
    const given = window.AbortController ? new AbortController() : null;
    const clock = setTimeout(() => given && given.abort(), 20000);
    return fetch("/messages", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ id: item.id, text: item.text, shown: item.shown }),
      signal: given ? given.signal : undefined,
    }).finally(() => clearTimeout(clock));
  };

  const flush = () => {
    if (sending || !queue.length) return;
    sending = true;
    failed = false;
    show();
    const item = queue[0];
    post(item)
      .then((response) => response.json().catch(() => ({})).then((body) => {
        if (response.status === 202) return sent(item, body.id);
        if (response.status < 500 && body.error) return refused(item, body.error);
        throw new Error("not taken");
      }))
      .catch(() => notSent(item))
      .finally(() => { sending = false; show(); if (!failed) flush(); });
  };

  const sent = (item, id) => {
    queue.shift();
    sentAt = Date.now();
    say("");
    if (item.shown === null) clearBox(item.text);
    if (id && !find("m" + id)) append(mine("m" + id, item.shown || item.text));
    waiting(true);
    toBottom();
    refresh();
  };

  // The server read it and said no: sending the same again would change nothing.
  const refused = (item, error) => {
    queue.shift();
    sendRest = false;
    say(error);
    if (item.shown === null) toBox();
  };

  const notSent = (item) => {
    failed = true;
    sendRest = false;
    say(item.shown === null ? words.notSent : words.choiceNotSent.replace("{title}", item.shown), true);
  };

  const clearBox = (text) => {
    const value = box.value;
    if (value.trim() === text) box.value = "";
    else if (value.trimStart().startsWith(text)) box.value = value.trimStart().slice(text.length).trimStart();
    grow();
    const rest = sendRest;
    sendRest = false;
    if (rest && box.value.trim()) submit();
  };

  const submit = () => {
    const text = box.value.trim();
    // The second half of a double click finds the box just emptied: that is no mistake of the person's.
    if (!text) return Date.now() - sentAt < 1000 ? undefined : fault(words.empty);
    if (text.length > Number(words.most)) return fault(words.tooLong);
    const own = queue.find((item) => item.shown === null);
    if (own && sending && queue[0] === own) {
      // While it is on its way, only what was added since is sent afterwards.
      sendRest = text !== own.text;
      return undefined;
    }
    if (own && own.text !== text) Object.assign(own, { id: newId(), text });
    if (!own) queue.push({ id: newId(), text, shown: null });
    return flush();
  };

  // What failed and was then rewritten must not be sent behind the person's back.
  const dropEdited = () => {
    const place = queue.findIndex((item) => item.shown === null && item.text !== box.value.trim());
    if (!failed || sending || place < 0) return;
    queue.splice(place, 1);
    failed = queue.length > 0;
  };

  // The page moves when something is sent: the second half of a double tap may land on another button.
  let pressed = 0;
  const choose = (button) => {
    if (Date.now() - pressed < 700) return undefined;
    pressed = Date.now();
    const value = button.value, cut = value.indexOf("|");
    const item = { id: newId(), text: value.slice(0, cut), shown: value.slice(cut + 1) };
    if (queue.some((other) => other.text === item.text)) return flush();
    queue.push(item);
    markChosen(button);
    return flush();
  };

  const markChosen = (button) => {
    const mark = button.querySelector(".mark");
    if (!mark) return;
    mark.hidden = false;
    button.classList.add("chosen");
  };

  // ---- What the person is told.
  const say = (text, offerAgain = false) => {
    errorBox.textContent = "";
    if (text) errorBox.appendChild(document.createElement("p")).textContent = text;
    again.hidden = !offerAgain;
    if (text) box.setAttribute("aria-invalid", "true");
    else box.removeAttribute("aria-invalid");
    measure();
  };
  const fault = (text) => { say(text); box.focus(); };

  let isWaiting = state.classList.contains("busy"), clock = 0;
  const waiting = (now) => {
    if (now === isWaiting && (clock || !now)) return;
    isWaiting = now;
    clearTimeout(clock);
    clock = now ? setTimeout(() => { state.textContent = words.starting; }, 8000) : 0;
    state.textContent = "";
    show();
  };
  const show = () => {
    const text = sending ? words.sending : isWaiting ? words.waiting : "";
    const starting = isWaiting && state.textContent === words.starting;
    if (state.textContent !== text && !(starting && !sending)) state.textContent = text;
    state.classList.toggle("busy", Boolean(text));
    composer.setAttribute("aria-busy", String(sending));
  };

  let silent = 0;
  const reached = (yes) => {
    if (yes) {
      clearTimeout(silent);
      silent = 0;
      if (connection.textContent) { connection.textContent = ""; measure(); }
      if (failed) flush();
    } else if (!silent) {
      silent = setTimeout(() => { connection.textContent = failed ? "" : words.offline; measure(); }, 3000);
    }
  };

  // ---- Lines. Appended once, each complete, never rendered again.
  const mine = (id, text) => {
    const line = find("mine").content.firstElementChild.cloneNode(true);
    line.id = id;
    for (const part of text.split("\n").filter((row) => row.trim())) {
      line.querySelector(".bubble").appendChild(document.createElement("p")).textContent = part;
    }
    return line;
  };
  const parse = (html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    return holder.content.firstElementChild;
  };
  const append = (line) => {
    find("hint").classList.add("away");
    return log.appendChild(line);
  };
  const newest = (letter) =>
    Math.max(0, ...Array.from(log.querySelectorAll(".line"), (line) =>
      line.id[0] === letter ? Number(line.id.slice(1)) : 0));

  const take = (body) => {
    if (body.total === 0 && log.querySelector(".line") && !sending) return location.reload();
    const follow = atBottom();
    const fresh = body.lines.filter((line) => !find(line.id)).map((line) => append(parse(line.html)));
    waiting(body.waiting);
    if (fresh.length && follow) toTop(fresh[0]);
    else if (fresh.some((line) => line.classList.contains("assistant"))) offer(fresh[0]);
    return undefined;
  };

  let fetching = false, fetchAgain = false;
  const refresh = () => {
    if (fetching) { fetchAgain = true; return; }
    fetching = true;
    fetch(`/messages?m=${newest("m")}&r=${newest("r")}`, { cache: "no-store" })
      .then((response) => { if (!response.ok) throw new Error("no lines"); return response.json(); })
      .then((body) => { take(body); reached(true); })
      .catch(() => reached(false))
      .finally(() => { fetching = false; if (fetchAgain) { fetchAgain = false; refresh(); } });
  };

  // ---- Scrolling: follow whoever is at the bottom, leave alone whoever reads above.
  const page = document.scrollingElement || root;
  let unseen = null;
  const atBottom = () => page.scrollHeight - page.scrollTop - window.innerHeight < 120;
  const toBottom = () => { page.scrollTop = page.scrollHeight; };
  // A long answer is read from its first line, and best with the question above it: never scroll past that.
  const withQuestion = (line) => {
    const before = line.previousElementSibling;
    const short = before && before.classList.contains("citizen") && before.offsetHeight < window.innerHeight / 5;
    return short ? before : line;
  };
  const toTop = (first) => {
    const line = withQuestion(first);
    const head = document.querySelector(".bar").offsetHeight + 12;
    const wanted = page.scrollTop + line.getBoundingClientRect().top - head;
    page.scrollTop = Math.min(wanted, page.scrollHeight);
  };
  const offer = (line) => { unseen = unseen || line; below.hidden = false; };
  below.addEventListener("click", () => {
    if (unseen) toTop(unseen);
    unseen = null;
    below.hidden = true;
    if (!matchMedia("(pointer: coarse)").matches) box.focus({ preventScroll: true });
  });
  window.addEventListener("scroll", () => {
    if (unseen && unseen.getBoundingClientRect().top < window.innerHeight * 0.6) { unseen = null; below.hidden = true; }
  }, { passive: true });

  const measure = () => {
    const high = getComputedStyle(composer).position === "sticky" ? composer.offsetHeight : 0;
    root.style.setProperty("--bottom", `${high}px`);
    root.style.setProperty("--top", `${document.querySelector(".bar").offsetHeight}px`);
  };
  const grow = () => {
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
    measure();
  };

  // ---- The stream; and asking every 5 s while there is none, or an answer is due: a signal may get lost.
  let stream = null, tries = 0, retry = 0;
  const open = () => {
    clearTimeout(retry);
    if (stream || document.hidden || !window.EventSource) return;
    stream = new EventSource("/events");
    stream.onopen = () => { tries = 0; refresh(); };
    stream.onmessage = refresh;
    stream.onerror = () => {
      close();
      retry = setTimeout(open, Math.min(15000, 500 * 2 ** tries++) * (0.7 + Math.random() * 0.6));
    };
  };
  const close = () => { if (stream) stream.close(); stream = null; };
  const reconnect = () => { close(); tries = 0; open(); refresh(); };
  setInterval(() => {
    if (!document.hidden && (isWaiting || !stream || stream.readyState !== 1)) refresh();
  }, 5000);
  window.addEventListener("online", reconnect);
  window.addEventListener("offline", () => reached(false));
  window.addEventListener("pageshow", (event) => { if (event.persisted) reconnect(); });
  window.addEventListener("pagehide", close);
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : reconnect()));

  // ---- Input. Enter sends, except within a word that an input method is still composing.
  let composing = false;
  box.addEventListener("compositionstart", () => { composing = true; });
  box.addEventListener("compositionend", () => { composing = false; });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || composing || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    submit();
  });
  box.addEventListener("input", () => {
    dropEdited();
    if (!failed) say("");
    grow();
  });
  const toBox = () => { if (!matchMedia("(pointer: coarse)").matches) box.focus({ preventScroll: true }); };
  composer.addEventListener("submit", (event) => { event.preventDefault(); submit(); toBox(); });
  again.addEventListener("click", () => { flush(); toBox(); });
  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("button[name=choice]");
    if (!button) return;
    event.preventDefault();
    choose(button);
  });
  find("size").addEventListener("submit", (event) => {
    event.preventDefault();
    const button = event.target.querySelector("button"), large = root.classList.toggle("large");
    document.cookie = `large=${large ? 1 : 0}; path=/; max-age=31536000; samesite=lax`;
    button.textContent = large ? button.dataset.normal : button.dataset.large;
    grow();
  });
  window.addEventListener("resize", measure);

  if (isWaiting) waiting(true);
  grow();
  if (log.querySelector(".line") && !errorBox.firstChild) {
    const own = log.querySelectorAll(".line.citizen");
    toTop(own[own.length - 1]);
  }
  open();
})();
