"use strict";
// What is chosen stands behind the # of the address: unit, official, theme. Without this script the
// whole page is there to read.
(() => {
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const [unit, official, theme] = ["unit", "official", "theme"].map(byId);
  const main = document.querySelector("main");

  const chosen = () => new URLSearchParams(location.hash.slice(1));

  function choose(changes) {
    const next = chosen();
    for (const [name, value] of Object.entries(changes)) {
      if (value) next.set(name, value); else next.delete(name);
    }
    location.hash = next.toString();
  }

  const isOf = (element, key) => !key || element.dataset.of.split(" ").includes(key);

  function known(select, value) {
    const option = select && [...select.options].find((each) => each.value === value);
    return option && value ? option : null;
  }

  function showPanel(key) {
    const own = key && byId(`panel-${key}`);
    for (const panel of document.querySelectorAll(".panel")) {
      panel.hidden = key ? panel !== own : panel.id !== "panel-0";
    }
    const isMissing = Boolean(key) && !own;
    byId("no-panel").hidden = !isMissing;
  }

  function showRows(list, isShown) {
    const printed = Number(list.dataset.printed);
    let count = 0;
    for (const row of list.querySelectorAll("tbody tr")) {
      row.hidden = !isShown(row);
      if (!row.hidden) count += 1;
      row.classList.toggle("beyond", count > printed);
    }
    list.querySelector(".count").textContent = String(count);
    list.querySelector(".empty").hidden = count > 0;
    list.querySelector(".on-paper").hidden = count <= printed;
    list.querySelector(".rest").textContent = String(count - printed);
  }

  function apply() {
    const person = known(official, chosen().get("official"));
    const place = known(unit, chosen().get("unit"));
    const key = person ? person.dataset.of.split(" ")[0] : place ? place.value : "";
    const hasUnits = Boolean(unit);
    if (unit) unit.value = known(unit, key) ? key : "";
    if (official) {
      official.value = person ? person.value : "";
      for (const option of official.options) {
        if (option.value) option.hidden = option.disabled = !person && !isOf(option, key);
      }
    }
    showPanel(hasUnits ? key : "");
    for (const list of document.querySelectorAll(".list")) {
      list.hidden = Boolean(person) && list.id === "linh-vuc";
      showRows(list, (row) => isOf(row, hasUnits ? key : "")
        && (!person || !row.dataset.official || row.dataset.official === person.value));
    }
    const isLight = chosen().get("theme") === "light";
    root.dataset.theme = isLight ? "light" : "dark";
    theme.textContent = isLight ? "Nền tối" : "Nền sáng";
    main.dataset.chosen = key;
  }

  root.classList.add("scripted");
  if (unit) unit.addEventListener("change", () => choose({ unit: unit.value, official: "" }));
  if (official) official.addEventListener("change", () => choose({ official: official.value }));
  theme.addEventListener("click", () => {
    choose({ theme: root.dataset.theme === "light" ? "" : "light" });
  });
  byId("print").addEventListener("click", () => window.print());
  window.addEventListener("hashchange", apply);
  apply();
})();
