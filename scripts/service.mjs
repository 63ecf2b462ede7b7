// The service as the child of a script: it ends in order when its standard input closes, and that happens
// however the script above it comes to its end.
process.stdin
  .on('error', () => undefined)
  .on('close', () => process.kill(process.pid, 'SIGTERM'))
  .resume();
await import(new URL('../dist/src/main.js', import.meta.url).href);
