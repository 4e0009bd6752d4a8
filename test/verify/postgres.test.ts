/** The same on PostgreSQL: a sound copy, and damages of each sort, found and mended. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hasPostgres } from '../support/postgres-server.ts';
import { type PostgresDatabase, postgresDatabase } from '../support/test-database.ts';
import { expectTablesToEqualTruth } from '../sync/tables.ts';
import { found, lineOf, type VerifyPlace, verifyPlace } from './place.ts';

const streams =
  `contacts users contact_tags conversations conversation_parts tickets ticket_parts companies company_tags tags`.split(
    ' ',
  );

let place: VerifyPlace;
let database: PostgresDatabase;
beforeAll(async () => {
  if (!hasPostgres) return;
  place = await verifyPlace({ counts: { contacts: 40, conversations: 12, tickets: 8, companies: 6 } }, {}, streams);
  database = await postgresDatabase();
  await place.pass(86_400);
  await place.sync(database.address);
}, 60_000);
afterAll(async () => {
  await place?.close();
  await database?.remove();
});

test.skipIf(!hasPostgres)('nothing is found on a sound copy', async () => {
  const { verification } = await place.verify(database.address, { sample: 'all' });
  expect(found(verification)).toEqual([]);
  expect(verification.streams.map(({ verdict }) => verdict)).toEqual(streams.map(() => 'sound'));
});

test.skipIf(!hasPostgres)('what is damaged is found, and mended', async () => {
  const { contact, conversation, part, other, tag, ticket } = await database.use(async (query) => {
    const [row] = await query(`
      SELECT (SELECT id FROM contacts ORDER BY updated_at LIMIT 1) AS contact,
        (SELECT min(conversation_id) FROM conversation_parts) AS conversation,
        (SELECT min(id) FROM conversation_parts WHERE conversation_id = (SELECT min(conversation_id) FROM conversation_parts)) AS part,
        (SELECT max(id) FROM conversations) AS other, (SELECT min(id) FROM tags) AS tag, (SELECT max(id) FROM tickets) AS ticket`);
    return row as Record<string, string>;
  });
  await database.use(async (query) => {
    await query(`DELETE FROM contacts WHERE id = '${contact}'`);
    await query(`DELETE FROM conversation_parts WHERE id = '${part}'`);
    await query(`UPDATE conversations SET title = 'Another', custom_attributes = '{"a": 1}' WHERE id = '${other}'`);
    await query(`UPDATE tags SET name = 'Another' WHERE id = '${tag}'`);
    await query(`UPDATE tickets SET updated_at = TIMESTAMPTZ '2090-01-01 00:00:00Z' WHERE id = '${ticket}'`);
  });
  const { verification, repaired } = await place.verify(database.address, { sample: 'all', repair: true });
  expect(repaired!.found.map(lineOf).sort()).toEqual(
    [
      `contacts missing ${contact}`,
      `conversation_parts cut ${part} in ${conversation}`,
      `conversations stale ${other} title custom_attributes`,
      `tags stale ${tag} name`,
      `tickets stale ${ticket} updated_at`,
    ].sort(),
  );
  expect(found(verification)).toEqual([]);
  await expectTablesToEqualTruth(database, place.simulator, streams);
});
