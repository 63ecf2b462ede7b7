import { defineConfig } from 'vite';

/** `npm run build` says where to. Addresses are relative: the application works below any path. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0, // data: addresses would need a place in the policy
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2_000, // the worker of pdf.js
  },
});
