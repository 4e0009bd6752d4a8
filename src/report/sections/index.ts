/** The sections, in the order of the page. */
import type { Section } from '../section.ts';
import { age, backlog } from './backlog.ts';
import { quality } from './quality.ts';
import { rankings } from './rankings.ts';
import { times } from './times.ts';
import { hours, volume } from './volume.ts';

export const sections: readonly Section[] = [volume, hours, ...times, backlog, age, ...quality, ...rankings];
