import { ConnectorError } from '../../core/errors.ts';
import type { Family } from '../stream.ts';
import { customObjectStream } from './custom-object.ts';

/** A stream for each of these types, which a configuration names. Throws `config_invalid` where two of them would be one stream. */
export function customObjectsFamily(types: readonly string[]): Family {
  const typeOf = new Map<string, string>();
  const streams = [...new Set(types)].map((type) => {
    const stream = customObjectStream(type);
    const other = typeOf.get(stream.name);
    if (other !== undefined) throw sameName(stream.name, other, type);
    typeOf.set(stream.name, type);
    return stream;
  });
  return {
    name: 'custom-objects',
    title: 'Custom objects',
    about:
      "One stream for each type that `custom_object_types` of the configuration names, and none without it: `custom_object_` with the type's name in snake case. Here it is that of a type Order.",
    streams,
  };
}

const sameName = (name: string, one: string, other: string) =>
  new ConnectorError(
    'config_invalid',
    `"custom_object_types": "${one}" and "${other}" would both be the stream "${name}".`,
    { hint: 'Leave one of them out: the other can be read by a configuration of its own, into another place.' },
  );
