/**
 * The code of an error, or the name of its class if it has no code; `unknown` for a value that is not an error. The log
 * gets codes, never messages, because messages can contain names and addresses.
 */
export const errorCode = (problem: unknown): string =>
  problem instanceof Error ? String((problem as NodeJS.ErrnoException).code ?? problem.constructor.name) : 'unknown'
