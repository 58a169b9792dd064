import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { personalDetailsIn, type PersonalDetailAt } from '../../../domain/personal-data.ts'
import { recordEvent } from '../../../history/record.ts'
import type { Parts } from '../../../parts.ts'
import type { Form } from '../../../web/form.ts'
import { refusalOf } from '../../../web/parse-form.ts'
import type { Check } from '../../../web/submit-form.ts'
import type { Received } from '../../../web/uploads.ts'
import type { T } from '../../../words/words.ts'
import { branchesOf, teamOf } from '../../organisations/organisations.public.ts'
import { keepFiles } from '../files/file.actions.ts'
import { askedWhichToKeep } from '../files/file.forms.ts'
import { keptFilesOf } from '../files/file.store.ts'
import { readDocuments, withoutKnownNames, type ReadDocument } from '../document-details/document-details.actions.ts'
import {
  checkPersonalData,
  detailsIn,
  hasNoFindings,
  placesIn,
  type CheckedFile,
  type Findings,
  type MayChoose,
  type PersonalDataReply,
  type Place,
} from './personal-data.forms.ts'
import { personalDataQuestion, type PersonalDataQuestion } from './personal-data.pages.ts'
import { insertPersonalDataAnswer, type Answered } from './personal-data.store.ts'

/** The options of `personalDataCheck`, for one form. */
interface Checked<About, Data> {
  /** the texts to check; by default the title, summary, note and files */
  places?(about: About, data: Data, files: readonly CheckedFile[]): readonly Place[]
  /** files that the form is about, but that are not sent with it */
  files?(about: About, body: unknown): readonly CheckedFile[]
  /** the choices that the form offers; by default restricting the evidence and making redacted copies of its files */
  may?: MayChoose
}

/** The organisation whose own names do not count as personal details in the form. */
interface AtOrganisation {
  organisation: { id: string; name?: string; place?: string }
}

/**
 * The `check` of a form whose text others will read: asks about possible personal details before saving. Pass the reply
 * to `recordPersonalDataReply`. With `places`, declare the route's `form` as `({ t }: { t: T }) => …`; otherwise
 * TypeScript cannot infer its data.
 */
export const personalDataCheck = <About extends AtOrganisation, Data extends object>(
  parts: Parts,
  { places = (_about, data, files) => placesIn(data, files), files, may = mayBoth }: Checked<About, Data> = {},
): Check<About, Data, PersonalDataQuestion | null, PersonalDataReply> => ({
  ask: async ({ t, db, actor }, about, { data, received }) => {
    const offered: readonly CheckedFile[] = files?.(about, received.body) ?? received.files
    const checked = offered.filter(({ isLeftOut }) => !isLeftOut)
    const everything = {
      texts: places(about, data, checked),
      documents: await readDocuments(parts, checked),
    }
    const found = await findingsIn(everything, () => namesKnownAt(db, actor, about.organisation))
    const { findings, ask, reply } = checkPersonalData(t, received.body, found, may)
    if (!ask) return { answer: reply }
    const kept = files
      ? { form: ask, files: offered }
      : await keptWhileAsking(parts, { t, actor, organisation: about.organisation }, received, ask)
    return { form: kept.form, question: personalDataQuestion(t, kept.form, findings, { held: kept.files, may }) }
  },
  again: ({ t }, about, form, received) => {
    const known = files && (askedWhichToKeep(received.body) ? files(about, received.body) : [])
    const kept = known ?? received.kept ?? []
    return personalDataQuestion(t, form, { found: [], documents: [] }, { held: kept, may })
  },
})

const mayBoth: MayChoose = { restrict: true, redact: true }

/** Returns the findings without known names. */
async function findingsIn(
  { texts, documents }: { texts: readonly Place[]; documents: readonly ReadDocument[] },
  names: () => Promise<readonly string[]>,
): Promise<Findings> {
  const all = { found: detailsIn(texts, []), documents }
  if (hasNoFindings(all)) return all
  const known = await names()
  return { found: detailsIn(texts, known), documents: withoutKnownNames(documents, known) }
}

/** Keeps the files while the question is shown. When they cannot be kept, the question says why. */
async function keptWhileAsking(
  parts: Parts,
  { t, actor, organisation }: AtOrganisation & { t: T; actor: Actor },
  received: Received,
  ask: Form,
): Promise<{ form: Form; files: readonly CheckedFile[] }> {
  if (received.files.length === 0) return { form: ask, files: [] }
  const kept: CheckedFile[] = []
  const refused = await refusalOf(t, received.body, async () => {
    kept.push(...(await keepFiles(parts, { actor, organisation, received })))
  })
  if (!refused) return { form: ask, files: kept }
  const before = received.kept ?? []
  const still = await keptFilesOf(parts.db, { actor, organisation, ids: before.map(({ id }) => id) })
  return {
    form: { ...ask, errors: [...ask.errors, ...refused.errors] },
    files: before.filter(({ id }) => still.some(each => each.id === id)),
  }
}

/**
 * Records a reply about personal details: the choice, the reason and the kinds of details, but not the details
 * themselves. The choice to make a redacted copy is recorded only in the history. Does nothing without a reply.
 */
export async function recordPersonalDataReply(
  work: UnitOfWork,
  kind: Answered['kind'],
  { id, organisationId }: { id: string; organisationId: string },
  reply: PersonalDataReply | null,
): Promise<void> {
  if (!reply) return
  if (reply.choice === 'redact') {
    const entity = { kind: 'evidence', id, organisationId } as const
    await recordEvent(work, 'evidence.redacted_copy_needed', entity, { kinds: reply.kinds })
    return
  }
  const { kinds, choice, reason } = reply
  await insertPersonalDataAnswer(
    work.trx,
    { kind, id },
    { kinds, answer: choice, reason, by: work.actor.id, at: work.at },
  )
  await recordEvent(
    work,
    `${kind}.personal_data_answered`,
    { kind, id, organisationId },
    { kinds: reply.kinds, answer: reply.choice },
  )
}

/**
 * Returns names that do not count as personal details in this library: those of the library, its branches, their
 * places, its team and the actor.
 */
export async function namesKnownAt(
  db: Db | Tx,
  actor: Actor,
  organisation: { id: string; name?: string; place?: string },
): Promise<string[]> {
  const branches = await branchesOf(db, organisation)
  const team = await teamOf(db, organisation)
  return [
    organisation.name ?? '',
    organisation.place ?? '',
    actor.name,
    ...branches.flatMap(({ name, place }) => [name, place ?? '']),
    ...team.map(({ name }) => name),
  ]
}

/**
 * Returns the personal details in text that is saved without the check for personal details, so that the page can point
 * them out.
 */
export async function personalDetailsInText(
  db: Db,
  actor: Actor,
  organisation: { id: string; name?: string },
  places: readonly { where: string; text: string }[],
): Promise<PersonalDetailAt[]> {
  if (personalDetailsIn(places, []).length === 0) return []
  return personalDetailsIn(places, await namesKnownAt(db, actor, organisation))
}
