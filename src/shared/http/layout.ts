import { builtLinks } from './built-links.js';
import { Html, html } from './html.js';

export interface PlainPage {
  title: string;
  /** `basePath(config)` */
  basePath: string;
  body: Html;
  /** Of the session, if there is one: the page then offers to sign out. */
  csrfToken?: string | undefined;
  /** In a frame of another site, whose pages have a top of their own. */
  isFramed?: boolean;
}

/** A whole page: plain HTML that works without scripts, with the looks of the application in web/. */
export function layout({ title, basePath, body, csrfToken, isFramed = false }: PlainPage): string {
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
        <meta name="color-scheme" content="light dark" />
        <title>${title} · RecordEngine</title>
        ${builtLinks(basePath)}
      </head>
      <body class="plain">
        ${
          !isFramed &&
          html`<header class="top"><a class="brand" href="${basePath}/">RecordEngine</a>${signOut}</header>`
        }
        <main>${body}</main>
      </body>
    </html>`.toString();
}
