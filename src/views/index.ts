/** All views that there are, by style. */
import type { View } from '../core/view.ts';
import { conversationPartsFlat } from './parts-flat.ts';

/** Beside the tables, for people: every sync makes these. */
const standard: readonly View[] = [conversationPartsFlat];

export const viewStyles = { standard };
