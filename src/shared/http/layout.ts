import { Html, html } from './html.js';

interface Page {
  title: string;
  /** `basePath(config)` */
  basePath: string;
  body: Html;
  /** Of the session, if there is one: the page then offers to sign out. */
  csrfToken?: string | undefined;
}

// A constant of this file and no input, so it needs no escaping.
const STYLE = new Html(`<style>
:root { color-scheme: light dark; --text: #1b1f24; --soft: #57606a; --back: #fff; --card: #f6f8fa; --line: #c5ccd3;
  --accent: #0a58ca; --on-accent: #fff; --bad: #a40e26; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --soft: #9da7b3; --back: #0d1117; --card: #161b22;
  --line: #3d444d; --accent: #79b0ff; --on-accent: #0d1117; --bad: #ff8f8a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
header, main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
header { display: flex; justify-content: space-between; align-items: center; border-bottom: 1px solid var(--line); }
h1 { font-size: 1.5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; }
a { color: var(--accent); }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .25rem 1rem; }
dt, .soft { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .35rem .5rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
label { display: block; font-weight: 600; margin-bottom: .25rem; }
input { width: 100%; max-width: 32rem; padding: .5rem; font: inherit; color: inherit; background: var(--card);
  border: 1px solid var(--soft); border-radius: .375rem; }
button { padding: .5rem 1rem; font: inherit; color: var(--on-accent); background: var(--accent); border: 0;
  border-radius: .375rem; cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
[role=alert] { color: var(--bad); font-weight: 600; }
</style>`);

/** A whole page: plain HTML that works without scripts, in light and dark. */
export function layout({ title, basePath, body, csrfToken }: Page): string {
  const signOut =
    csrfToken !== undefined &&
    html`<form method="post" action="${basePath}/logout">
      <input type="hidden" name="csrf_token" value="${csrfToken}" /><button>Sign out</button>
    </form>`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · RecordEngine</title>
        <link rel="icon" href="data:," />
        ${STYLE}
      </head>
      <body>
        <header><strong>RecordEngine</strong>${signOut}</header>
        <main>${body}</main>
      </body>
    </html>`.toString();
}
