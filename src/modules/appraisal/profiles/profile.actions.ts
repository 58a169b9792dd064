import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { recordEvent } from '../../../history/record.ts'
import type { ProfileGiven } from './profile.forms.ts'
import { saveProfile } from './profile.store.ts'

/** Saves the actor's profile as an appraiser. @throws Stale when the profile was changed in another window */
export async function changeProfile(work: UnitOfWork, given: ProfileGiven): Promise<void> {
  const { version: readAt, employers, ...profile } = given
  await saveProfile(work.trx, work.actor.id, { profile, employers, readAt, at: work.at })
  await recordEvent(work, 'person.appraiser_profile', { kind: 'person', id: work.actor.id })
}
