/** Says where an input is wrong without quoting it. */
import type { ZodError } from 'zod';

/** Every problem with its path, such as `catalog.streams[0].stream.name: expected string`. */
export const describeIssues = (error: ZodError, root: string): string =>
  error.issues.map(({ path, message }) => `${pathText(root, path)}: ${withoutLead(message)}`).join('; ');

const pathText = (root: string, path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, key) => text + (typeof key === 'number' ? `[${key}]` : `.${String(key)}`), root);

/** zod begins with "Invalid input: ", which the path has said. */
const withoutLead = (message: string): string => message.replace(/^Invalid input: /, '');
