/** The home folder in paths: a shell does not expand `~` behind a colon or an equals sign. */
import { homedir } from 'node:os';
import path from 'node:path';

/** `~` and `~/x` as paths in the home folder; any other path as it is. */
export const expandHome = (given: string, home: string = homedir()): string =>
  given === '~' || given.startsWith('~/') ? path.join(home, given.slice(1)) : given;
