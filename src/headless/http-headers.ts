/**
 * The response headers that the page needs and the page is tested with, in one place for the static server, Vite's
 * preview and Vite's dev server. Cross-origin isolation makes SharedArrayBuffer and precise timers available; the
 * content security policy makes "nothing leaves this machine" a rule that the browser enforces.
 */

/** Cross-origin isolation: every document, worker and asset of ours is same-origin, so nothing has to be relaxed. */
export const isolationHeaders: Readonly<Record<string, string>> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/**
 * Content security policy, one directive an entry. WebAssembly may compile, JavaScript from strings may not; requests
 * go to the own origin only; images may come from `blob:` and `data:` because previews are made in the page.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "img-src 'self' blob: data:",
  "style-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
];

/** Everything the built page is served with. */
export const pageHeaders: Readonly<Record<string, string>> = {
  ...isolationHeaders,
  'Content-Security-Policy': policy.join('; '),
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};
