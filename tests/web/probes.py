"""Measurements in the page: axe, contrast, clipping, targets, focus. Each returns what is wrong, so [] is well."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

VISIBLE = """
const shown = (e) => { const r = e.getBoundingClientRect();  // checkVisibility: not within a closed <details>
  return r.width > 1 && r.height > 1 && e.checkVisibility() && !e.closest('.away'); };
"""
COLOURS = """
const paint = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
const rgba = (c) => { paint.clearRect(0, 0, 1, 1); paint.fillStyle = c; paint.fillRect(0, 0, 1, 1);
  return [...paint.getImageData(0, 0, 1, 1).data]; };
const behind = (e) => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
  if (rgba(c)[3] > 250) return c; } return 'white'; };
const light = (c) => rgba(c).slice(0, 3).map((v) => v / 255)
  .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
  .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
const contrast = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + .05) / (y + .05); };
"""


def axe(page: Page) -> dict[str, list[str]]:
    """Violations, and what axe could not decide, each as "rule: target"."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)
    return {kind: _named(found[kind]) for kind in ("violations", "incomplete")}


def _named(rules: list[dict[str, Any]]) -> list[str]:
    return [f"{rule['id']}: {node['target']}" for rule in rules for node in rule["nodes"]]


def _wrong(page: Page, script: str) -> list[str]:
    found: list[str] = page.evaluate(script)
    return found


def low_contrast(page: Page) -> list[str]:
    """Text below 7:1; edges of fields and buttons below 3:1 where the fill does not tell them from the page either."""
    return _wrong(
        page,
        f"""() => {{ {VISIBLE} {COLOURS}
      const wrong = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {{
        const e = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || !shown(e) || e.closest('template, .skip, noscript')) continue;
        const ratio = contrast(getComputedStyle(e).color, behind(e));
        if (ratio < 7) wrong.push(`${{walker.currentNode.data.trim()}}: ${{ratio.toFixed(1)}}`);
      }}
      for (const e of document.querySelectorAll('button, textarea, summary, .call')) {{
        if (!shown(e)) continue;
        const around = behind(e.parentElement), style = getComputedStyle(e);
        const ratio = Math.max(contrast(style.borderTopColor, around), contrast(style.backgroundColor, around));
        if (ratio < 3) wrong.push(`${{e.outerHTML.slice(0, 60)}}: ${{ratio.toFixed(1)}}`);
      }}
      return wrong; }}""",
    )


def sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def clipped(page: Page) -> list[str]:
    """Texts that do not fit their box."""
    return _wrong(
        page,
        f"""() => {{ {VISIBLE}
      return [...document.querySelectorAll('.bubble, .bubble *, button, .call, summary, label, h1, .unit, #hint')]
        .filter((e) => shown(e) && getComputedStyle(e).display !== 'inline'
          && (e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1))
        .map((e) => e.outerHTML.slice(0, 80)); }}""",
    )


def tight_lines(page: Page) -> list[str]:
    """Text whose lines are less than 1.4 apart: marks like those of Ễ would be cut."""
    return _wrong(
        page,
        f"""() => {{ {VISIBLE}
      return [...document.querySelectorAll('body *')].filter((e) => {{
        const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
        const s = getComputedStyle(e);
        return (own || e.id === 'text') && shown(e) && !(parseFloat(s.lineHeight) / parseFloat(s.fontSize) >= 1.399);
      }}).map((e) => e.outerHTML.slice(0, 80)); }}""",
    )


def small_targets(page: Page) -> list[str]:
    """Buttons, links and fields below 24 px (links in running text excepted), choices below 48 px."""
    return _wrong(
        page,
        f"""() => {{ {VISIBLE}
      return [...document.querySelectorAll('a, button, summary, textarea')].filter((e) => {{
        const r = e.getBoundingClientRect(), least = e.matches('.choice, .bar *, #size *, #send') ? 47.9 : 24;
        return shown(e) && !e.matches('.bubble a, .skip') && (r.height < least || r.width < least);
      }}).map((e) => e.outerHTML.slice(0, 80)); }}""",
    )


def hidden_focus(page: Page) -> list[str]:
    """What is wrong with the element that has the focus: no outline of 2 px, or something lies over it."""
    page.wait_for_timeout(60)
    return _wrong(
        page,
        """() => {
      const e = document.activeElement, s = getComputedStyle(e), r = e.getClientRects()[0], wrong = [];
      if (s.outlineStyle === 'none' || parseFloat(s.outlineWidth) < 2) wrong.push('no outline');
      const x = [r.left + 8, r.right - 8], y = [r.top + 8, r.bottom - 8];  // within rounded corners
      const points = [[x[0], y[0]], [x[1], y[0]], [x[0], y[1]], [x[1], y[1]], [(x[0] + x[1]) / 2, (y[0] + y[1]) / 2]];
      const over = points.filter(([a, b]) => { const hit = document.elementFromPoint(a, b); return !e.contains(hit); });
      if (over.length) wrong.push(`covered at ${JSON.stringify(over)}`);
      return wrong.map((text) => `${e.outerHTML.slice(0, 60)}: ${text}`); }""",
    )
