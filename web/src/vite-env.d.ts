/// <reference types="vite/client" />

/** Of the package pdfjs-dist that is built in. */
declare const __PDFJS_VERSION__: string;
