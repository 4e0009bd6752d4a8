/** Writes docs/streams.md from the registry: `npm run docs`. */
import { writeFileSync } from 'node:fs';
import { streams } from '../src/streams/index.ts';
import { streamsPage } from './streams-page.ts';

writeFileSync(new URL('../docs/streams.md', import.meta.url), streamsPage(streams));
