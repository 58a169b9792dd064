import { theService } from '../../domain/actor.ts'
import type { Instant } from '../../domain/time.ts'
import { stopNewAddress } from '../../modules/notifications/addresses/address.actions.ts'
import { recordBounce } from '../../modules/notifications/bounces/bounce.actions.ts'
import { charity } from '../cast.ts'
import { required, personWithEmail, workOf, type Act, type World } from '../world.ts'

/** A mail server reports that the newest email to a shared mailbox did not arrive. */
export const mailboxBounces: Act = async (world, at) => {
  const email = await world
    .trx('outbox')
    .where({ status: 'sent', person_id: null })
    .whereIn('entity', ['application', 'award'])
    .orderBy([
      { column: 'queued_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .first('id')
  if (email) await bounces(world, at, email.id)
}

/** A mail server reports that the newest email to this person did not arrive. */
export const personBounces =
  (address: string): Act =>
  async (world, at) => {
    const email = await world
      .trx('outbox')
      .where({ status: 'sent', address })
      .orderBy([
        { column: 'queued_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .first('id')
    await bounces(world, at, required(email, `email to ${address}`).id)
  }

const answer = '5.1.1 550 5.1.1 There is no mailbox with this address'
const bounces = (world: World, at: Instant, emailId: string): Promise<unknown> =>
  recordBounce(workOf(world, theService, at), { emailId, kind: 'hard', answer })

/** The coordinator stops emails to an address, with the reason. */
export const stopsAnAddress: Act = async (world, at) => {
  const coordinator = await personWithEmail(world, charity.coordinator.email)
  await stopNewAddress(workOf(world, coordinator, at), {
    address: 'outreach@tilverton.example',
    reason: 'Tilverton phoned to say that the outreach team has closed and nobody reads this mailbox.',
  })
}
