/** Articles of the help center, each with its drafts, translations, versions and statistics. */
import type { JsonObject } from '../../engine/json.ts';
import { listing } from '../../engine/listing.ts';
import type { Store } from '../../engine/store.ts';
import { need } from '../../engine/table.ts';

/** A text in one language. */
interface ArticleText {
  title: string;
  description: string;
  body: string;
  author_id: number;
  state: string;
  created_at: number;
  updated_at: number;
  url: string;
  ai_chatbot_availability: boolean;
  ai_copilot_availability: boolean;
  ai_sales_agent_availability: boolean;
  created_by_id: number;
  updated_by_id: number;
  /** What waits to be published, if anything: one draft at most. */
  drafts: { title: string; body: string; updated_at: number }[];
}

/** A text in another language. */
interface Translation extends ArticleText {
  audience_ids: number[];
}

/** A version of an article. Told without its text. */
interface ArticleVersion {
  id: string;
  title: string;
  description: string;
  author_id: string;
  created_by_id: string;
  created_via: string;
  from_version_id: string | null;
  state: string;
  created_at: number;
}

/** An article: its text in the default language, and all that it has in one language only. */
export interface Article extends ArticleText {
  id: string;
  parent_ids: number[];
  exclude_from_article_suggestions: boolean;
  help_center_audience: string;
  /** 0 where none is planned. */
  scheduled_publish_at: number;
  scheduled_unpublish_at: number;
  default_locale: string;
  /** By language. */
  translations: Record<string, Translation>;
  tags: { id: string; name: string; applied_at: number; applied_by: { type: 'admin'; id: string } }[];
  statistics: {
    views: number;
    conversions: number;
    reactions: number;
    fin_involvements: number;
    fin_resolutions: number;
  };
  versions: ArticleVersion[];
}

const versionIds = { from: 300n, step: 5 };

export const articles = listing({
  name: 'articles',
  one: 'Article',
  ids: { from: 6871100n, step: 40 },
  blank: ({ id, now, store }): Article => ({
    id,
    ...blankText(`Article ${id}`, now),
    parent_ids: [],
    exclude_from_article_suggestions: false,
    help_center_audience: 'everyone',
    scheduled_publish_at: 0,
    scheduled_unpublish_at: 0,
    default_locale: 'en',
    translations: {},
    tags: [],
    statistics: { views: 0, conversions: 0, reactions: 0, fin_involvements: 0, fin_resolutions: 0 },
    versions: [versionOf(store, { title: `Article ${id}`, from: null, now })],
  }),
  /** As it is published, without its statistics. */
  json: (store, article) => articleJson(store, article, []),
});

/** A text of now that says nothing but its title. */
export const blankText = (title: string, now: number): ArticleText => ({
  title,
  description: '',
  body: `<p class="no-margin">${title}</p>`,
  author_id: 991267492,
  state: 'published',
  created_at: now,
  updated_at: now,
  url: `https://help.mycompany.com/en/articles/${encodeURIComponent(title)}`,
  ai_chatbot_availability: true,
  ai_copilot_availability: true,
  ai_sales_agent_availability: false,
  created_by_id: 5017691,
  updated_by_id: 5017691,
  drafts: [],
});

/** Another version of an article. */
export const versionOf = (
  store: Store,
  { title, from, now }: { title: string; from: string | null; now: number },
): ArticleVersion => ({
  id: store.ids.number(versionIds),
  title,
  description: '',
  author_id: '991267492',
  created_by_id: '5017691',
  created_via: 'web',
  from_version_id: from,
  state: 'published',
  created_at: now,
});

/** The article with the text that waits to be published; undefined where none does, in no language. */
export function draftJson(store: Store, article: Article): JsonObject | undefined {
  const drafts = [article, ...Object.values(article.translations)].flatMap((one) => one.drafts);
  return drafts.length === 0 ? undefined : articleJson(store, article, drafts.slice(0, 1));
}

/** What the API gives of one article only. */
export function statisticsJson({ statistics }: Article): JsonObject {
  const { fin_involvements, fin_resolutions } = statistics;
  return {
    type: 'article_statistics',
    ...statistics,
    happy_reaction_percentage: 40.5,
    neutral_reaction_percentage: 39.5,
    sad_reaction_percentage: 20,
    fin_resolution_rate: fin_involvements === 0 ? 0 : (fin_resolutions / fin_involvements) * 100,
  };
}

/** The versions of an article, newest first. */
export const versionsJson = ({ id, versions }: Article): JsonObject[] =>
  versions
    .map((version) => ({ type: 'article_version', ...version, article_id: id }))
    .sort((a, b) => b.created_at - a.created_at);

/** Changes of an article that leave its `updated_at` as it is, since they leave its text in the default language as it is. */
export const articleChanges = (store: Store) => ({
  /** Writes a draft, or on the one that there is. */
  draftArticle: (id: string, title = 'A better title') => {
    const now = store.seconds();
    change(store, id, (article) => ({
      drafts: [{ title, body: `<p>${title}</p>`, updated_at: now }],
      versions: [...article.versions, versionOf(store, { title, from: article.versions.at(-1)?.id ?? null, now })],
    }));
  },
  /** Changes the text in a language, or adds it. */
  translateArticle: (id: string, locale: string, title = 'Un titre') => {
    const now = store.seconds();
    change(store, id, ({ translations }) => ({
      translations: {
        ...translations,
        [locale]: { ...blankText(title, now), audience_ids: [], ...translations[locale], title, updated_at: now },
      },
    }));
  },
  /** Someone reads it. */
  viewArticle: (id: string) =>
    change(store, id, ({ statistics }) => ({ statistics: { ...statistics, views: statistics.views + 1 } })),
});

function change(store: Store, id: string, changed: (article: Article) => Partial<Article>): void {
  const all = store.get(articles);
  const article = need(all, id, 'Article');
  all.set(id, { ...article, ...changed(article) });
}

function articleJson(store: Store, article: Article, shown: { title: string; body: string }[]): JsonObject {
  const { versions, statistics, translations, tags, ...rest } = article;
  const [draft = {}] = shown;
  const languages = Object.entries(translations);
  return {
    type: 'article',
    workspace_id: store.settings.workspaceId,
    ...textJson({ ...rest, ...draft }),
    scheduled_publish_at: article.scheduled_publish_at || null,
    scheduled_unpublish_at: article.scheduled_unpublish_at || null,
    translated_content:
      languages.length === 0
        ? null
        : {
            type: 'article_translated_content',
            ...Object.fromEntries(
              languages.map(([locale, one]) => [locale, { type: 'article_content', ...textJson(one) }]),
            ),
          },
    tags: { type: 'tag.list', tags: tags.map((tag) => ({ type: 'tag', ...tag })) },
  };
}

function textJson<T extends Pick<ArticleText, 'drafts' | 'body'>>({ drafts, ...text }: T) {
  return {
    ...text,
    body_markdown: text.body.replaceAll(/<[^>]*>/g, ''),
    has_unpublished_changes: drafts.length > 0,
    draft_updated_at: drafts[0]?.updated_at ?? null,
  };
}
