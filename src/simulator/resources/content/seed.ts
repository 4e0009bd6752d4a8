import { createOne } from '../../engine/listing.ts';
import { day, recently, type Seeding } from '../../engine/seeding.ts';
import { type Article, articles, blankText, versionOf } from './articles.ts';
import { collections, helpCenterRedirects, helpCenters } from './help-centers.ts';
import { folders, internalArticles } from './internal.ts';

const titles = [
  'How to return a parcel',
  'Changing your address',
  'Invoices and receipts',
  'Why was I charged twice?',
  'Sizes of tents',
  'Looking after your boots',
  'Your data and you',
];
const locales =
  `ar bg bs ca cs da de el en es et fi fr he hr hu id it ja ko lt lv mn nb nl pl pt ro ru sl sr sv tr vi pt-BR zh-CN zh-TW`.split(
    ' ',
  );

/** A help center with some articles, one of them in every language. */
export function seedContent(seeding: Seeding): void {
  const { store, end } = seeding;
  const [own, other] = ['Northwind', 'Northwind Outdoors', 'Northwind Trade'].map((display_name, i) =>
    createOne(store, helpCenters, { display_name, default: i === 0, created_at: end - (700 - i) * day }),
  );
  const of = { help_center_id: Number(own!.id), created_at: end - 600 * day };
  const inAll = Object.fromEntries(locales.map((locale) => [locale, { name: `Name (${locale})`, description: '' }]));
  const top = createOne(store, collections, { ...of, name: 'Orders', translations: inAll });
  const section = createOne(store, collections, { ...of, name: 'Returns', parent_id: top.id, order: 1 });
  for (const [i, title] of titles.entries()) seedArticle(seeding, title, i, [top.id, section.id].slice(0, i % 3));
  for (const [i, { id: help_center_id }] of [own!, other!, own!].entries()) {
    createOne(store, helpCenterRedirects, { help_center_id, created_at: end - (50 - i) * day });
  }
  for (const title of ['Refunds above 100 €', 'Who is on call', 'Words that we use']) {
    createOne(store, internalArticles, { title, created_at: recently(seeding, 400) });
  }
  const folder = createOne(store, folders, {
    name: 'Policies',
    description: 'What we hold to',
    created_at: end - 90 * day,
  });
  createOne(store, folders, { parent_folder_id: Number(folder.id), content_count: 2, created_at: end - 80 * day });
}

function seedArticle(seeding: Seeding, title: string, index: number, parents: string[]): void {
  const { store, random, end } = seeding;
  const created_at = recently(seeding, 500);
  const later = (seconds: number) => Math.min(created_at + seconds, end - 30);
  const written = index === 0 ? locales : index === 1 ? ['fr'] : [];
  const translations = written.map((locale, i) => [
    locale,
    {
      ...blankText(`${title} (${locale})`, later(i)),
      audience_ids: [i],
      drafts: i % 3 === 2 ? [{ title: 'Drafted', body: '<p>Drafted</p>', updated_at: later(2 * day) }] : [],
    },
  ]);
  const first = versionOf(store, { title: 'Before', from: null, now: created_at });
  const partial: Partial<Article> = {
    title,
    created_at,
    parent_ids: parents.map(Number),
    scheduled_publish_at: index === 1 ? created_at + 400 * day : 0,
    scheduled_unpublish_at: index === 4 ? created_at + 500 * day : 0,
    translations: Object.fromEntries(translations),
    drafts: index % 3 === 1 ? [{ title: 'Drafted', body: '<p>Drafted</p>', updated_at: later(day) }] : [],
    tags:
      index === 0
        ? [{ id: '120301', name: 'news', applied_at: created_at, applied_by: { type: 'admin', id: '1' } }]
        : [],
    statistics: {
      views: random.int(1, 900),
      conversions: 2,
      reactions: 9,
      fin_involvements: 8,
      fin_resolutions: index,
    },
    versions: [first, versionOf(store, { title, from: first.id, now: later(60) })],
  };
  createOne(store, articles, partial);
}
