/** A terminal that only listens: what was written, and what one would see of it. */
import { Writable } from 'node:stream';

export interface Screen {
  output: NodeJS.WriteStream;
  /** All that was written. */
  written(): string;
  /** The lines that stand there, after all cursor movements. */
  seen(): string[];
}

/** Understands line ends, and the two codes that move up and clear below. */
export function createScreen(terminal: { isTTY: boolean; columns?: number; rows?: number }): Screen {
  let written = '';
  const output = new Writable({
    write(chunk, _encoding, done) {
      written += chunk;
      done();
    },
  });
  return {
    output: Object.assign(output, terminal) as unknown as NodeJS.WriteStream,
    written: () => written,
    seen() {
      const lines: string[] = [];
      let row = 0;
      // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what a terminal is told in.
      for (const [, up, text] of written.matchAll(/\x1b\[(\d+)A\x1b\[0J|([^\x1b\n]*)\n/g)) {
        if (up === undefined) lines[row++] = text ?? '';
        else {
          row -= Number(up);
          lines.length = row;
        }
      }
      return lines;
    },
  };
}
