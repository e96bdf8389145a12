/* The form of a step: choosing "several things together" fetches the lines of the group at once, as its
 * button does without a script. Everything typed goes along and comes back. */
(() => {
  "use strict";
  document.addEventListener("change", (event) => {
    const select = event.target.closest(".rule-head > .what > select");
    if (!select || select.value !== "group") return;
    const group = select.closest(".rule-line").querySelector(":scope > .rule-group");
    if (!group.querySelector(".rule-line")) group.querySelector(":scope > div > [data-opens-group]").click();
  });
})();
