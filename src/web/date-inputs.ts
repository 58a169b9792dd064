import type { Day } from '../domain/time.ts'

/** The values of a date's three inputs, as the page first shows them, without leading zeros. */
export function dateValues(name: string, day: Day): Record<string, string> {
  const [year = '', month = '', date = ''] = day.split('-').map(part => part.replace(/^0/, ''))
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year }
}

/** The names of a date's three inputs. */
export const dateInputs = (name: string): string[] => ['day', 'month', 'year'].map(part => `${name}-${part}`)
