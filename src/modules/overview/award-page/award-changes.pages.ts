import { inForce } from '../../../domain/validity.ts'
import type { AwardChange } from '../../../domain/award.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import type { Cell, Table } from '../../../web/components.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { type Correction, type Term, awardStatus, lastDayShown } from '../../awards/awards.public.ts'

interface Reading {
  isOwn: boolean
  /** the times of changes that record the receipt of an application that the reader cannot read */
  unread: ReadonlySet<Instant>
}

/** The award's changes, newest first. Changes that a correction replaced are marked as corrected. */
export function changesTable(t: T, changes: readonly AwardChange[], reading: Reading): Table {
  const holding = new Set(inForce(changes))
  return {
    caption: t('awards.years.title'),
    captionSize: 'hidden',
    columns: [t('awards.years.from'), t('awards.years.state'), t('awards.years.valid_to'), t('awards.years.how')],
    rows: changes
      .toReversed()
      .map(change => ({ cells: changeCells(t, change, { ...reading, holds: holding.has(change) }) })),
  }
}

function changeCells(t: T, change: AwardChange, { isOwn, unread, holds }: Reading & { holds: boolean }): Cell[] {
  const { move, from, to, validTo, at, reason } = change
  const isUnread = move === 'receive' && unread.has(at)
  const what = isUnread ? t('awards.received.unread') : whatHappened(t, change)
  return [
    { text: longDay(t, from), figures: true },
    { status: isOwn ? { ...awardStatus(t, to), text: t(ownKey({ from, to, validTo })) } : awardStatus(t, to) },
    { text: lastDayShown(t, { status: to, validTo }), figures: true },
    { text: holds ? what : t('awards.years.corrected', { what }), reason },
  ]
}

/**
 * The text for a change. For `record`, it does not say that the award was recorded, because the day shown is the
 * award's first valid day.
 */
function whatHappened(t: T, { move, cause }: AwardChange): string {
  if (cause) return t(`awards.received.${cause}`)
  if (move === 'record') return t('awards.picture.why.recorded')
  return move === 'valid to moved' ? t('event.award.valid_to_moved') : t(`event.award.${move}`)
}

/**
 * The key of the library's text about a change to its own award. It differs if a renewal was opened or submitted after
 * the last valid day.
 */
const ownKey = ({ from, to, validTo }: Pick<AwardChange, 'from' | 'to' | 'validTo'>) =>
  (to === 'renewal with us' || to === 'renewal open') && validTo !== null && validTo < from
    ? (`award.status_late.${to}` as const)
    : (`award.status_own.${to}` as const)

/** The award periods, and the version of the criteria for each. */
export function termsTable(t: T, terms: readonly Term[]): Table {
  return {
    caption: t('awards.terms.title'),
    captionSize: 'hidden',
    columns: [t('awards.terms.number'), t('awards.terms.from'), t('awards.terms.to'), t('awards.terms.under')],
    rows: terms.map(({ number, startsOn, endsOn, label }) => ({
      cells: [
        { text: String(number), figures: true },
        { text: longDay(t, startsOn) },
        { text: longDay(t, endsOn) },
        { text: label ?? t('awards.terms.elsewhere') },
      ],
    })),
  }
}

/**
 * The award's details before each correction, newest first. The library sees only corrections that were made. Null when
 * there are none to show.
 */
export function correctionsTable(t: T, corrections: readonly Correction[], isCharity: boolean): Table | null {
  const shown = corrections.filter(({ status }) => isCharity || status === 'made')
  if (shown.length === 0) return null
  return {
    caption: t('awards.correct.list'),
    captionSize: 'm',
    columns: [
      t('awards.correct.list.when'),
      t('awards.correct.list.what'),
      t('awards.correct.list.reason'),
      t('awards.correct.list.state'),
    ],
    rows: shown.map(({ proposedAt, said, reason, answerReason, kind, status }) => ({
      cells: [
        { text: longDay(t, dayOf(proposedAt)), figures: true },
        {
          text: t('awards.correct.list.dates', {
            from: longDay(t, said.from),
            to: longDay(t, said.to),
            decidedBy: said.decidedBy,
            source: said.source,
          }),
        },
        { text: reason, reason: isCharity ? answerReason : null },
        { text: t(`awards.correct.state.${status === 'made' && kind === 'remove' ? 'removed' : status}`) },
      ],
    })),
  }
}
