import type { Family } from '../stream.ts';
import { articleDrafts, articleStatistics, articleVersions } from './article-details.ts';
import { articles } from './articles.ts';
import { collections } from './collections.ts';
import { folders } from './folders.ts';
import { helpCenterRedirects, helpCenters } from './help-centers.ts';
import { internalArticles } from './internal-articles.ts';

export const contentFamily: Family = {
  name: 'content',
  title: 'Help center',
  streams: [
    articles,
    articleStatistics,
    articleVersions,
    articleDrafts,
    collections,
    helpCenters,
    helpCenterRedirects,
    internalArticles,
    folders,
  ],
};
