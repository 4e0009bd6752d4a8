/** The streams that cost no request per record: what is not about the others is soon over with them. */
import { streams } from '../support/registry.ts';

export const usualStreams = streams.filter(({ cost }) => cost === undefined);
