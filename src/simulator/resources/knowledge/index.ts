/** News, what Fin answers with and for whom, saved replies, and the addresses that mail is sent from. */
import type { Route } from '../../engine/route.ts';
import { aiContentRoutes, contentImportSources, externalPages } from './ai-content.ts';
import {
  contentIndexRoutes,
  indexedArticles,
  indexedInternalArticles,
  uploadedFiles,
  wholeIndex,
} from './content-index.ts';
import { emailRoutes, emailSettings } from './emails.ts';
import { macroRoutes, macros } from './macros.ts';
import { newsfeeds, newsItems, newsRoutes } from './news.ts';
import { audiences, contentSnippets, snippetRoutes } from './snippets.ts';

export { seed } from './seed.ts';

export const resources = {
  newsItems,
  newsfeeds,
  contentImportSources,
  externalPages,
  contentSnippets,
  audiences,
  uploadedFiles,
  indexedInternalArticles,
  indexedArticles,
  macros,
  emailSettings,
};

export const truths = { knowledge_content: wholeIndex };

export const routes: Route[] = [
  ...newsRoutes,
  ...aiContentRoutes,
  ...snippetRoutes,
  ...contentIndexRoutes,
  ...macroRoutes,
  ...emailRoutes,
];
