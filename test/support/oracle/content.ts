import type { Row } from '../../../src/core/events.ts';
import type { Workspace } from '../../../src/simulator/index.ts';
import { notDocumented, parent } from './contract.ts';
import { asListed, type Oracle } from './oracle.ts';

type Article = Workspace['articles'] extends ReadonlyMap<string, infer One> ? One : never;

/** The rows of a stream of what there is of each article. */
const ofEach =
  (childrenOf: (article: Article, listed: Row) => Row[]) =>
  (workspace: Workspace): Row[] =>
    workspace.truth('articles').flatMap((listed) =>
      childrenOf(workspace.articles.get(String(listed.id))!, listed).map((child) => ({
        ...child,
        article_id: listed.id,
        article_updated_at: changedAt(workspace.articles.get(String(listed.id))),
      })),
    );

/** When anything of it changed: translations and drafts leave the article's own time as it is. Of one that has gone, nothing is known. */
const changedAt = (article: Article | undefined): number =>
  article === undefined
    ? Number.POSITIVE_INFINITY
    : Math.max(
        ...[article, ...Object.values(article.translations)].flatMap((one) => [
          one.updated_at,
          ...one.drafts.map((draft) => draft.updated_at),
        ]),
      );

const unmentioned = 'nothing lists deleted articles';

export const content: Record<string, Oracle> = {
  articles: {
    contract: { schema: 'article_list_item' },
    asks: ['GET /articles'],
    asksById: '/articles/:id',
    rows: asListed('articles'),
    chosenBy: (row, { articles }) => changedAt(articles.get(String(row.id))),
    unmentioned,
  },
  article_statistics: {
    contract: { schema: 'article_statistics', exceptions: parent('article') },
    asks: ['GET /articles', 'GET /articles/:id'],
    rows: ofEach(({ statistics }) => {
      const { fin_involvements, fin_resolutions } = statistics;
      return [
        {
          type: 'article_statistics',
          ...statistics,
          happy_reaction_percentage: 40.5,
          neutral_reaction_percentage: 39.5,
          sad_reaction_percentage: 20,
          fin_resolution_rate: fin_involvements === 0 ? 0 : (fin_resolutions / fin_involvements) * 100,
        },
      ];
    }),
  },
  article_versions: {
    contract: {
      schema: 'article_version_summary',
      exceptions: notDocumented('article_updated_at', "we add the parent's"),
    },
    asks: ['GET /articles', 'GET /articles/:id/versions'],
    rows: ofEach(({ versions }) => versions.map((version) => ({ type: 'article_version', ...version }))),
    chosenBy: (row, { articles }) => changedAt(articles.get(String(row.article_id))),
    unmentioned,
  },
  article_drafts: {
    contract: { schema: 'article_list_item', exceptions: parent('article') },
    // The article itself only where the draft has gone meanwhile.
    asks: ['GET /articles', 'GET /articles/:id/draft'],
    rows: ofEach((article, listed) => {
      const [draft] = [article, ...Object.values(article.translations)].flatMap(({ drafts }) => drafts);
      if (!draft) return [];
      const { title, body, updated_at } = draft;
      return [{ ...listed, title, body, updated_at, body_markdown: body.replaceAll(/<[^>]*>/g, '') }];
    }),
  },
  collections: {
    contract: { schema: 'collection' },
    asks: ['GET /help_center/collections'],
    asksById: '/help_center/collections/:id',
    rows: asListed('collections'),
  },
  help_centers: {
    contract: { schema: 'help_center' },
    asks: ['GET /help_center/help_centers'],
    asksById: '/help_center/help_centers/:id',
    rows: asListed('help_centers'),
    chosenBy: 'updated_at',
    unmentioned: 'nothing lists deleted help centers',
  },
  help_center_redirects: {
    contract: {
      schema: 'help_center_redirect',
      exceptions: notDocumented('help_center_updated_at', "we add the parent's"),
    },
    asks: ['GET /help_center/help_centers', 'GET /help_center/help_centers/:id/redirects'],
    rows: ({ truth, helpCenters }: Workspace) =>
      truth('help_center_redirects').flatMap((redirect) => {
        const helpCenter = helpCenters.get(String(redirect.help_center_id));
        return helpCenter ? [{ ...redirect, help_center_updated_at: helpCenter.updated_at }] : [];
      }),
  },
  internal_articles: {
    contract: { schema: 'internal_article' },
    asks: ['GET /internal_articles'],
    asksById: '/internal_articles/:id',
    rows: asListed('internal_articles'),
    chosenBy: 'updated_at',
    unmentioned: 'nothing lists deleted internal articles',
  },
  folders: {
    contract: { undocumented: 'only the document of the Preview version has them' },
    asks: ['GET /folders'],
    rows: (workspace) => workspace.truth('folders').map((folder) => ({ ...folder, id: String(folder.id) })),
  },
};
