import { addDays, addMinutes, dayOf } from '../../domain/time.ts'
import { recordConsent, withdrawConsent } from '../../modules/evidence/consents/consent.actions.ts'
import { consentsOf } from '../../modules/evidence/consents/consent.store.ts'
import { findEvidence } from '../../modules/evidence/items/evidence-item.store.ts'
import { addTwin } from '../../modules/evidence/redaction/redaction.actions.ts'
import { firstState } from '../../files/scan.ts'
import { newFormId } from '../../web/form-ids.ts'
import { workOf, found, leadOf, somebody, type Act, type World } from '../world.ts'

const idOf = ({ evidence }: World, library: string, piece: string): string =>
  found(evidence.get(`${library} ${piece}`), piece)

/** What everybody who is shown in a piece agreed to. @param by an address; the lead unless said otherwise */
export const recordsConsents =
  (library: string, pieces: readonly string[], by?: string): Act =>
  async (world, at) => {
    const [who, today] = [by ? await somebody(world, by) : await leadOf(world, library), dayOf(at)]
    for (const [place, piece] of pieces.entries()) {
      for (const { signed, ends, ...said } of world.texts.evidence[piece]?.consents ?? []) {
        const given = {
          ...said,
          formId: newFormId(),
          isChild: false,
          guardian: '',
          heldBy: 'Branch manager',
          heldWhere: 'Locked cabinet at the desk',
          givenOn: addDays(today, -signed),
          expiresOn: ends === null ? null : addDays(today, ends),
        }
        await recordConsent(
          workOf(world, who, addMinutes(at, place * 5)),
          await findEvidence(world.trx, who, 'consent.record', idOf(world, library, piece)),
          given,
        )
      }
    }
  }

/** Somebody who is shown changes their mind: from then on nobody at the charity meets the piece. */
export const takesConsentBack =
  (library: string, piece: string, person: string, by: string): Act =>
  async (world, at) => {
    const who = await somebody(world, by)
    const about = await findEvidence(world.trx, who, 'consent.withdraw', idOf(world, library, piece))
    await withdrawConsent(
      workOf(world, who, at),
      about,
      found(
        (await consentsOf(world.trx, about.id)).find(each => each.person === person),
        person,
      ),
    )
  }

/** The redacted version of its file beside it. */
export const redacts =
  (library: string, piece: string, by: string): Act =>
  async (world, at) => {
    const who = await somebody(world, by)
    const about = await findEvidence(world.trx, who, 'evidence.edit', idOf(world, library, piece))
    const twin = found((await world.files).get(`${library} ${piece} twin`), `redacted version of ${piece}`)
    await addTwin(workOf(world, who, at), about, found(about.files[0], piece), {
      ...twin,
      ...firstState('none', at),
    })
  }
