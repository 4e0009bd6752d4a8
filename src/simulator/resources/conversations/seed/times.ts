/** When conversations begin: more of them as the company grows, few at night and at weekends. */
import { day, type Seeding } from '../../../engine/seeding.ts';
import { dailyOffsetOf } from '../../../engine/time-zone.ts';

/** By local hour, how many begin in it beside the busiest. */
const byHour = [
  0.06, 0.04, 0.03, 0.03, 0.04, 0.08, 0.16, 0.36, 0.7, 0.95, 1, 0.95, 0.8, 0.85, 0.95, 0.9, 0.8, 0.62, 0.42, 0.32, 0.28,
  0.22, 0.16, 0.1,
];
/** By local day of the week, from Thursday on, which the first day of unix time was. */
const byDay = [0.96, 0.85, 0.24, 0.18, 1, 0.98, 0.95];

/** So many times between the two, ascending; the last one just now. */
export function begunTimes({ random, store, end }: Seeding, count: number, from: number): number[] {
  const offset = dailyOffsetOf(store.settings.timezone);
  const isLikely = (seconds: number): boolean => {
    const local = seconds + offset(seconds);
    const weekday = byDay[Math.floor(local / day) % 7]!;
    return random.chance(weekday * byHour[Math.floor((local % day) / 3600)]!);
  };
  const span = Math.max(1, end - from - 240);
  const some = (): number => end - 240 - Math.floor(random.next() ** 1.5 * span);
  const times = Array.from({ length: count }, () => {
    let at = some();
    for (let tries = 0; tries < 40 && !isLikely(at); tries++) at = some();
    return at;
  }).sort((a, b) => a - b);
  if (count > 1) times[count - 1] = end - random.int(70, 200);
  return times;
}
