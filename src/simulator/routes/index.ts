import { adminRoutes } from './admins.ts';
import { companyRoutes } from './companies.ts';
import { contactRoutes } from './contacts.ts';
import { conversationRoutes } from './conversations.ts';
import { labelRoutes } from './labels.ts';
import type { Route } from './route.ts';
import { ticketRoutes } from './tickets.ts';

/** Every endpoint of the simulated API. */
export const routes: Route[] = [
  ...adminRoutes,
  ...labelRoutes,
  ...contactRoutes,
  ...companyRoutes,
  ...conversationRoutes,
  ...ticketRoutes,
];
