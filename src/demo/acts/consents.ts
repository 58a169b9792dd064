import { addDays, addMinutes, dayOf } from '../../domain/time.ts'
import { recordConsent, withdrawConsent } from '../../modules/evidence/consents/consent.actions.ts'
import { consentsOf } from '../../modules/evidence/consents/consent.store.ts'
import { findEvidence } from '../../modules/evidence/items/evidence-item.store.ts'
import { addRedactedCopy } from '../../modules/evidence/redaction/redaction.actions.ts'
import { initialState } from '../../files/scan.ts'
import { workOf, required, leadOf, personWithEmail, type Act, type World } from '../world.ts'

const idOf = ({ evidence }: World, library: string, key: string): string =>
  required(evidence.get(`${library} ${key}`), key)

/**
 * Records the consents of the people shown in items of evidence.
 * @param by the email address of the person who records them; by default the lead's
 */
export const recordsConsents =
  (library: string, evidenceItems: readonly string[], by?: string): Act =>
  async (world, at) => {
    const [actor, today] = [by ? await personWithEmail(world, by) : await leadOf(world, library), dayOf(at)]
    for (const [place, evidence] of evidenceItems.entries()) {
      for (const { signed, ends, ...said } of world.texts.evidence[evidence]?.consents ?? []) {
        const given = {
          ...said,
          isChild: false,
          guardian: '',
          heldBy: 'Branch manager',
          heldWhere: 'Locked cabinet at the desk',
          givenOn: addDays(today, -signed),
          expiresOn: ends === null ? null : addDays(today, ends),
        }
        await recordConsent(
          workOf(world, actor, addMinutes(at, place * 5)),
          await findEvidence(world.trx, actor, 'consent.record', idOf(world, library, evidence)),
          given,
        )
      }
    }
  }

/** A colleague records that a person withdrew consent. */
export const withdrawsConsent =
  (library: string, evidence: string, person: string, by: string): Act =>
  async (world, at) => {
    const actor = await personWithEmail(world, by)
    const about = await findEvidence(world.trx, actor, 'consent.withdraw', idOf(world, library, evidence))
    await withdrawConsent(
      workOf(world, actor, at),
      about,
      required(
        (await consentsOf(world.trx, about.id)).find(each => each.person === person),
        person,
      ),
    )
  }

/**
 * Adds the redacted copy of a file.
 * @param by the email address of the person who adds the copy; by default the lead's
 */
export const redacts =
  (library: string, evidence: string, by?: string): Act =>
  async (world, at) => {
    const actor = by ? await personWithEmail(world, by) : await leadOf(world, library)
    const about = await findEvidence(world.trx, actor, 'evidence.edit', idOf(world, library, evidence))
    const redactedCopy = required(
      (await world.files).get(`${library} ${evidence} redactedCopy`),
      `redacted version of ${evidence}`,
    )
    await addRedactedCopy(workOf(world, actor, at), about, {
      original: required(about.files[0], evidence),
      redactedCopy: { ...redactedCopy, ...initialState('none', at) },
    })
  }
