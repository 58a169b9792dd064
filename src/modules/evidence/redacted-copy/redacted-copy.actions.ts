import { setTimeout as after } from 'node:timers/promises'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Db, Tx } from '../../../db/connection.ts'
import { theService, withoutRights, type Actor } from '../../../domain/actor.ts'
import { withoutKnown, type PersonalDetail } from '../../../domain/personal-data.ts'
import { FormRefused } from '../../../domain/refusals.ts'
import { addMinutes, millisecondsBetween } from '../../../domain/time.ts'
import { concurrencyLimit } from '../../../files/concurrency-limit.ts'
import { detailsInDocument, type DocumentDetail } from '../../../files/document-details.ts'
import { CannotRedact, findPhrases, redactPdf, type Occurrence } from '../../../files/redacted-pdf.ts'
import { FileMissing, type Staged } from '../../../files/store.ts'
import { recordEvent } from '../../../history/record.ts'
import type { Parts } from '../../../parts.ts'
import { storeAll } from '../../../web/store-all.ts'
import { type EvidenceFile, type EvidenceItem } from '../items/evidence-item.store.ts'
import { namesKnownAt } from '../personal-data/personal-data.actions.ts'
import { addRedactedCopy, lockWithNewerCopy } from '../redaction/redaction.actions.ts'
import { copiesBefore, markToRedact, type CopiesBefore, type RedactionChoice } from '../redaction/redaction.store.ts'
import { indexEvidence } from '../search-index/search-index.store.ts'
import { areasIn, detailMark, pageAreasAsText, type DocumentRead, type ReadOrNot } from './redacted-copy.forms.ts'
import {
  claimRedaction,
  endClaim,
  insertRedaction,
  markFailed,
  deleteRedactionInProgress,
  updateProgress,
  type ClaimedRedaction,
  type RedactionFailure,
} from './redacted-copy.store.ts'

type Making = Pick<Parts, 'config' | 'db' | 'write' | 'files' | 'clock' | 'log'>

interface Subject {
  actor: Actor
  organisation: { id: string; name?: string }
  file: EvidenceFile
}

/**
 * Finds a PDF's personal details, and the places of these details and of the phrases. If the phrases occur in too many
 * places, searches for no phrases and sets `isPhrasesTooMany`.
 * @returns the details and the places, or why the PDF cannot be read
 * @throws StorageFull; Busy when too many documents are being read
 */
export async function readToRedact(
  parts: { db: Db | Tx; files: Parts['files'] },
  subject: Subject,
  phrases: readonly string[],
): Promise<ReadOrNot> {
  if (subject.file.state === 'scanning') return { cannot: 'scanning' }
  try {
    return await read(parts, subject, phrases)
  } catch (problem) {
    if (problem instanceof FileMissing) return { cannot: 'missing' }
    if (!(problem instanceof CannotRedact)) throw problem
    if (problem.reason !== 'places' || phrases.length === 0) return { cannot: problem.reason }
    const others = await readToRedact(parts, subject, [])
    return 'cannot' in others ? others : { ...others, isPhrasesTooMany: true }
  }
}

async function read(
  { db, files }: { db: Db | Tx; files: Parts['files'] },
  { actor, organisation, file }: Subject,
  phrases: readonly string[],
): Promise<DocumentRead> {
  const { details: all, isCut, unread } = await detailsInDocument(files, file)
  const details = withoutKnown(all, all.length === 0 ? [] : await namesKnownAt(db, actor, organisation))
  const { pages, textless, occurrences } = await findPhrases(files, file, [
    ...details.map(({ text }) => text),
    ...phrases,
  ])
  const found = details.map((detail, index) => ({ detail, occurrences: occurrences[index]! }))
  const notFound = found.filter(each => each.occurrences.length === 0).map(({ detail }) => detail)
  const isOnPage = ({ place }: DocumentDetail): boolean => place.in === 'page' || place.in === 'field'
  return {
    pages,
    textless,
    isCut,
    unread,
    details: found
      .filter(each => each.occurrences.length > 0)
      .map(({ detail: { kind, text }, ...rest }) => ({ kind, text, mark: detailMark({ kind, text }), ...rest })),
    unplaced: notFound.filter(isOnPage),
    hidden: notFound.filter(detail => !isOnPage(detail)),
    isPhrasesTooMany: false,
    before: whatWasBlack(await copiesBefore(db, file), found),
    phrases: phrases.map((text, index) => ({ text, occurrences: occurrences[details.length + index]! })),
  }
}

/**
 * The areas that the last copy blacked out and the details that it left readable. The next copy starts with them.
 * `kept` leaves out the areas of details, because each detail has its own checkbox.
 */
function whatWasBlack(
  before: CopiesBefore | null,
  found: readonly { detail: PersonalDetail; occurrences: readonly Occurrence[] }[],
): DocumentRead['before'] {
  const { latest = '', choice = null, isUploaded = false } = before ?? {}
  const readable = new Set(choice?.readable.map(area => pageAreasAsText([area])))
  const areasOf = (occurrences: readonly Occurrence[]) => areasIn(occurrences).map(area => pageAreasAsText([area]))
  const ofDetails = new Set(found.flatMap(({ occurrences }) => areasOf(occurrences)))
  const unticked = found.filter(
    ({ occurrences }) => occurrences.length > 0 && areasOf(occurrences).every(area => readable.has(area)),
  )
  return {
    latest,
    isUploaded,
    kept: (choice?.areas ?? []).filter(area => !ofDetails.has(pageAreasAsText([area]))),
    unticked: unticked.map(({ detail }) => detailMark(detail)),
  }
}

