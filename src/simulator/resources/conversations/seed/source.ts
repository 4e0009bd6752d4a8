/** The messages that conversations begin with, and the mails and files in them. */
import type { JsonObject } from '../../../engine/json.ts';
import { questions, subjects } from '../../words.ts';
import type { Author, Source } from '../model.ts';
import { isOutbound } from './course.ts';
import type { Scene } from './scene.ts';

/** A contact's question, or the message by which a teammate began it. */
export function sourceOf(scene: Scene, id: string): Source {
  const { index, random, isMail } = scene;
  const byAdmin = isOutbound(scene);
  const { from_ai_agent, is_ai_answer, ...author } = byAdmin ? scene.admin : scene.contact;
  return {
    type: isMail ? 'email' : random.pick(['conversation', 'conversation', 'conversation', 'whatsapp', 'facebook']),
    id,
    delivered_as: byAdmin ? 'admin_initiated' : 'customer_initiated',
    subject: isMail ? `<p>${random.pick(subjects)}</p>` : '',
    body: html(byAdmin ? 'How is it going so far? Reply here if we can help.' : random.pick(questions)),
    author,
    attachments: index % 15 === 0 ? [attachment(index)] : [],
    url: index % 3 === 0 && !isMail ? `https://app.northwind.example/help?from=${index}` : null,
    redacted: index % 50 === 49,
    recipients: isMail
      ? [{ type: 'to', email: 'support@northwind.example', drop_reason: index % 2 === 0 ? 'duplicate' : null }]
      : null,
    reply_to: isMail ? [{ email: author.email, name: author.name }] : null,
    email_message_metadata: isMail ? mailHeaders(author, index, '<div>Earlier mail</div>') : undefined,
  };
}

/** A text as the body of a message. */
export const html = (text: string): string => `<p>${text.replaceAll('&', '&amp;').replaceAll('\n', '<br>')}</p>`;

/** A picture, each as different from others as its index. */
export function attachment(index: number): JsonObject {
  const name = `screenshot ${index} ü.png`;
  const url = `https://files.example/${index}.png`;
  return { type: 'upload', name, url, content_type: 'image/png', filesize: 1000 + index, width: 640, height: 480 };
}

/** What is known of a mail beside its text. */
export function mailHeaders({ email, name }: Author, index: number, history?: string): JsonObject {
  return {
    message_id: `<${index}.mail@northwind.example>`,
    subject: `Re: ${subjects[index % subjects.length]}`,
    email_address_headers: [{ type: 'from', email_address: email, name }],
    ...(history === undefined ? {} : { history }),
  };
}
