/** What the course of a conversation is made from: its people, its time, and how it is to go. */
import type { OfficeHours } from '../../../engine/office-hours.ts';
import type { Random } from '../../../engine/random.ts';
import type { Part } from '../model.ts';

/** An author as parts have it; those of Fin's parts differ by what they are. */
export type Writer = Part['author'];

export interface Scene {
  /** Its place among all, by time. What is rare goes by it, so that it occurs in small workspaces too. */
  index: number;
  random: Random;
  hours: OfficeHours;
  begun: number;
  /** Now: nothing is later. */
  end: number;
  /** When all that was forgotten was closed at once. */
  bulkClosedAt: number;
  contact: Writer;
  admin: Writer;
  colleague: Writer;
  fin: Writer;
  operator: Writer;
  teamId: string | undefined;
  isMail: boolean;
  /** The contact has just begun it, and waits for an answer: there is always one. */
  isNew: boolean;
}

/** Something that happens in a conversation. */
export interface Step {
  /** Seconds. */
  at: number;
  by: Writer;
  type: string;
  body?: string | null;
  to?: { type: 'admin' | 'team'; id: string };
  /** Of a snooze. */
  until?: number;
  /** Of Fin's parts: an answer, or words around it. */
  fin?: 'answer' | 'words';
  /** What became of Fin's answers. */
  resolution?: string;
  rating?: { rating: number; remark: string | null };
}

/** Steps one after the other; what is returned is when the last of them was. */
export type Course = Generator<Step, number, void>;

/** True for one in so many conversations. */
export const isTurn = ({ index }: Scene, every: number, place: number): boolean => index % every === place;

/** Which of some variants it is, among the conversations of one turn. */
export const variantOf = ({ index }: Scene, every: number, variants: number): number =>
  Math.floor(index / every) % variants;

/** Some time, half of the times less than the median: of a log-normal distribution. In whole seconds, 20 at least. */
export function about(random: Random, median: number, spread = 1): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  return Math.max(20, Math.round(median * Math.exp(spread * normal)));
}

/** When a teammate has done something after `at` that takes so long: in office hours, but for some who are on call. */
export function whenWorked({ random, hours }: Scene, at: number, work: number): number {
  return random.chance(0.04) ? at + work : hours.after(at, work);
}
