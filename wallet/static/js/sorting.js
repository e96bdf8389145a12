/* Putting things in order by dragging, beside the buttons that do it by keyboard and without any script.
 *   data-sortable          a list; the things in it carry data-sort-id
 *   data-grip              the handle of such a thing
 *   [data-order-form]      the form, just before the list, that takes the new order as `ids`
 *   data-said              on what was swapped in: told to whoever cannot see the change
 */
(() => {
  "use strict";
  let dragged = null;
  let before = "";

  const list = () => dragged.parentElement;
  const things = (of) => [...of.children].filter((child) => child.dataset.sortId);
  const order = (of) => things(of).map((child) => child.dataset.sortId).join(" ");

  const formOf = (of) => {
    const previous = of.previousElementSibling;
    return previous && previous.matches("[data-order-form]") ? previous : null;
  };

  const start = (event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip || event.button > 0) return;
    dragged = grip.closest("[data-sort-id]");
    if (!dragged || !formOf(list())) { dragged = null; return; }
    event.preventDefault();
    before = order(list());
    dragged.dataset.dragged = "";
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", drop, { once: true });
    document.addEventListener("pointercancel", stop, { once: true });
    document.addEventListener("keydown", escape);
  };

  const move = (event) => {
    event.preventDefault();
    for (const other of things(list())) {
      if (other === dragged) continue;
      const box = other.getBoundingClientRect();
      if (event.clientY < box.top || event.clientY > box.bottom) continue;
      const below = dragged.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
      const middle = box.top + box.height / 2;
      if (below && event.clientY > middle) other.after(dragged);
      else if (!below && event.clientY < middle) other.before(dragged);
      break;
    }
  };

  const stop = () => {
    if (!dragged) return;
    delete dragged.dataset.dragged;
    document.removeEventListener("pointermove", move);
    document.removeEventListener("pointerup", drop);
    document.removeEventListener("keydown", escape);
    dragged = null;
  };

  const drop = () => {
    if (!dragged) return;
    const form = formOf(list());
    const now = order(list());
    stop();
    if (now === before) return;
    form.elements.ids.value = now;
    form.requestSubmit();
  };

  const escape = (event) => {
    if (event.key !== "Escape" || !dragged) return;
    const of = list();
    const places = before.split(" ");
    things(of)
      .sort((a, b) => places.indexOf(a.dataset.sortId) - places.indexOf(b.dataset.sortId))
      .forEach((child) => of.append(child));
    stop();
  };

  const tell = () => {
    const said = document.querySelector("[data-said]");
    const region = document.getElementById("building-said");
    if (said && region) region.textContent = said.dataset.said;
  };

  document.addEventListener("pointerdown", start);
  document.addEventListener("htmx:afterSettle", tell);
})();
