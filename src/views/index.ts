/** All views that there are, by style. */
import type { View } from '../core/view.ts';
import { conversationMetrics } from './conversation-metrics.ts';
import { conversationPartsFlat } from './conversation-parts-flat.ts';
import { dailyBacklog } from './daily-backlog.ts';
import { fivetran } from './fivetran/index.ts';
import { teammateMetrics } from './teammate-metrics.ts';

/** Beside the tables, for people: every sync makes these. */
const standard: readonly View[] = [conversationMetrics, conversationPartsFlat, teammateMetrics, dailyBacklog];

export const viewStyles = { standard, fivetran };
