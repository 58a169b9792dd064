import { showsPeople } from '../../../domain/consent.ts'
import { isPeopleUnanswered } from '../../../domain/evidence.ts'
import type { T } from '../../../words/words.ts'
import type { EvidenceItem } from '../items/evidence-item.store.ts'

/**
 * Reminds the person who adds a file or note that it can show someone without consent. Empty while the panel cannot see
 * the evidence, and while no one has said whether anyone can be recognised in it.
 */
export function peopleReminder(
  t: T,
  { kind, showsPeople: said, consentUntil }: Pick<EvidenceItem, 'kind' | 'showsPeople' | 'consentUntil'>,
): string[] {
  if (consentUntil === null || isPeopleUnanswered(kind, said)) return []
  return [t(showsPeople(kind, said) ? 'consents.reminder.listed' : 'consents.reminder.none')]
}
