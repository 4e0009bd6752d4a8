import type { Author } from './model.ts';

/** What writes in conversations and is nobody: Fin, the AI agent, and the operator, which runs workflows. */
export function botsOf(workspaceId: string): Record<'fin' | 'operator', Author> {
  const email = `operator+${workspaceId}@intercom.io`;
  return {
    fin: { type: 'bot', id: '279', name: 'Fin', email },
    operator: { type: 'bot', id: '278', name: 'Operator', email },
  };
}
