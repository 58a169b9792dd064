import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { Stale } from '../../../domain/refusals.ts'
import { recordEvent } from '../../../history/record.ts'
import { entity } from '../organisations/organisation.actions.ts'
import type { SignOffChoice } from './sign-off.forms.ts'
import { updateSignOffWanted } from './sign-off.store.ts'

/**
 * Saves whether an observer must sign off an organisation's applications before they are submitted.
 * @param seen the choice that the page showed
 * @throws Stale when the choice has been changed since it was read
 */
export async function chooseSignOff(
  work: UnitOfWork,
  organisation: Pick<Organisation, 'id' | 'signOffWanted'>,
  { wanted, seen }: SignOffChoice,
): Promise<void> {
  if (organisation.signOffWanted === wanted) return
  if (organisation.signOffWanted !== seen) throw new Stale()
  await updateSignOffWanted(work.trx, organisation, wanted)
  await recordEvent(work, 'organisation.sign_off_chosen', entity(organisation), { wanted })
  if (wanted) await work.tell('sign-off required', { organisationId: organisation.id })
}
