/** Fifty ways to damage a copy, by SQL, and what a verification is to say of each: told without its code. */
export interface Damage {
  name: string;
  /** What is damaged. */
  table: string;
  /** A query of one row, whose values are given to the others. */
  of: string;
  sql(...values: string[]): string;
  /** What is to be found, as `found` gives it, in any order. */
  finds(...values: string[]): string[];
  /** Others of this sort may come with it: it is in a row of its own. */
  sort?: 'removed' | 'stale';
  /** Only a comparison of all records finds it. */
  all?: true;
}

const nth = (table: string, n: number, also = '') =>
  `SELECT id FROM ${table} ${also} ORDER BY updated_at, id LIMIT 1 OFFSET ${n}`;
const newest = (table: string) => `SELECT id FROM ${table} ORDER BY updated_at DESC, id LIMIT 1`;

const removed = (table: string, which: string, of: string): Damage => ({
  table,
  sort: 'removed',
  name: `${which} of ${table} is not there`,
  of,
  sql: (id) => `DELETE FROM ${table} WHERE id = '${id}'`,
  finds: (id) => [`${table} missing ${id}`],
});

const stale = (table: string, column: string, value: string, row: number, all: true | undefined = true): Damage => ({
  table,
  sort: 'stale',
  name: `${table}.${column} has another value`,
  of: `SELECT id FROM ${table} ORDER BY id LIMIT 1 OFFSET ${row}`,
  sql: (id) => `UPDATE ${table} SET ${column} = ${value} WHERE id = '${id}'`,
  finds: (id) => [`${table} stale ${id} ${column}`],
  ...(all && { all }),
});

const added = (table: string, told = `${table} extra 9999999`): Damage => ({
  table,
  name: `a row too many in ${table}`,
  of: `SELECT id FROM ${table} ORDER BY id LIMIT 1`,
  sql: () =>
    `INSERT INTO ${table} SELECT * REPLACE ('9999999' AS id) FROM (SELECT * FROM ${table} ORDER BY id LIMIT 1)`,
  finds: () => [told],
});

/** A row inside a record is gone, or one too many. */
const cut = (table: string, parent: string, all?: true): Damage => ({
  table,
  name: `a row of ${table} is not there`,
  of: `SELECT ${parent}, id FROM ${table} ORDER BY ${parent}, id LIMIT 1`,
  sql: (of, id) => `DELETE FROM ${table} WHERE ${parent} = '${of}' AND id = '${id}'`,
  finds: (of, id) => [`${table} cut ${table === 'conversation_parts' ? `${id} in ${of}` : `${of} ${id}`}`],
  ...(all && { all }),
});

const inside = (table: string, parent: string, all?: true): Damage => ({
  table,
  name: `a row too many in ${table}`,
  of: `SELECT ${parent} FROM ${table} ORDER BY ${parent}, id LIMIT 1`,
  sql: () =>
    `INSERT INTO ${table} SELECT * REPLACE ('9999999' AS id) FROM (SELECT * FROM ${table} ORDER BY ${parent}, id LIMIT 1)`,
  finds: (of) => [`${table} extra ${table === 'conversation_parts' ? `9999999 in ${of}` : `${of} 9999999`}`],
  ...(all && { all }),
});

const twice = (table: string, parent?: string): Damage => ({
  table,
  name: `a row of ${table} is there twice`,
  of: `SELECT id, ${parent ?? 'NULL'} AS of FROM ${table} ORDER BY id LIMIT 1`,
  sql: (id) => `INSERT INTO ${table} SELECT * FROM ${table} WHERE id = '${id}'`,
  finds: (id, of) => [`${table} duplicate ${id}${parent === undefined ? '' : ` in ${of}`}`],
});

