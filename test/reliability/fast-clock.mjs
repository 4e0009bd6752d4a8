// Given to a process with --import: its monotonic clock runs so many times faster, so that what it does every some seconds, it
// does every some hundredths.
const factor = Number(process.env.FAST_CLOCK ?? 1);
const now = performance.now.bind(performance);
const begin = now();
performance.now = () => begin + (now() - begin) * factor;
