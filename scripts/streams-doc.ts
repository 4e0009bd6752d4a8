/** Writes docs/streams.md, docs/streams/, docs/queries.md and docs/views.md from the registries: `npm run docs`. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { queriesPage } from './queries-page.ts';
import { documentedFamilies, streamPages } from './streams-page.ts';
import { viewsPage } from './views-page.ts';

const docs = new URL('../docs/', import.meta.url);

rmSync(new URL('streams', docs), { recursive: true, force: true });
mkdirSync(new URL('streams', docs));
for (const [path, page] of streamPages(documentedFamilies)) writeFileSync(new URL(path, docs), page);
writeFileSync(new URL('queries.md', docs), queriesPage());
writeFileSync(new URL('views.md', docs), viewsPage());
