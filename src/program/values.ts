/** How the values of flags are read. Each throws an InvalidArgumentError that says what the flag takes. */
import { InvalidArgumentError } from 'commander';
import { parseDuration } from '../core/duration.ts';

export const wholeNumber =
  (least: number, most = Number.MAX_SAFE_INTEGER) =>
  (value: string) => {
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= least && number <= most) return number;
    const range = most === Number.MAX_SAFE_INTEGER ? `, ${least} or more` : ` from ${least} to ${most}`;
    throw new InvalidArgumentError(`It takes a whole number${range}.`);
  };

export const duration = (value: string) => {
  try {
    return parseDuration(value);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
};

export const times = (value: string) => value.split(',').map(wholeNumber(0));

export const sample = (value: string): number | 'all' => (value === 'all' ? value : wholeNumber(0)(value));

export const collected = (value: string, before: string[] = []) => [...before, value];

/** What a command with one example shows below its flags. */
export const example = (command: string) => `\nExample:\n  $ ${command}`;
