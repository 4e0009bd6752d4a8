/** From the files of an export to rows. */
import { describe, expect, test } from 'vitest';
import { messageEvents } from '../../../src/streams/exports/events.ts';
import { messageReceipts } from '../../../src/streams/exports/receipts.ts';
import { messageExportScan } from '../../../src/streams/exports/scan.ts';
import type { Stream } from '../../../src/streams/stream.ts';

const named = (name: string): Stream => messageEvents.find((stream) => stream.name === name)!;
const rowsOf = (stream: Stream, file: string, cells: Record<string, string>) => stream.rows({ file, cells }, undefined);

describe('a receipt', () => {
  test('has its times in seconds, null for what is empty or none, and what is not known as it is', () => {
    const cells = {
      receipt_id: '190000000000000001',
      received_at: '2024-01-31 09:00:00 UTC',
      company_id: '-1',
      series_id: '-1',
      name: '',
      email: '-1',
      first_open: '1706691700',
      first_click: '',
      first_reply: 'soon',
      something_new: '1706691700',
    };
    expect(rowsOf(messageReceipts, 'receipt', cells)).toEqual([
      {
        receipt_id: '190000000000000001',
        received_at: 1706691600,
        company_id: null,
        series_id: null,
        name: null,
        email: '-1',
        first_open: 1706691700,
        first_click: null,
        first_reply: 'soon',
        something_new: '1706691700',
      },
    ]);
  });

  test('of the reference’s spelling has a dismissal all the same', () => {
    expect(rowsOf(messageReceipts, 'receipts', { receipt_id: '1', first_dismisall: '1706691700' })).toEqual([
      { receipt_id: '1', first_dismissal: 1706691700 },
    ]);
  });

  test('is in files of the singular and the plural name, and has an id', () => {
    expect(rowsOf(messageReceipts, 'receipts', { receipt_id: '1' })).toHaveLength(1);
    expect(rowsOf(messageReceipts, 'receipt', { receipt_id: '' })).toEqual([]);
    expect(rowsOf(messageReceipts, 'open', { receipt_id: '1' })).toEqual([]);
  });

  test('alone says when its message was sent', () => {
    const at = (file: string) => messageExportScan.cursor!.of({ file, cells: { received_at: '5', opened_at: '7' } });
    expect([at('receipt'), at('receipts'), at('open')]).toEqual([5, 5, undefined]);
  });
});

describe('what happened to a message', () => {
  test('is told by its own file alone', () => {
    const cells = { receipt_id: '1', clicked_at: '1706691700', link_type: 'link', url: 'https://x.example' };
    const rows = messageEvents.flatMap((stream) => rowsOf(stream, 'click', cells).map((row) => [stream.name, row]));
    expect(rows).toEqual([['message_clicks', { ...cells, clicked_at: 1706691700 }]]);
    const completion = { receipt_id: '1', completed_at: '1706691700' };
    const owners = messageEvents.filter((stream) => rowsOf(stream, 'series_completion', completion).length > 0);
    expect(owners.map(({ name }) => name)).toEqual(['message_series_completions']);
  });

  test('has every part of its key, also where a cell is empty or a column is not there', () => {
    const [row] = rowsOf(named('message_clicks'), 'click', { receipt_id: '1', clicked_at: '1706691700', url: '' });
    expect(row).toEqual({ receipt_id: '1', clicked_at: 1706691700, link_type: '', url: '' });
    const [answer] = rowsOf(named('message_answers'), 'answer', {
      receipt_id: '1',
      answered_at: '1706691700',
      question_id: '2',
      response: '',
    });
    expect(answer).toEqual({ receipt_id: '1', answered_at: 1706691700, question_id: '2', response: null });
  });

  test('has its time from the only column that is one, where that has another name', () => {
    const [row] = rowsOf(named('message_opens'), 'opens', { receipt_id: '1', seen_at: '1706691700' });
    expect(row).toEqual({ receipt_id: '1', opened_at: 1706691700 });
    const [unclear] = rowsOf(named('message_opens'), 'open', { receipt_id: '1', seen_at: '5', noted_at: '6' });
    expect(unclear).toEqual({ receipt_id: '1', seen_at: '5', noted_at: '6' });
    expect(rowsOf(named('message_opens'), 'open', { receipt_id: '1', opened_at: 'soon' })).toEqual([
      { receipt_id: '1', opened_at: 'soon' },
    ]);
  });
});
