import { between, type Seeding } from '../../engine/seeding.ts';
import { newPart } from '../conversations/changes.ts';
import type { Conversation, Part } from '../conversations/model.ts';
import { conversations } from '../conversations/tables.ts';
import { tags } from '../labels/tags.ts';
import { admins } from '../people/admins.ts';
import { replies } from '../words.ts';
import { sideConversations } from './tables.ts';

/** Beside every seventh conversation one or two. Ids of their own making: those of other objects stay as they are. */
export function seedSideConversations(seeding: Seeding): void {
  const { store, random } = seeding;
  for (const [index, conversation] of [...store.get(conversations).all.values()].entries()) {
    if (index % 7 !== 3) continue;
    const threads = Array.from({ length: random.int(1, 2) }, (_, thread) => {
      const id = 9007300000000000n + BigInt(index * 100 + thread * 10);
      const parts = Array.from({ length: random.int(1, 4) }, (_, i) =>
        partOf(seeding, conversation, { id: String(id + BigInt(i + 1)), place: i }),
      );
      return { id: String(id), parts };
    });
    store.get(sideConversations).set(conversation.id, threads);
  }
}

function partOf(seeding: Seeding, conversation: Conversation, { id, place }: { id: string; place: number }): Part {
  const { store, random } = seeding;
  const { id: adminId, name, email } = random.pick([...store.get(admins).values()]);
  const [tag] = store.get(tags).keys();
  const { created_at, updated_at } = conversation;
  return newPart(
    store,
    {
      id,
      body: `<p>${random.pick(replies).replaceAll('&', '&amp;')}</p>`,
      created_at: between(seeding, created_at, updated_at),
      author: { type: 'admin', id: adminId, name, email },
      ...(place === 0 ? { attachments: [attachment(id)], tag_ids: tag === undefined ? [] : [tag] } : {}),
      ...(place === 1 ? { assigned_to: { type: 'admin', id: adminId }, app_package_code: 'northwind-helper' } : {}),
      ...(place === 2 ? { external_id: `side-${id}`, redacted: true } : {}),
    },
    conversation,
  );
}

const attachment = (id: string) => ({
  type: 'upload',
  name: `notes ${id}.png`,
  url: `https://files.example/side-${id}.png`,
  content_type: 'image/png',
  filesize: 3000,
  width: 320,
  height: 200,
});
