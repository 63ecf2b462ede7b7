// The service as the child of a measurement: it ends in order when the channel to its parent closes.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
await import(new URL('../../dist/src/main.js', import.meta.url).href);
