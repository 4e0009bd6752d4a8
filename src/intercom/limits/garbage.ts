/** Collecting garbage by hand, where it comes in pieces of megabytes: the engine lets hundreds of them lie before it begins. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const megabyte = 1024 * 1024;

/** What is smaller the engine collects in time. */
const large = megabyte;

/** After so many bytes of large pieces it is collected. */
const mostGarbage = 8 * megabyte;

/** Takes the size of each piece that is no longer used, and collects from time to time. */
export function createGarbageAccount(collect: () => void = garbageCollector()): (bytes: number) => void {
  let garbage = 0;
  return (bytes) => {
    if (bytes >= large) garbage += bytes;
    if (garbage < mostGarbage) return;
    garbage = 0;
    collect();
  };
}

/** Node's own `gc`, of which nothing is loaded before the first call. A call takes some ten milliseconds. */
function garbageCollector(): () => void {
  let collect: (() => void) | undefined;
  return () => {
    if (!collect) {
      setFlagsFromString('--expose-gc');
      collect = runInNewContext('gc') as () => void;
    }
    collect();
  };
}
