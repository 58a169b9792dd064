import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId } from '../../../db/ids.ts'
import { compare } from '../../../domain/compare.ts'
import { keyOfName } from '../../../domain/similar-names.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import type { ApplicationKind } from '../../../domain/application.ts'
import type { Outcome } from '../../../domain/judgements.ts'
import { addDays, dayOf, type Day, type Instant } from '../../../domain/time.ts'
import {
  fillMergeFields,
  letterNames,
  type LetterName,
  type WordedEmail,
  type Wording,
} from '../../../domain/wording.ts'
import { writtenFrom } from '../../../email/email.ts'
import { emails } from '../../../email/templates.ts'
import { renderDigest } from '../../../email/templates/reminders.ts'
import type { T } from '../../../words/words.ts'
import { longDay } from '../../../words/format.ts'
import { applicationsByIds, applicationsReadableBy } from '../../access/access.public.ts'
import { decisionOn, letterFacts, letterParts, mergeValues, type LetterPart } from '../../appraisal/appraisal.public.ts'

/** The record used to preview a text: for a decision letter, an application; for an email, an award. */
export interface PreviewCase {
  id: string
  organisation: string
}
export interface Preview {
  organisation: string
  parts: readonly LetterPart[]
}

export const isLetter = (name: string): name is LetterName => (letterNames as readonly string[]).includes(name)

const maxCases = 50

/**
 * Up to `maxCases` real cases for a preview, by name of organisation, without the actor's own libraries. For a letter,
 * the readable applications that were submitted last; for an email, the awards that have not ended and whose last valid
 * day is latest.
 */
export async function previewCases(db: Db | Tx, actor: Actor, name: LetterName | WordedEmail): Promise<PreviewCase[]> {
  const cases = await latestCases(db, actor, name)
  return cases.toSorted((a, b) => compare(keyOfName(a.organisation), keyOfName(b.organisation)) || compare(a.id, b.id))
}

async function latestCases(db: Db | Tx, actor: Actor, name: LetterName | WordedEmail): Promise<PreviewCase[]> {
  if (!isLetter(name))
    return db('awards')
      .join('organisations', 'organisations.id', 'awards.organisation_id')
      .whereNot('awards.status', 'ended')
      .whereNotIn(
        'awards.organisation_id',
        actor.memberships.map(({ organisationId }) => organisationId),
      )
      .orderByRaw("coalesce(awards.valid_to, '0000-00-00') desc, awards.id desc")
      .limit(maxCases)
      .select<PreviewCase[]>('awards.id', 'organisations.name as organisation')
  const kinds: ApplicationKind[] = name.includes('renewed') ? ['renewal'] : ['first', 'reappraisal']
  return applicationsReadableBy(db, actor)
    .join('organisations', 'organisations.id', 'applications.organisation_id')
    .whereIn('applications.kind', kinds)
    .whereNotNull('applications.submitted_at')
    .whereNotIn(
      'applications.organisation_id',
      actor.memberships.map(({ organisationId }) => organisationId),
    )
    .orderBy([
      { column: 'applications.submitted_at', order: 'desc' },
      { column: 'applications.id', order: 'desc' },
    ])
    .limit(maxCases)
    .select('applications.id', 'organisations.name as organisation') as unknown as Promise<PreviewCase[]>
}

interface Previewed {
  name: LetterName | WordedEmail
  wording: Wording
  at: Instant
}

/** @returns null for a case that does not exist or that this person cannot preview */
export async function previewOn(
  db: Db | Tx,
  { actor, t }: { actor: Actor; t: T },
  id: string,
  it: Previewed,
): Promise<Preview | null> {
  if (!looksLikeId(id)) return null
  return isLetter(it.name)
    ? letterPreview(db, { actor, t }, id, { ...it, name: it.name })
    : emailPreview(db, { actor, t }, id, { ...it, name: it.name })
}

const outcomeIn = (name: LetterName): Outcome => {
  if (name === 'letter not yet') return 'not yet'
  return name.endsWith('with recommendations') ? 'awarded with recommendations' : 'awarded'
}

async function letterPreview(
  db: Db | Tx,
  { actor, t }: { actor: Actor; t: T },
  id: string,
  { name, wording, at }: Previewed & { name: LetterName },
): Promise<Preview | null> {
  const readable = await applicationsReadableBy(db, actor).where('applications.id', id).first('applications.id')
  const [application] = readable ? await applicationsByIds(db, [id]) : []
  // A coordinator cannot preview a letter to their own library, because its members cannot read the letter yet.
  if (!application || membershipsIn(actor, application.organisationId).length > 0) return null
  const values = mergeValues(t, application, dayOf(at))
  const decision = await decisionOn(db, application)
  const facts = await letterFacts(db, application, decision, { outcome: outcomeIn(name), on: dayOf(at) })
  const text = {
    opening: fillMergeFields(wording.opening, values),
    body: decision?.decisionLetter ?? '',
    closing: fillMergeFields(wording.closing, values),
  }
  return { organisation: application.organisationName, parts: letterParts(t, facts, text) }
}

async function emailPreview(
  db: Db | Tx,
  { actor, t }: { actor: Actor; t: T },
  id: string,
  { name, wording, at }: Previewed & { name: WordedEmail },
): Promise<Preview | null> {
  const award = await db('awards')
    .join('organisations', 'organisations.id', 'awards.organisation_id')
    .where('awards.id', id)
    .first<AwardRow | undefined>(
      'organisations.name as organisation',
      'organisations.id as organisationId',
      'awards.code',
      'awards.status',
      db.raw('coalesce(awards.valid_to, awards.base_valid_to) as "validTo"'),
    )
  if (!award || membershipsIn(actor, award.organisationId).length > 0) return null
  const { organisation } = award
  const fixed = fixedIn(t, name, { ...award, awardId: id, lapsesAfter: null, lapsesOn: null }, dayOf(at))
  const values = { organisation, day: longDay(t, award.validTo) }
  const { opening, closing } = writtenFrom({
    opening: fillMergeFields(wording.opening, values),
    closing: fillMergeFields(wording.closing, values),
  })
  const asParts = (texts: readonly string[], isFixed: boolean) => texts.map(text => ({ text, isFixed }))
  return { organisation, parts: [...asParts(opening, false), ...asParts(fixed, true), ...asParts(closing, false)] }
}

interface AwardRow {
  organisation: string
  organisationId: string
  code: string
  status: string
  validTo: Day
}

/** The paragraphs that coordinators cannot change in an email about an award. */
function fixedIn(
  t: T,
  name: WordedEmail,
  award: AwardRow & { awardId: string; lapsesAfter: null; lapsesOn: null },
  today: Day,
): readonly string[] {
  if (name === 'reminders') {
    const line = {
      kind: 'award' as const,
      entityId: award.awardId,
      as: 'lead' as const,
      about: award.validTo,
      organisationId: award.organisationId,
      organisation: award.organisation,
      applicationId: null,
      lapsesAfter: null,
      isSuspended: false,
      hasNoReachableLead: false,
    }
    return renderDigest(t, [line], award.validTo < today ? addDays(award.validTo, -30) : today).paragraphs
  }
  const render = emails[name].render as (
    t: T,
    facts: typeof award,
    written: object,
  ) => { paragraphs: readonly string[] }
  return render(t, award, { opening: [], closing: [] }).paragraphs
}
