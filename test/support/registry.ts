/** All streams that are tested: those that every workspace has, and those that a configuration defines. */
import { definedFamilies } from '../../src/streams/defined-streams.ts';

/** What the configurations of the tests define. */
export const defining = { custom_object_types: ['Order'] };

export const families = definedFamilies(defining);

export const streams = families.flatMap((family) => family.streams);

export const streamNamed = (name: string) => streams.find((stream) => stream.name === name);
