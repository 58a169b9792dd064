import type { Tx } from '../../../db/connection.ts'
import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import { withoutRights } from '../../../domain/actor.ts'
import { localEndorsement } from '../../../domain/endorsement.ts'
import { NotFound, Stale } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import { emailReaders } from '../../../email/outbox.ts'
import { recordEvent } from '../../../history/record.ts'
import { countOne, type Limit } from '../../../web/limits.ts'
import { applicationById, holdApplication } from '../../access/access.public.ts'
import { entity } from '../applications/application.actions.ts'
import { askForSignOffAgain } from '../sign-offs/sign-off.actions.ts'
import { fingerprintOf } from '../sign-offs/sign-off.forms.ts'
import { updateWaiting } from '../endorsements/endorsement.store.ts'
import type { EndorsingGiven } from './endorsing.forms.ts'
import type { OpenEndorsement } from './endorsing.store.ts'

/**
 * The limit on how often one network can open endorsement links. It is high, because groups share networks, and email
 * scanners open links too.
 */
const perNetwork: Limit = { name: 'endorsement links', most: 120, seconds: 60 * 60 }

/** @throws TooMany above the limit for one network */
export const countOpening = async (trx: Tx, network: string, at: Instant): Promise<void> =>
  void (await countOne(trx, perNetwork, network, at))

/**
 * Records a group's answer to a request, and emails the leads. Asks for a new sign-off, because the observer has not
 * read the answer.
 * @throws NotFound when the request has been answered or cancelled
 * @throws Stale when the library has changed the shared text since the page was opened, and when the application has
 * just been submitted or withdrawn
 */
export async function giveEndorsement(work: UnitOfWork, it: OpenEndorsement, given: EndorsingGiven): Promise<void> {
  await holdApplication(work.trx, it.application)
  const { answer, name, role, words, seen } = given
  if (seen !== fingerprintOf(it.shared)) throw new Stale()
  const byLink = as(withoutRights('an endorsement link'), work)
  const isFirst = await updateWaiting(work.trx, it.id, { answered_at: work.at, answer, name, role, words })
  const application = await applicationById(work.trx, it.application.id)
  if (!isFirst || !application) throw new NotFound()
  await recordEvent(byLink, 'application.endorsement_answered', entity(application), {
    endorsement: it.id,
    answer,
    item: localEndorsement,
  })
  await emailReaders(work, application, {
    name: 'endorsement answered',
    facts: {
      applicationId: application.id,
      organisation: application.organisationName,
    },
  })
  await askForSignOffAgain(byLink, application)
}