export const damages: readonly Damage[] = [
  removed('contacts', 'the oldest', nth('contacts', 0)),
  removed('contacts', 'the newest', newest('contacts')),
  // A window holds twenty.
  removed('contacts', 'the last one of a window', nth('contacts', 19)),
  removed('contacts', 'the first one of a window', nth('contacts', 20)),
  removed('users', 'one in the middle', nth('users', 9)),
  removed('leads', 'the newest', newest('leads')),
  removed('conversations', 'the oldest', nth('conversations', 0)),
  removed('conversations', 'the newest', newest('conversations')),
  removed('conversations', 'one in the middle', nth('conversations', 21)),
  removed('tickets', 'the oldest', nth('tickets', 0)),
  removed('tickets', 'the newest', newest('tickets')),
  removed('companies', 'one', nth('companies', 2)),
  removed('tags', 'one', 'SELECT id FROM tags ORDER BY id LIMIT 1'),
  removed('segments', 'one', nth('segments', 1)),
  removed('admins', 'one', 'SELECT id FROM admins ORDER BY id LIMIT 1'),
  removed('teams', 'one', 'SELECT id FROM teams ORDER BY id LIMIT 1'),
  removed('articles', 'one', nth('articles', 1)),
  removed('macros', 'one', nth('macros', 0)),
  removed('ticket_types', 'one', nth('ticket_types', 0)),
  {
    name: 'two of tickets are not there, far apart',
    table: 'tickets',
    of: 'SELECT min(id), max(id) FROM tickets',
    sql: (a, b) => `DELETE FROM tickets WHERE id IN ('${a}', '${b}')`,
    finds: (a, b) => [`tickets missing ${a}`, `tickets missing ${b}`],
  },
  stale('contacts', 'name', "'Another'", 3),
  stale('contacts', 'created_at', "TIMESTAMPTZ '2020-01-01 00:00:00Z'", 4),
  stale('contacts', 'custom_attributes', `'{"plan": "another"}'::JSON`, 5),
  stale('contacts', 'has_hard_bounced', 'NOT coalesce(has_hard_bounced, false)', 6),
  stale('contacts', '_extra', `'{"unknown": 1}'::JSON`, 7),
  stale('conversations', 'title', "'Another'", 8),
  stale('conversations', 'statistics', `'{}'::JSON`, 9),
  stale('tickets', 'ticket_attributes', `'{}'::JSON`, 3),
  stale('tags', 'name', "'Another'", 3, undefined),
  stale('companies', 'user_count', '99999', 3, undefined),
  stale('articles', 'title', 'NULL', 3, undefined),
  {
    name: 'a contact stands at an earlier time',
    table: 'contacts',
    of: nth('contacts', 60),
    sql: (id) => `UPDATE contacts SET updated_at = updated_at - INTERVAL 400 DAY WHERE id = '${id}'`,
    finds: (id) => [`contacts stale ${id} updated_at`],
  },
  {
    name: 'a contact stands at a time to come',
    table: 'contacts',
    of: nth('contacts', 30),
    sql: (id) => `UPDATE contacts SET updated_at = TIMESTAMPTZ '2090-01-01 00:00:00Z' WHERE id = '${id}'`,
    finds: (id) => [`contacts stale ${id} updated_at`],
  },
  {
    name: 'a conversation stands at no time',
    table: 'conversations',
    of: nth('conversations', 5),
    sql: (id) => `UPDATE conversations SET updated_at = NULL WHERE id = '${id}'`,
    finds: (id) => [`conversations stale ${id} updated_at`],
  },
  // Nothing lists what was archived, nor deleted tickets: such a row may have gone since.
  added('contacts', 'contacts vanished 9999999'),
  added('conversations'),
  added('tickets', 'tickets vanished 9999999'),
  added('tags'),
  added('companies'),
  added('segments'),
  cut('conversation_parts', 'conversation_id'),
  cut('ticket_parts', 'ticket_id'),
  cut('company_tags', 'company_id'),
  cut('contact_tags', 'contact_id', true),
  cut('conversation_contacts', 'conversation_id', true),
  inside('conversation_parts', 'conversation_id'),
  inside('ticket_parts', 'ticket_id'),
  inside('contact_tags', 'contact_id', true),
  {
    name: 'a contact that was merged is there again',
    table: 'contacts',
    of: `SELECT min(id), max(key->>'id') FROM contacts, _deleted WHERE stream = 'contacts' AND reason = 'merged'`,
    sql: (id, gone) => `
      INSERT INTO contacts SELECT * REPLACE ('${gone}' AS id) FROM (SELECT * FROM contacts WHERE id = '${id}');
      DELETE FROM _deleted WHERE key->>'id' = '${gone}'`,
    finds: (_, gone) => [`contacts deleted ${gone}`],
  },
  {
    name: 'a conversation that was deleted is there again, and in _deleted',
    table: 'conversations',
    of: `SELECT min(id), max(key->>'id') FROM conversations, _deleted WHERE stream = 'conversations'`,
    sql: (id, gone) =>
      `INSERT INTO conversations SELECT * REPLACE ('${gone}' AS id) FROM (SELECT * FROM conversations WHERE id = '${id}')`,
    finds: (_, gone) => [`conversations deleted ${gone}`],
  },
  {
    name: 'a conversation is taken for deleted',
    table: 'conversations',
    of: nth('conversations', 7),
    sql: (id) => `
      DELETE FROM conversations WHERE id = '${id}';
      INSERT INTO _deleted VALUES ('conversations', '{"id":"${id}"}', TIMESTAMPTZ '2060-01-01 00:00:00Z', 'deleted', now())`,
    finds: (id) => [`conversations missing ${id}`],
  },
  {
    name: 'a contact that is there is in _deleted as well',
    table: 'contacts',
    of: nth('contacts', 8),
    sql: (id) =>
      `INSERT INTO _deleted VALUES ('contacts', '{"id":"${id}"}', TIMESTAMPTZ '2060-01-01 00:00:00Z', 'deleted', now())`,
    finds: (id) => [`contacts tombstone ${id}`],
  },
  {
    name: 'all parts of a conversation are gone',
    table: 'conversations',
    of: 'SELECT conversation_id, string_agg(id, chr(32) ORDER BY id) FROM conversation_parts GROUP BY 1 ORDER BY 1 LIMIT 1 OFFSET 2',
    sql: (of) => `DELETE FROM conversation_parts WHERE conversation_id = '${of}'`,
    finds: (of, ids) => ids!.split(' ').map((id) => `conversation_parts cut ${id} in ${of}`),
  },
  {
    name: 'parts are of an earlier version of their conversation',
    table: 'conversations',
    of: 'SELECT conversation_id, string_agg(id, chr(32) ORDER BY id) FROM conversation_parts GROUP BY 1 ORDER BY 1 LIMIT 1',
    sql: (of) =>
      `UPDATE conversation_parts SET conversation_updated_at = conversation_updated_at - INTERVAL 1 DAY WHERE conversation_id = '${of}'`,
    finds: (of, ids) => ids!.split(' ').map((id) => `conversation_parts stale ${id} in ${of} conversation_updated_at`),
  },
  {
    name: 'all tickets are gone',
    table: 'tickets',
    of: 'SELECT string_agg(id, chr(32) ORDER BY id) FROM tickets',
    sql: () => 'DELETE FROM tickets',
    finds: (ids) => ids!.split(' ').map((id) => `tickets missing ${id}`),
  },
  twice('contacts'),
  twice('tags'),
  twice('conversation_parts', 'conversation_id'),
  {
    name: 'rows of contact_tags belong to no contact',
    table: 'contact_tags',
    of: 'SELECT id FROM contact_tags ORDER BY id LIMIT 1',
    sql: () =>
      `INSERT INTO contact_tags SELECT * REPLACE ('9999999' AS contact_id) FROM (SELECT * FROM contact_tags ORDER BY id LIMIT 1)`,
    finds: (id) => [`contact_tags extra 9999999 ${id}`],
  },
];
