// Writes as a person, shows what the assistant sent there, switches faults. Everything is asked from /_fake.
(() => {
  "use strict";
  const find = (id) => document.getElementById(id);
  const all = (what) => Array.from(document.querySelectorAll(what));
  const log = find("log"), empty = find("empty"), box = find("text"), error = find("error"), words = document.body.dataset;
  const shown = JSON.parse(words.shown);
  const service = () => document.querySelector("[name=service]:checked").value;
  const person = () => find("person").value;

  const ask = (path, method = "GET", body = undefined) =>
    fetch("/_fake/" + path, { method, body: body && JSON.stringify(body), headers: body ? { "Content-Type": "application/json" } : {} })
      .then((response) => response.json().then((answer) => {
        if (!response.ok) throw new Error(answer.error);
        return answer;
      }));

  const tell = (work) => work.then(() => { error.textContent = ""; }).catch(() => { error.textContent = words.failed; }).then(refresh);
  const act = (how) => tell(ask("say", "POST", { service: service(), person: person(), ...how }));

  // ---- Showing. Text is only ever put in as text.
  const make = (name, text = "", className = "") => {
    const element = document.createElement(name);
    element.textContent = text;
    element.className = className;
    return element;
  };

  const link = (address, text) => {
    const element = make("a", text);
    if (/^https?:/.test(address)) element.href = address;
    element.target = "_blank";
    element.rel = "noopener";
    return element;
  };

  const linked = (into, text) => {
    let end = 0;
    for (const found of text.matchAll(/https?:\/\/[^\s)”"]+[^\s)”".,;:]/g)) {
      into.append(text.slice(end, found.index), link(found[0], found[0]));
      end = found.index + found[0].length;
    }
    into.append(text.slice(end));
  };

  // Telegram's entities are told in UTF-16 units, as JavaScript counts.
  const TAGS = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote" };
  const marked = (into, text, entities) => {
    let end = 0;
    for (const entity of entities.filter((one) => TAGS[one.type] || one.type === "text_link")) {
      if (entity.offset < end) continue;
      linked(into, text.slice(end, entity.offset));
      end = entity.offset + entity.length;
      const part = text.slice(entity.offset, end);
      into.append(entity.url ? link(entity.url, part) : make(TAGS[entity.type], part));
    }
    linked(into, text.slice(end));
  };

  const button = (title, press) => {
    const element = make("button", title);
    element.type = "button";
    element.addEventListener("click", press);
    return element;
  };

  const bubble = (line) => {
    const row = make("div", "", "line " + line.who), inner = make("div", "", "bubble");
    row.id = line.id;
    row.append(inner);
    if (line.who === "person") {
      inner.append(make("p", [line.kind === "text" ? "" : shown[line.kind], line.text].filter(Boolean).join(" ")));
      inner.append(make("p", state(line.status), "state"));
      return row;
    }
    inner.append(make("p", words.assistant, "away"));
    if (line.picture !== null) inner.append(make("p", [words.picture, line.picture].filter(Boolean).join(" ")));
    if (line.file) inner.append(make("p", words.file));
    const text = make("p");
    marked(text, line.text, line.entities);
    if (line.text) inner.append(text);
    if (line.ask) inner.append(make("p", line.ask.title, "lead"), make("p", line.ask.subtitle), button(words.share, () => act({ kind: "contact" })));
    if (line.times > 1) inner.append(make("p", words.repeated + line.times, "state"));
    for (const buttons of line.buttons) {
      const choices = make("div", "", "choices");
      choices.append(...buttons.map((one) =>
        one.url ? link(one.url, one.title) : button(one.title, () => act({ kind: "button", text: one.payload }))));
      row.append(choices);
    }
    return row;
  };

  const state = (status) => {
    if (status === null) return "…";
    if (status === 0) return words.nobody;
    return status < 300 ? words.taken : words.notTaken + " (" + status + ")";
  };

  const keys = (lines) => {
    const last = lines.filter((line) => line.who === "assistant" && line.keys.length).pop();
    find("keys").replaceChildren(...(last ? last.keys : []).map((key) =>
      button(key.title, () => act(key.contact ? { kind: "contact" } : { text: key.title }))));
  };

  let known = "";
  const show = (answer) => {
    for (const output of all("[data-count]")) {
      const count = answer.happened[output.dataset.count];
      output.textContent = count ? count + " " + words.happened : "";
    }
    const now = JSON.stringify([service(), person(), answer.lines]);
    if (now === known) return;
    known = now;
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
    const old = new Map(all("#log > .line").map((row) => [row.id + row.dataset.said, row]));
    // Rows that stay are not made anew: who reads with a screen reader hears each once, and the focus stays.
    const rows = answer.lines.map((line) => {
      const said = JSON.stringify(line), row = old.get(line.id + said) || bubble(line);
      row.dataset.said = said;
      return row;
    });
    const kept = new Set(rows);
    all("#log > .line").forEach((row) => kept.has(row) || row.remove());
    rows.forEach((row, place) => {
      const here = log.children[place + 1];
      if (here !== row) log.insertBefore(row, here || null);
    });
    empty.hidden = rows.length > 0;
    keys(answer.lines);
    if (atEnd) log.scrollTop = log.scrollHeight;
  };

  const refresh = () =>
    ask("talk?" + new URLSearchParams({ service: service(), person: person() })).then(show).catch(() => {});

  // ---- Switches.
  const fits = () => {
    document.documentElement.dataset.service = service();
    for (const element of all("[data-services]")) {
      element.hidden = !element.dataset.services.split(" ").includes(service());
    }
  };

  const readSwitches = () => Promise.all([ask("faults"), ask("options")]).then(([faults, options]) => {
    const on = new Set(faults.rules.filter((rule) => rule.service === service()).map((rule) => rule.fault));
    for (const input of all("[data-fault]")) input.checked = on.has(input.dataset.fault);
    for (const input of all("[data-option]")) input.checked = options[input.dataset.option];
  });

  const rule = (fault) => {
    const often = { always: {}, third: { share: 0.34 }, once: { times: 1 } }[find("often").value];
    return { fault, service: service(), ...often };
  };

  for (const input of all("[data-fault]")) {
    input.addEventListener("change", () => tell(input.checked
      ? ask("faults", "POST", rule(input.dataset.fault))
      : ask("faults?" + new URLSearchParams({ fault: input.dataset.fault, service: service() }), "DELETE")));
  }
  for (const input of all("[data-option]")) {
    input.addEventListener("change", () => tell(ask("options", "POST", { [input.dataset.option]: input.checked })));
  }
  find("clear").addEventListener("click", () => tell(ask("faults", "DELETE")).then(readSwitches));

  // ---- Writing.
  find("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = box.value.trim();
    if (!text) return;
    box.value = "";
    act({ text });
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    find("composer").requestSubmit();
  });
  find("photo").addEventListener("submit", (event) => {
    event.preventDefault();
    act({ kind: "photo", qr: find("qr").value });
  });
  for (const element of all("[data-kind]")) {
    element.addEventListener("click", () => {
      const other = "other" in element.dataset ? { own: false, phone: "84900000009" } : {};
      act({ kind: element.dataset.kind, text: element.dataset.words || "", ...other });
    });
  }
  const turn = () => { fits(); log.scrollTop = log.scrollHeight; return Promise.all([readSwitches(), refresh()]); };
  all("[name=service], #person").forEach((input) => input.addEventListener("change", turn));
  turn();
  setInterval(refresh, 700);
})();
