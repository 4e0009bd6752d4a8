/** Which types a package's declarations mention without exporting them: read from the declaration files that tsc wrote. */
import { posix } from 'node:path';

/** A declaration: where it stands, and under which name. */
interface Place {
  file: string;
  name: string;
}

interface Declarations {
  /** What the file takes from its neighbours, by the name that it has here. */
  imported: Map<string, Place>;
  /** What it hands on. */
  handedOn: Place[];
  /** Types that it declares, with their text. */
  types: Map<string, string>;
  /** The text of the functions and constants that it declares. */
  values: Map<string, string>;
}

/** The types that are missing, each with what mentions it. `read` gives a file's text; into `opaque` types no one looks. */
export function unexportedTypes(
  entry: string,
  read: (file: string) => string,
  opaque: readonly string[] = [],
): string[] {
  const files = new Map<string, Declarations>();
  const declarationsOf = (file: string) => {
    const known = files.get(file) ?? declarationsIn(file, read(file));
    files.set(file, known);
    return known;
  };
  const { handedOn, types, values } = declarationsOf(entry);
  const own = [...types.keys(), ...values.keys()].map((name) => ({ file: entry, name }));
  const exported = [...handedOn, ...own];
  const seen = new Set(exported.map(keyOf));
  const missing: string[] = [];
  const queue = [...exported];
  for (const { file, name } of queue) {
    if (opaque.includes(name)) continue;
    const found = declarationsOf(file);
    for (const place of mentionedIn(found.types.get(name) ?? found.values.get(name) ?? '', file, found)) {
      if (seen.has(keyOf(place))) continue;
      seen.add(keyOf(place));
      queue.push(place);
      missing.push(`${place.name} of ${place.file}, which ${name} mentions`);
    }
  }
  return missing;
}

const keyOf = ({ file, name }: Place): string => `${file} ${name}`;

const fileAt = (from: string, specifier: string): string =>
  posix.join(posix.dirname(from), specifier).replace(/\.[jt]s$/, '.d.ts');

function declarationsIn(file: string, text: string): Declarations {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '');
  const imported = new Map<string, Place>();
  const handedOn: Place[] = [];
  for (const [, kind, names, from] of code.matchAll(/^(import|export) (?:type )?\{([^}]*)\} from '(\.[^']+)'/gm)) {
    for (const one of names!.split(',').filter((given) => given.trim() !== '')) {
      const [name, here = name] = one
        .trim()
        .replace(/^type /, '')
        .split(' as ');
      const place = { file: fileAt(file, from!), name: name! };
      if (kind === 'import') imported.set(here!, place);
      else handedOn.push(place);
    }
  }
  const types = new Map<string, string>();
  const values = new Map<string, string>();
  for (const part of code.split(/^(?=(?:export |declare )+|(?:interface|type) )/m)) {
    const [, kind, name] = /^(?:export |declare )*(interface|type|class|function|const) (\w+)/.exec(part) ?? [];
    if (!name) continue;
    const into = kind === 'function' || kind === 'const' ? values : types;
    into.set(name, (into.get(name) ?? '') + part);
  }
  return { imported, handedOn, types, values };
}

/** The types of this package in a declaration's text; what `typeof` asks for are values. */
function mentionedIn(text: string, file: string, { imported, types }: Declarations): Place[] {
  const inline = [...text.matchAll(/import\("(\.[^"]+)"\)\.(\w+)/g)];
  const words = text.replace(/'[^'\n]*'|"[^"\n]*"|typeof \w+/g, '').match(/[A-Za-z_]\w*/g) ?? [];
  return [
    ...inline.map(([, from, name]) => ({ file: fileAt(file, from!), name: name! })),
    ...[...new Set(words)].flatMap((word) => {
      if (types.has(word)) return [{ file, name: word }];
      const place = imported.get(word);
      return place ? [place] : [];
    }),
  ];
}
