/* Trusted Types: which strings may become markup on our pages.
 *
 * The policy `require-trusted-types-for 'script'` makes the browser ask here before any text is parsed as HTML.
 * Only htmx does that, and only with what our own server has just answered. So each answer is remembered when
 * it arrives, and a string is let through only if it IS such an answer (as htmx wraps it before parsing:
 * htmx 2, makeFragment). Text from an address bar, a message, a storage or a stranger's badge never matches,
 * and throws. Scripts: none from strings, ever. Script addresses: the service worker's, nothing else.
 */
(() => {
  "use strict";
  const answers = [];
  const HEAD = /<head(\s[^>]*>|>)([\s\S]*?)<\/head>/i;
  const START = '<body><template class="internal-htmx-wrapper">';
  const END = "</template></body>";

  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const xhr = event.detail.xhr;
    const from = xhr.responseURL ? new URL(xhr.responseURL, location.href).origin : "";
    if (from !== location.origin) return;
    answers.push(xhr.responseText, xhr.responseText.replace(HEAD, ""));
    while (answers.length > 16) answers.shift();
  });

  const isAnswer = (text) => {
    const inner = text.startsWith(START) && text.endsWith(END) ? text.slice(START.length, -END.length) : text;
    return inner === "" || answers.includes(inner);
  };

  if (window.trustedTypes && trustedTypes.createPolicy) {
    trustedTypes.createPolicy("default", {
      createHTML: (text) => (isAnswer(text) ? text : null),
      createScriptURL: (text) => {
        const worker = document.body && document.body.dataset.worker;
        const asked = new URL(text, location.href);
        return worker && asked.origin === location.origin && asked.pathname === worker ? text : null;
      },
    });
  }
})();
