import { withoutRights, theService, theClock } from '../../../domain/actor.ts'
import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Tx } from '../../../db/connection.ts'
import { idFrom, newId } from '../../../db/ids.ts'
import { captureLimits, linkEndsOn } from '../../../domain/capture.ts'
import { fileLimits } from '../../../config.ts'
import { FormRefused, NotFound } from '../../../domain/refusals.ts'
import { addMinutes, dayOf, instantAt, type Instant } from '../../../domain/time.ts'
import { wasWrittenSince } from '../../../email/outbox.store.ts'
import { queueLetter } from '../../../email/outbox.ts'
import { readersById } from '../../../email/readers.store.ts'
import type { Parts } from '../../../parts.ts'
import { countOne } from '../../../web/limits.ts'
import type { StoredFile } from '../../../web/store-all.ts'
import { checkRoom } from '../editing/editing.actions.ts'
import { recordEvent } from '../../../history/record.ts'
import { teamOf } from '../../organisations/organisations.public.ts'
import type { Captured } from './upload-link.forms.ts'
import {
  capturesBefore,
  countCaptureFiles,
  deleteCaptures,
  insertCapture,
  insertCaptureFiles,
  markTold,
  trayOfFile,
  untoldTrays,
  waitingAt,
} from '../inbox/inbox.store.ts'
import { endLink, insertLink, newSecret, stillWorks, type OpenLink } from './upload-link.store.ts'

const thing = (organisation: { id: string }) =>
  ({ kind: 'organisation', id: organisation.id, organisationId: organisation.id }) as const

/** @returns the secret of its address, which is told this once */
export async function makeLink(
  work: UnitOfWork,
  organisation: { id: string },
  branch: { id: string },
  days: number,
): Promise<{ secret: string }> {
  const [id, secret] = [newId(), newSecret()]
  const endsOn = linkEndsOn(dayOf(work.at), days)
  await insertLink(
    work.trx,
    {
      id,
      organisation_id: organisation.id,
      branch_id: branch.id,
      made_by: work.actor.id,
      made_at: work.at,
      ends_on: endsOn,
    },
    secret,
  )
  await recordEvent(work, 'organisation.capture_link_made', thing(organisation), {
    link: id,
    branch: branch.id,
    endsOn,
  })
  return { secret }
}

/** Ended before, it does nothing more. */
export async function endCaptureLink(work: UnitOfWork, organisation: { id: string }, id: string): Promise<void> {
  if (await endLink(work.trx, work.actor, organisation, id, work.at))
    await recordEvent(work, 'organisation.capture_link_ended', thing(organisation), { link: id })
}

/** A phone that sends twenty photographs one by one is within both. */
const perLink = { name: 'capture link', most: 120, seconds: 3_600 }
const perNetwork = { name: 'capture network', most: 120, seconds: 3_600 }

/** @throws TooMany */
export async function countCapture(trx: Tx, link: { id: string }, network: string, at: Instant): Promise<void> {
  await countOne(trx, perLink, link.id, at)
  await countOne(trx, perNetwork, network, at)
}

/**
 * Into the tray. The same form sent twice is there once, and a script may send its files one by one: they gather in one capture, or in the
 * next when one is full.
 * @throws NotFound when the link ended while it was on its way; FormRefused when the tray or the library's room is full
 */
export async function receiveCapture(
  work: UnitOfWork,
  link: OpenLink,
  given: Captured,
  files: readonly StoredFile[],
): Promise<void> {
  if (!(await stillWorks(work.trx, link, dayOf(work.at)))) throw new NotFound()
  const organisation = { id: link.organisationId }
  const waiting = await waitingAt(work.trx, organisation)
  if (
    waiting.captures >= captureLimits.waiting ||
    waiting.bytes + files.reduce((sum, { size }) => sum + size, 0) > captureLimits.bytes
  )
    throw new FormRefused('words', 'capture.send.full')
  await checkRoom(work.trx, organisation.id, files)
  const people = given.people ?? 'no'
  let [id, isNew] = ['', false]
  for (
    let round = 0;
    id === '' || (await countCaptureFiles(work.trx, id)) + files.length > fileLimits.perPiece;
    round += 1
  ) {
    id = given.formId === '' ? newId() : idFrom(link.id, given.formId, given.words, given.sender, people, String(round))
    isNew = await insertCapture(work.trx, {
      id,
      link_id: link.id,
      organisation_id: organisation.id,
      branch_id: link.branchId,
      words: given.words,
      sender: given.sender,
      people,
      arrived_at: work.at,
    })
  }
  const added = await insertCaptureFiles(work.trx, id, files, work.at)
  if (isNew || added > 0)
    await recordEvent(as(withoutRights('a capture link'), work), 'organisation.capture_arrived', thing(organisation), {
      capture: id,
      link: link.id,
      files: added,
    })
}

/** The scanner found something in a file that waits in a tray. */
export async function recordRefusedCapture(work: UnitOfWork, fileId: string): Promise<void> {
  const tray = await trayOfFile(work.trx, fileId)
  if (tray)
    await recordEvent(as(theClock, work), 'organisation.capture_file_refused', thing({ id: tray.organisationId }), {
      capture: tray.id,
      file: fileId,
    })
}

/** To the leads of each library whose tray got something since: one quiet letter a day at most. */
export async function tellOfTrays({ db, write, clock }: Pick<Parts, 'db' | 'write' | 'clock'>): Promise<void> {
  const at = clock.now()
  for (const id of await untoldTrays(db)) {
    await write(theService, async work => {
      if (await wasWrittenSince(work.trx, 'captures waiting', id, instantAt(dayOf(at), '00:00'))) return
      const count = await markTold(work.trx, { id }, at)
      if (count === 0) return
      const leads = (await teamOf(work.trx, { id }))
        .filter(({ role }) => role === 'lead')
        .map(({ personId }) => personId)
      for (const { who, address } of await readersById(work.trx, leads)) {
        const to = { personId: who.id, name: who.name, address, language: who.language }
        await queueLetter(work, {
          name: 'captures waiting',
          to,
          thing: { kind: 'organisation', id },
          facts: { organisationId: id, count },
        })
      }
    })
  }
}

/** What nobody sorted for half a year goes: photographs of people do not lie about. Bytes that cannot go now go with the next sweep. */
export async function forgetCaptures({
  db,
  write,
  files,
  clock,
}: Pick<Parts, 'db' | 'write' | 'files' | 'clock'>): Promise<void> {
  const at = clock.now()
  for (const { id, organisationId } of await capturesBefore(db, addMinutes(at, -captureLimits.daysKept * 24 * 60))) {
    const objects = await write(theClock, async work => {
      const gone = await deleteCaptures(work.trx, [id])
      if (gone)
        await recordEvent(work, 'organisation.captures_thrown_away', thing({ id: organisationId }), {
          captures: [id],
        })
      return gone ?? []
    })
    for (const object of objects) await files.remove(object).catch(() => {})
  }
}