/**
 * Requests a redacted copy of a PDF. If the PDF is an original, hides it until `makeRedactedCopies` has made the copy.
 * @param given.latest the newest copy when the page was opened
 * @throws FormRefused when a copy is being made, or someone has added one since
 * @throws NotFound when the evidence has been removed
 */
export async function askForRedactedCopy(
  work: UnitOfWork,
  { evidence, file }: { evidence: EvidenceItem; file: EvidenceFile },
  given: RedactionChoice & { name: string; latest: string },
): Promise<void> {
  if (await lockWithNewerCopy(work.trx, { evidence, file }, given.latest))
    throw new FormRefused('keepBlack', 'redacted_copy.before.newer')
  const by = { personId: work.actor.id, at: work.at }
  if (!(await insertRedaction(work.trx, { ...given, fileId: file.id, evidenceId: evidence.id }, by)))
    throw new FormRefused('phrases', 'redacted_copy.being_made')
  if (file.redactsId === null) await markToRedact(work.trx, [file.id], work.at)
  await indexEvidence(work.trx, [evidence.id])
  const entity = { kind: 'evidence', id: evidence.id, organisationId: evidence.organisationId } as const
  await recordEvent(work, 'evidence.redacted_copy_asked', entity, { file: file.id })
}

/** The limit for this process: two copies at a time, because making a copy uses a whole core. */
const inTurn = concurrencyLimit(2, Infinity)

/** Makes every requested redacted copy. When this process is stopped, another process makes the unfinished copy. */
export async function makeRedactedCopies(parts: Making, stop?: AbortSignal): Promise<void> {
  while (!stop?.aborted) if (!(await makeNext(parts, stop))) return
}

/**
 * Makes the redacted copy of this file. Returns after at most `seconds`; unfinished work continues in the background.
 */
export async function makeRedactedCopyOf(parts: Making, fileId: string, seconds: number): Promise<void> {
  const made = makeNext(parts, undefined, fileId).catch((problem: { code?: string }) =>
    parts.log.warn({ file: fileId, code: problem.code ?? 'unknown' }, 'a redacted copy will be tried again'),
  )
  await Promise.race([made, after(seconds * 1000, null, { ref: false })])
}

/**
 * Makes the next requested copy, or only that of `fileId`.
 * @returns false when no copy is waiting
 */
const makeNext = (parts: Making, stop?: AbortSignal, fileId: string | null = null): Promise<boolean> =>
  inTurn(async () => {
    const claim = await parts.write(theService, ({ trx, at }) => claimRedaction(trx, at, fileId))
    if (claim) await make(parts, claim, stop)
    return claim !== null
  })

const pagesBetweenReports = 5
/** A report renews the lease, which ends after two minutes. Five large pages can take longer than that. */
const secondsBetweenReports = 30
const minutesUntilRetry = 1

async function make(parts: Making, claim: ClaimedRedaction, stop: AbortSignal | undefined): Promise<void> {
  try {
    let reportedAt = parts.clock.now()
    const copy = await redactPdf(parts.files, claim.file, claim.choice.areas, async (made, pages) => {
      if (stop?.aborted) throw new Stopped()
      const isLong = millisecondsBetween(reportedAt, parts.clock.now()) >= secondsBetweenReports * 1_000
      if (made % pagesBetweenReports !== 1 && !isLong) return
      await report(parts, claim, made, pages)
      reportedAt = parts.clock.now()
    })
    await add(parts, claim, copy)
  } catch (problem) {
    if (problem instanceof NotWanted) return
    const failure = failureIn(problem)
    const free = addMinutes(parts.clock.now(), problem instanceof Stopped ? 0 : minutesUntilRetry)
    await parts.write(theService, ({ trx }) => (failure ? markFailed(trx, claim, failure) : endClaim(trx, claim, free)))
    if (!failure && !(problem instanceof Stopped)) throw problem
  }
}

async function report(parts: Making, claim: ClaimedRedaction, made: number, pages: number): Promise<void> {
  const isOurs = await parts.write(theService, ({ trx, at }) => updateProgress(trx, claim, { made, pages, at }))
  if (!isOurs) throw new NotWanted()
}

/** Adds the copy on behalf of the person who requested it. */
async function add(parts: Making, claim: ClaimedRedaction, copy: Staged): Promise<void> {
  const { id, size, sha256 } = copy
  const keep = () => parts.files.keep(copy, id)
  const received = { id, name: `${claim.name}.pdf`, type: 'application/pdf' as const, size, sha256, keep }
  try {
    await storeAll(
      parts,
      withoutRights(claim.askedBy),
      { body: {}, files: [received], problems: [], status: 422 },
      async (work, [redactedCopy]) => {
        const original = await deleteRedactionInProgress(work.trx, claim)
        // `storeAll` deletes the copy's bytes when no row is added.
        const copy = { redactedCopy: redactedCopy!, choice: claim.choice }
        if (original) await addRedactedCopy(work, claim.evidence, { original, ...copy })
      },
    )
  } finally {
    await parts.files.discard(copy)
  }
}

/** Returns the reason why the copy would fail again; null when a later attempt can succeed. */
function failureIn(problem: unknown): RedactionFailure | null {
  if (problem instanceof CannotRedact) return problem.reason
  if (problem instanceof FileMissing) return 'missing'
  return problem instanceof FormRefused ? 'room' : null
}

/** Thrown to stop making a copy when the service is stopping. */
class Stopped extends Error {}
/** Thrown when another process is making the copy, or the file or its evidence was removed. */
class NotWanted extends Error {}
