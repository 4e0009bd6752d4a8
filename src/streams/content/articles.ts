/** Articles of the help center: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/articles */
import { latestFirst } from '../../intercom/readers/latest-first.ts';
import type { Entity } from '../../intercom/readers/reader.ts';
import { isEntity, numberAt, valueAt } from '../common/entity.ts';
import { permissions } from '../common/permissions.ts';
import { defineStream, type Scan } from '../stream.ts';
import { articleColumns } from './article-columns.ts';

/** An article's texts: itself, which has the one in the default language, and what there is in each other language. */
export function textsOf(article: Entity): Entity[] {
  const translated = valueAt(article, 'translated_content');
  return [article, ...(isEntity(translated) ? Object.values(translated).filter(isEntity) : [])];
}

/**
 * An article's `updated_at` is that of its text in the default language: a translation has a time of its own, and so has a draft, which
 * leaves the article as it is. The latest of these tells whether anything changed.
 */
export function changedAt(article: Entity): number | undefined {
  const times = textsOf(article)
    .flatMap((one) => [numberAt(one, 'updated_at'), numberAt(one, 'draft_updated_at')])
    .filter((time) => time !== undefined);
  return times.length === 0 ? undefined : Math.max(...times);
}

export const articlePath = (id: string) => `/articles/${encodeURIComponent(id)}`;

/** The list is read whole: it is told to be in the order of `updated_at`, which says nothing of translations and drafts. */
export const articleScan: Scan = {
  name: 'articles',
  cursor: { name: 'updated_at', of: changedAt },
  read: latestFirst({ path: '/articles', items: 'data', pageSize: 50 }),
};

export const articles = defineStream({
  name: 'articles',
  description: 'The articles of the help center, in all their languages.',
  permission: permissions.articles,
  primaryKey: ['id'],
  byId: articlePath,
  cursor: 'updated_at',
  columns: articleColumns,
  scan: articleScan,
});
