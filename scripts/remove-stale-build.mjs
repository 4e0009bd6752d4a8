/**
 * Removes what an earlier build left in dist/ of sources that are gone, so that it is not packed. It runs after the compiler, and
 * not in place of what stands: a test that runs beside a build always finds the command.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';

for (const file of readdirSync('dist', { recursive: true, encoding: 'utf8' })) {
  if (!/\.[jt]s$/.test(file) || file.startsWith('chunks/')) continue;
  const source = `src/${file.replace(/(\.d\.ts|\.js)$/, '.ts')}`;
  if (!existsSync(source)) rmSync(`dist/${file}`);
}
