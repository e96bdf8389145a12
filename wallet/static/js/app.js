/* Small comforts on top of pages that work without any of this. Pages ask for them by data attributes:
 *   data-copy="text" | data-copy-from="#id"   copies, and says so in the nearest [data-copied] or on itself
 *   data-print                                 opens the print window
 *   data-confirm="question"                    asks before a form is sent or a link followed
 *   data-drop                                  a label round a file input takes files dropped anywhere on the page
 *   data-autosubmit                            a form or field that sends itself when it changes
 *   data-file-names="#id"                      shows the names of the chosen files there
 *   <time datetime data-local>                 is rewritten to the reader's own clock
 *   data-dismiss                               removes its nearest .message
 */
(() => {
  "use strict";
  const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang || "en-GB";

  const registerWorker = () => {
    const worker = document.body.dataset.worker;
    if (worker && "serviceWorker" in navigator && window.isSecureContext) {
      navigator.serviceWorker.register(worker, { scope: "/" }).catch(() => {});
    }
  };

  const localTimes = (root) => {
    for (const time of root.querySelectorAll("time[data-local]")) {
      const at = new Date(time.dateTime);
      if (isNaN(at)) continue;
      time.textContent = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(at);
      time.removeAttribute("data-local");
    }
  };

  const revealed = (root) => {
    for (const element of root.querySelectorAll("[data-needs-script][hidden]")) element.hidden = false;
  };

  const copy = async (button) => {
    const source = button.dataset.copyFrom && document.querySelector(button.dataset.copyFrom);
    const text = source ? (source.value ?? source.textContent) : button.dataset.copy;
    try {
      await navigator.clipboard.writeText(text.trim());
    } catch {
      if (source && source.select) source.select();
      return;
    }
    const said = button.querySelector("[data-copied]");
    if (!said) return;
    const before = said.textContent;
    said.textContent = said.dataset.copied;
    button.dataset.done = "";
    setTimeout(() => { said.textContent = before; delete button.dataset.done; }, 2500);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy],[data-copy-from],[data-print],[data-dismiss]");
    if (!button) return;
    if ("print" in button.dataset) window.print();
    else if ("dismiss" in button.dataset) button.closest(".message")?.remove();
    else copy(button);
  });

  const ask = (event) => {
    const holder = event.target.closest("[data-confirm]");
    if (holder && !window.confirm(holder.dataset.confirm)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  };
  document.addEventListener("submit", ask, true);
  document.addEventListener("click", (event) => {
    if (event.target.closest("a[data-confirm]")) ask(event);
  }, true);

  document.addEventListener("change", (event) => {
    const named = event.target.closest("[data-file-names]");
    if (named && event.target.type === "file") {
      const list = document.querySelector(named.dataset.fileNames);
      if (list) list.textContent = [...event.target.files].map((file) => file.name).join(" · ");
    }
    const form = event.target.form;
    if (form && event.target.closest("[data-autosubmit]")) form.requestSubmit();
  });

  /* Dropping: the whole page is the target, the zone shows it; the form is the ordinary one. */
  const zone = () => document.querySelector("[data-drop]");
  const carriesFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!zone() || !carriesFiles(event)) return;
    event.preventDefault();
    zone().dataset.over = "";
  });
  document.addEventListener("dragleave", (event) => {
    if (zone() && !event.relatedTarget) delete zone().dataset.over;
  });
  document.addEventListener("drop", (event) => {
    const target = zone();
    if (!target || !carriesFiles(event)) return;
    event.preventDefault();
    delete target.dataset.over;
    const input = target.querySelector("input[type=file]");
    if (!input || !event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });

  /* Signing out: the worker forgets what it holds before the server says goodbye. */
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-wipe]") && navigator.serviceWorker?.controller) {
      navigator.serviceWorker.controller.postMessage("wipe");
    }
  });
  /* The back button after signing out must not show a page kept in memory: load it anew. */
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });

  const dress = (root) => { localTimes(root); revealed(root); };
  document.addEventListener("DOMContentLoaded", () => { registerWorker(); dress(document); });
  document.addEventListener("htmx:load", (event) => dress(event.detail.elt.parentElement || document));
})();
