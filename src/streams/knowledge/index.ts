import type { Family } from '../stream.ts';
import { audiences } from './audiences.ts';
import { knowledgeContent } from './content.ts';
import { emailSettings } from './email-settings.ts';
import { contentImportSources, externalPages } from './external-pages.ts';
import { macros } from './macros.ts';
import { newsfeedItems, newsfeeds, newsItems } from './news.ts';
import { contentSnippets } from './snippets.ts';

export const knowledgeFamily: Family = {
  name: 'knowledge',
  title: 'Knowledge and outbound',
  streams: [
    newsItems,
    newsfeeds,
    newsfeedItems,
    contentSnippets,
    audiences,
    knowledgeContent,
    contentImportSources,
    externalPages,
    macros,
    emailSettings,
  ],
};
