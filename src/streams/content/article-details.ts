/**
 * What Intercom gives of each article by a request of its own: its statistics, versions and draft.
 * https://developers.intercom.com/docs/references/rest-api/api.intercom.io/articles/retrievearticle
 */
import { type Columns, described, epoch, int, number, text, textReference } from '../../core/columns/columns.ts';
import { ConnectorError } from '../../core/errors.ts';
import type { Priority } from '../../intercom/limits/scheduler.ts';
import type { Entity, ReadContext } from '../../intercom/readers/reader.ts';
import { type ChildLiteral, childRows, childStream } from '../common/children.ts';
import { entitiesAt, isEntity, valueAt, withId } from '../common/entity.ts';
import { unlessGone } from '../common/gone.ts';
import { sublist } from '../common/sublist.ts';
import type { Detail, Stream } from '../stream.ts';
import { articleColumns } from './article-columns.ts';
import { articlePath, articles, changedAt, textsOf } from './articles.ts';

/** A stream of what a request for each article gives. */
const ofEachArticle = (literal: ChildLiteral & Required<Pick<Stream, 'detail'>>): Stream =>
  childStream(articles, 'article', {
    ...literal,
    cost: 'a request per article',
    rows: (article, detail) =>
      literal.rows(article, detail).map((row) => ({ ...row, article_updated_at: changedAt(article) ?? null })),
  });

const statisticsColumns: Columns = {
  type: text,
  views: int,
  conversions: described(int, 'Conversations that were begun from it.'),
  reactions: int,
  happy_reaction_percentage: described(number, 'Of all reactions, 0 to 100.'),
  neutral_reaction_percentage: described(number, 'Of all reactions, 0 to 100.'),
  sad_reaction_percentage: described(number, 'Of all reactions, 0 to 100.'),
  fin_involvements: described(int, 'Conversations in which Fin used it.'),
  fin_resolutions: described(int, 'Conversations that Fin resolved with it.'),
  fin_resolution_rate: described(number, 'fin_resolutions of fin_involvements, 0 to 100.'),
};

/** Views and reactions do not touch the article. */
export const articleStatistics = ofEachArticle({
  name: 'article_statistics',
  description: 'How often each article was viewed, reacted to and used by Fin: as of now, all of them in every sync.',
  primaryKey: ['article_id'],
  columns: statisticsColumns,
  fullSnapshot: true,
  detail: {
    name: 'article',
    needed: () => true,
    fetch: (context, { id }, priority) => articleAt(context, { path: articlePath(String(id)), id, priority }),
  },
  rows: (article, detail) => childRows('article', article, [valueAt(detail, 'statistics')].filter(isEntity)),
});

export const articleVersions = ofEachArticle({
  name: 'article_versions',
  description: 'The versions that each article has had, without their texts.',
  since: '2.16',
  primaryKey: ['id'],
  columns: {
    type: text,
    id: text,
    title: text,
    description: text,
    author_id: described(textReference, 'The id of admins.'),
    created_by_id: described(textReference, 'The id of admins.'),
    created_via: described(text, 'Such as web or api.'),
    from_version_id: described(textReference, 'The id of article_versions: the one it was made from.'),
    state: described(text, 'published or draft.'),
    created_at: epoch,
  },
  detail: sublist({
    name: 'article_versions',
    path: (id) => `/articles/${encodeURIComponent(id)}/versions`,
    // No document says how many a page may hold: it is left to Intercom.
    items: 'data',
  }),
  rows: (article, detail) => childRows('article', article, withId(entitiesAt(detail, 'data'))),
});

const draftPath = (id: string) => `/articles/${encodeURIComponent(id)}/draft`;

/** The staged draft, in an object of its own; an empty one where there is none. */
const draftDetail: Detail = {
  name: 'article_draft',
  needed: (article) => textsOf(article).some((one) => one.has_unpublished_changes === true),
  async fetch(context, { id }, priority) {
    const draft = await articleAt(context, { path: draftPath(String(id)), id, priority });
    if (draft) return { draft };
    // Without a draft it answers 404 as well: where the article itself is there, it was published or discarded meanwhile.
    const article = await articleAt(context, { path: articlePath(String(id)), id, priority });
    return article && {};
  },
};

export const articleDrafts = ofEachArticle({
  name: 'article_drafts',
  description: 'The articles that have unpublished changes, as they are drafted: all of them in every sync.',
  since: '2.16',
  primaryKey: ['article_id'],
  columns: articleColumns,
  fullSnapshot: true,
  detail: draftDetail,
  rows: (article, detail) => childRows('article', article, [valueAt(detail, 'draft')].filter(isEntity)),
});

/** An answer about another article is asked for again, so often in all. */
const mostAskings = 3;

/** The article that is at a path; undefined where there is none. */
async function articleAt(
  { client }: ReadContext,
  { path, id, priority = 'detail' }: { path: string; id: unknown; priority?: Priority },
): Promise<Entity | undefined> {
  for (let asked = 1; asked <= mostAskings; asked++) {
    const article = await unlessGone(() => client.get(path, { priority }));
    if (!article || String(article.id) === String(id)) return article;
  }
  throw new ConnectorError('api_unavailable', `Intercom answered GET ${path} with another article.`, {
    hint: 'Run it again later: it goes on where it stopped.',
  });
}
