"use strict";
// Sort and filter the tables of each region [data-sorts]. Without this script the page is complete, in its own order.
// Of more than 500 rows the first 500 are shown until the reader asks for more, because layout takes seconds otherwise.
// The state is in the address: #students.text=li&students.state=graded&students.sort=total&students.down=1
{
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const fold = text => text.normalize("NFKC").toLocaleLowerCase();
  const valueOf = cell => cell.dataset.value ?? cell.textContent.trim();
  const addressed = () => new URLSearchParams([...new URLSearchParams(location.hash.slice(1))].filter(([key]) => key.includes(".")));

  const STEP = 500;

  const inOrder = (rows, column, isNumber, down) => {
    const sign = down ? -1 : 1;
    const byText = ([a], [b]) => sign * collator.compare(a, b);
    // Rows without a number are last in both directions.
    const byNumber = ([a], [b]) => Number.isNaN(a) || Number.isNaN(b) ? Number.isNaN(a) - Number.isNaN(b) : sign * (a - b);
    const read = row => isNumber ? parseFloat(valueOf(row.cells[column])) : valueOf(row.cells[column]);
    return rows.map(row => [read(row), row]).sort(isNumber ? byNumber : byText).map(([, row]) => row);
  };

  const setUp = region => {
    const name = region.dataset.sorts;
    const tables = [...region.querySelectorAll("table")].map(table => ({
      body: table.tBodies[0], heads: [...table.tHead.rows[0].cells], rows: [...table.tBodies[0].rows],
    }));
    const rows = tables.flatMap(table => table.rows);
    const texts = new Map(rows.map(row => [row, fold(row.textContent)]));
    const controls = region.querySelector(".controls");
    const fields = [...controls.querySelectorAll("input, select")];
    const count = controls.querySelector("[data-found]");
    const more = region.querySelector(".more");
    let sorted = { key: "", down: false };
    let most = STEP;

    const filter = () => {
      const wanted = fields.filter(field => field.value !== "").map(({ value, dataset: { column } }) => {
        const words = fold(value).split(/\s+/);
        return column === undefined
          ? row => words.every(word => texts.get(row).includes(word))
          : row => valueOf(row.cells[column]) === value;
      });
      let found = 0;
      for (const row of tables.flatMap(table => [...table.body.rows])) {
        row.hidden = !wanted.every(keeps => keeps(row)) || ++found > most;
      }
      count.textContent = found;
      more.hidden = found <= most;
    };

    const sort = () => {
      for (const { body, heads, rows } of tables) {
        const column = heads.findIndex(head => head.dataset.key === sorted.key);
        heads.forEach((head, at) => at === column
          ? head.setAttribute("aria-sort", sorted.down ? "descending" : "ascending")
          : head.removeAttribute("aria-sort"));
        const isNumber = column >= 0 && heads[column].dataset.number !== undefined;
        body.append(...column < 0 ? rows : inOrder(rows, column, isNumber, sorted.down));
      }
      filter();
    };

    const keep = () => {
      const address = addressed();
      const state = Object.fromEntries(fields.map(field => [field.name, field.value]));
      for (const [key, value] of Object.entries({ ...state, sort: sorted.key, down: sorted.down ? "1" : "" })) {
        if (value) address.set(`${name}.${key}`, value);
        else address.delete(`${name}.${key}`);
      }
      history.replaceState(null, "", `#${address}`);
    };

    const restore = () => {
      const address = addressed();
      if (location.hash.length > 1 && !address.size) return; // the link of a heading
      for (const field of fields) {
        field.value = address.get(`${name}.${field.name}`) ?? "";
        if (field.selectedIndex === -1) field.value = "";
      }
      sorted = { key: address.get(`${name}.sort`) ?? "", down: address.get(`${name}.down`) === "1" };
      sort();
    };

    for (const { heads } of tables) {
      for (const head of heads.filter(head => head.dataset.key)) {
        const button = document.createElement("button");
        button.type = "button";
        button.append(...head.childNodes);
        head.append(button);
        button.addEventListener("click", () => {
          sorted = { key: head.dataset.key, down: head.getAttribute("aria-sort") === "ascending" };
          sort();
          keep();
        });
      }
    }
    for (const field of fields) field.addEventListener("input", () => { filter(); keep(); });
    controls.querySelector("button").addEventListener("click", () => {
      for (const field of fields) field.value = "";
      sorted = { key: "", down: false };
      sort();
      keep();
    });
    more.querySelector("button").addEventListener("click", () => { most += STEP; filter(); });
    addEventListener("beforeprint", () => { most = Infinity; filter(); });
    addEventListener("hashchange", restore);
    controls.hidden = false;
    if (addressed().size) restore();
    else filter();
  };

  document.querySelectorAll("[data-sorts]").forEach(setUp);
}
