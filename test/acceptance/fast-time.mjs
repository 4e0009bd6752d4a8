// Given to a process with --import: its monotonic clock and its timers run so many times faster.
const factor = Number(process.env.FAST_TIME ?? 1);
const now = performance.now.bind(performance);
const begin = now();
performance.now = () => begin + (now() - begin) * factor;
const { setTimeout } = globalThis;
globalThis.setTimeout = (call, ms = 0, ...args) => setTimeout(call, ms / factor, ...args);
