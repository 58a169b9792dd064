import type { AwardMove } from '../../../domain/award.ts'
import { workingDayFrom } from '../../../domain/bank-holidays.ts'
import { addDays, type Day } from '../../../domain/time.ts'
import { dateField, errorSummary, hiddenField, textArea, tickBox } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { NamedAward } from '../awards/award.store.ts'
import { reasonSeen } from './lifecycle.forms.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'awards/lifecycle/move': ReturnType<typeof awardMovePage>
  }
}

/**
 * Moves that people make on the page of an award. `fullNext` does not change the state, but has the same kind of page.
 */
export const movesByHand = [
  'openRenewal',
  'extend',
  'fullNext',
  'suspend',
  'restore',
  'end',
] as const satisfies readonly (AwardMove | 'fullNext')[]
export type MoveByHand = (typeof movesByHand)[number]

/** The last segment of each page's address, below the award. */
export const addressOf = {
  openRenewal: 'opening',
  extend: 'extension',
  fullNext: 'full-next',
  suspend: 'suspension',
  restore: 'restoration',
  end: 'ending',
} as const satisfies Record<MoveByHand, string>

/** Moves that can close a renewal. After `restore`, the award can lapse immediately, which closes a light renewal. */
const canCloseRenewal: readonly MoveByHand[] = ['end', 'restore']

export interface AboutMove {
  award: NamedAward
  name: MoveByHand
  today: Day
  /** the last day to renew, as `lapsesAfter` returns it */
  lapsesAfter: Day | null
  /** whether emails are switched on for the award's organisation */
  areEmailsOn: boolean
}

/** The page of any move: its consequences, a reason and the other fields that the move needs. */
export function awardMovePage(t: T, about: AboutMove, form: Form = emptyForm) {
  const { award, name, today, areEmailsOn } = about
  const shown =
    form === emptyForm && name === 'extend' ? { values: { until: suggestedUntil(award) }, errors: [] } : form
  return {
    title: t(`awards.move.${name}.title`),
    back: { text: t('awards.one.title', { organisation: award.organisationName }), href: `/awards/${award.id}` },
    errors: errorSummary(shown),
    heading: { text: t(`awards.move.${name}.title`), caption: award.organisationName, size: 'l' as const },
    lead: leadOf(t, about),
    now: name === 'end' ? null : validityNow(t, award, today),
    notEmailed:
      areEmailsOn || name === 'fullNext'
        ? null
        : t(canCloseRenewal.includes(name) ? 'awards.move.not_emailed.renewal' : 'awards.move.not_emailed', {
            organisation: award.organisationName,
          }),
    warning: name === 'end' ? { text: t('awards.move.end.warning') } : null,
    again:
      name === 'fullNext' && award.fullReappraisalReason !== null
        ? t('awards.move.fullNext.again', { reason: award.fullReappraisalReason })
        : null,
    seen: name === 'fullNext' ? hiddenField(shown, 'seen', reasonSeen(award.fullReappraisalReason)) : null,
    until: name === 'extend' ? dateField(shown, 'until', t('awards.move.extend.until')) : null,
    reason: textArea(shown, 'reason', t('awards.move.reason'), {
      hint: t(`awards.move.${name}.reason.hint`),
      rows: 4,
      most: 2_000,
      size: 's',
    }),
    sure: name === 'end' ? tickBox(shown, 'sure', t('awards.move.end.sure')) : null,
    button: {
      text: t(`awards.move.${name}.button`),
      kind: name === 'end' || name === 'suspend' ? ('warning' as const) : ('primary' as const),
    },
  }
}

/** The form after someone else has required a full reappraisal. */
export const staleFullNext = (t: T, { values }: Form): Form => ({
  values: { ...values, seen: '' },
  errors: [{ field: 'reason', message: t('awards.move.fullNext.stale') }],
})

function leadOf(t: T, { award, name, today, lapsesAfter }: AboutMove): string {
  if (name === 'suspend' && lapsesAfter) return t('awards.move.suspend.lead.over', { until: longDay(t, lapsesAfter) })
  if (name === 'extend' && award.status === 'overdue') return t('awards.move.extend.lead.over')
  const isOver = award.validTo !== null && award.validTo < today
  if (name === 'suspend' && isOver) return t('awards.move.suspend.lead.with_us')
  if (name === 'restore' && isOver)
    return t(lapsesAfter ? 'awards.move.restore.lead.over' : 'awards.move.restore.lead.with_us')
  return t(`awards.move.${name}.lead`)
}

/**
 * A sentence with the last valid day or, for a suspended award, the end of the award period; null when there is no such
 * day.
 */
function validityNow(t: T, { status, validTo }: NamedAward, today: Day): string | null {
  if (validTo === null) return null
  const now = status === 'suspended' ? 'awards.move.suspended' : 'awards.move.valid_to'
  return t(validTo < today ? `${now}.over` : now, { day: longDay(t, validTo) })
}

/**
 * The suggested new last day: 30 days (the usual extension) after the current one, moved to a working day if needed.
 * Empty without a current one.
 */
const suggestedUntil = ({ validTo }: NamedAward): Day | '' => (validTo ? workingDayFrom(addDays(validTo, 30)) : '')
