import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { theService, type Actor } from '../../../domain/actor.ts'
import { branchesOf, findOrganisation, teamOf } from '../../organisations/organisations.public.ts'
import type { Db, Tx } from '../../../db/connection.ts'
import { personalDetailsIn, type PersonalDetailAt } from '../../../domain/personal-data.ts'
import { FormRefused } from '../../../domain/refusals.ts'
import { cleanName } from '../../../files/names.ts'
import type { Parts } from '../../../parts.ts'
import type { Form } from '../../../web/form.ts'
import type { PersonalDetail } from './personal-data.pages.ts'
import { refusalOf } from '../../../web/parse-form.ts'
import { storeAll } from '../../../web/store-all.ts'
import type { Received } from '../../../web/uploads.ts'
import type { T } from '../../../words/words.ts'
import { recordEvent } from '../../../history/record.ts'
import { checkRoom } from '../editing/editing.actions.ts'
import { heldIn, nameGiven } from './personal-data.forms.ts'
import {
  forgetHeld,
  heldFilesOf,
  holdFiles,
  insertPersonalDataAnswer,
  releaseFiles,
  type Answered,
  type HeldFile,
} from './personal-data.store.ts'

/** A form's files: those that came with it, and those that wait since it was asked about. */
export interface ReceivedAndHeld extends Received {
  /** those that came with it */
  sent: Received['files']
  held: readonly HeldFile[]
  /** so many of the files that it says it holds are not there: kept too long, or already used */
  gone: number
}

export async function withHeld(
  db: Db,
  actor: Actor,
  organisation: { id: string },
  received: Received,
): Promise<ReceivedAndHeld> {
  const ids = heldIn(received.body)
  const held = (await heldFilesOf(db, actor, organisation, ids)).map(file => ({
    ...file,
    name: renamed(file, nameGiven(received.body, file.id)),
  }))
  return {
    ...received,
    sent: received.files,
    held,
    gone: ids.length - held.length,
    files: [...held.map(file => ({ ...file, keep: () => Promise.resolve() })), ...received.files],
  }
}

const renamed = ({ name }: HeldFile, given: string): string => (given.trim() === '' ? name : (cleanName(given) ?? name))

/**
 * Puts the files of a form aside until its question is answered, so that nobody chooses them again.
 * @returns what is held, and the question as it is asked: it says so when there is no room for them
 */
export async function holdAll(
  parts: Parts,
  t: T,
  actor: Actor,
  organisation: { id: string },
  received: ReceivedAndHeld,
  ask: Form,
): Promise<{ held: readonly HeldFile[]; ask: Form }> {
  let held = received.held
  const refused = await refusalOf(t, received.body, async () => {
    held = await storeAll(parts, actor, received, async (work, files) => {
      await findOrganisation(work.trx, work.actor, 'evidence.add', organisation.id)
      await checkRoom(
        work.trx,
        organisation.id,
        files.filter(({ id }) => !received.held.some(each => each.id === id)),
      )
      await holdFiles(work.trx, actor, organisation, files, work.at)
      return heldFilesOf(
        work.trx,
        actor,
        organisation,
        files.map(({ id }) => id),
      )
    })
  })
  return { held, ask: refused ? { ...ask, errors: [...ask.errors, ...refused.errors] } : ask }
}

/** From here on the files belong to a piece. @throws FormRefused when one of them is not there any more */
export async function takeHeld(trx: Tx, { held, gone }: ReceivedAndHeld): Promise<void> {
  const released = await releaseFiles(
    trx,
    held.map(({ id }) => id),
  )
  if (gone > 0 || released < held.length) throw new FormRefused('files', 'personal_data.held.gone')
}

/** What was pointed out and stays: its kinds, and why. What was found is written down nowhere. */
export async function recordPersonalDataAnswer(
  work: UnitOfWork,
  kind: Answered['kind'],
  { id, organisationId }: { id: string; organisationId: string },
  { found, answer }: PersonalDetail,
): Promise<void> {
  if (!answer) return
  const kinds = [...new Set(found.map((personalData: PersonalDetailAt) => personalData.kind))]
  await insertPersonalDataAnswer(work.trx, work.actor, { kind, id }, kinds, answer.choice, answer.reason, work.at)
  await recordEvent(
    work,
    `${kind}.personal_data_answered`,
    { kind, id, organisationId },
    {
      kinds,
      answer: answer.choice,
    },
  )
}

/** Names that everybody may know at this library: its own, its branches' and its team's. */
export async function namesKnownAt(
  db: Db | Tx,
  actor: Actor,
  organisation: { id: string; name?: string; place?: string },
): Promise<string[]> {
  const [branches, team] = [await branchesOf(db, organisation), await teamOf(db, organisation)]
  return [
    organisation.name ?? '',
    organisation.place ?? '',
    actor.name,
    ...branches.flatMap(({ name, place }) => [name, place ?? '']),
    ...team.map(({ name }) => name),
  ]
}

/**
 * What may lead to somebody in words that nobody is asked about. Who is known here is looked up only where something
 * was found.
 */
export async function personalDetailsInText(
  db: Db,
  actor: Actor,
  organisation: { id: string; name?: string },
  places: readonly { where: string; text: string }[],
): Promise<PersonalDetailAt[]> {
  return personalDetailsIn(places, []).length === 0
    ? []
    : personalDetailsIn(places, await namesKnownAt(db, actor, organisation))
}

/** After a day nobody comes back for them. Bytes that cannot go now go with the next sweep. */
export async function forgetHeldFiles({
  write,
  files,
  clock,
}: Pick<Parts, 'write' | 'files' | 'clock'>): Promise<void> {
  for (const id of await write(theService, ({ trx }) => forgetHeld(trx, clock.now())))
    await files.remove(id).catch(() => {})
}
