"use strict";
// Find the page of a table with an id or its beginning, in each region [data-finds]. Without this script the links are
// complete. The ids are sorted by code points, and each link has the first and the last id of its page.
{
  const compare = (one, other) => {
    const [a, b] = [[...one], [...other]];
    for (let at = 0; at < Math.min(a.length, b.length); at++) {
      if (a[at] !== b[at]) return a[at].codePointAt(0) - b[at].codePointAt(0);
    }
    return a.length - b.length;
  };

  const setUp = region => {
    const form = region.querySelector("form");
    const field = form.querySelector("input");
    const count = form.querySelector("[data-found]");
    const links = [...region.querySelectorAll("[data-first]")];

    // The number of links at the beginning for which something is true.
    const leading = isTrue => {
      let [low, high] = [0, links.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (isTrue(links[middle].dataset)) low = middle + 1;
        else high = middle;
      }
      return low;
    };
    const from = text => leading(({ last }) => compare(last, text) < 0);
    const to = text => leading(({ first }) => compare(first, text) <= 0 || first.startsWith(text));

    // The pages that can have the text, as it is typed first; otherwise the page where it would be.
    const find = text => {
      const spellings = new Set([text, text.toLowerCase(), text.toUpperCase()]);
      const found = [...spellings].flatMap(one => links.slice(from(one), to(one)));
      return found.length ? found : links.slice(from(text), from(text) + 1);
    };

    const show = () => {
      const text = field.value.trim();
      const found = new Set(text ? find(text) : links);
      for (const link of links) link.parentElement.hidden = !found.has(link);
      count.textContent = found.size;
    };

    field.addEventListener("input", show);
    form.addEventListener("submit", event => {
      event.preventDefault();
      const text = field.value.trim();
      const [link] = text ? find(text) : [];
      if (link) location.href = `${link.href}#${new URLSearchParams({ "students.text": text })}`;
    });
    form.hidden = false;
    show();
  };

  document.querySelectorAll("[data-finds]").forEach(setUp);
}
