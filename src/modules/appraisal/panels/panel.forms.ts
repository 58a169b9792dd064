import { z } from 'zod'
import type { Framework } from '../../../domain/framework.ts'
import { addMonths, type Day } from '../../../domain/time.ts'
import { isAddress } from '../../../email/addresses.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import {
  day,
  idempotencyKey,
  line,
  oneOf,
  optionalLine,
  optionalOneOf,
  optionalText,
  readVersion,
  someOf,
  text,
  tick,
} from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'
import { newPassword } from '../../../web/new-password.ts'

const reasonMost = 2_000

/** @param asksIndependence whether this person's seat is marked independent */
export const declarationForm = (t: T, asksIndependence: boolean) =>
  z
    .object({
      idempotencyKey: idempotencyKey(),
      says: oneOf(['no conflict', 'conflict'], t('panels.declare.says.missing')),
      reason: optionalText(t, reasonMost),
      independent: optionalOneOf(['yes', 'no'], t('panels.declare.independent.missing')),
    })
    .superRefine(({ says, reason, independent }, problems) => {
      if (says === 'conflict' && reason === '')
        problems.addIssue({ code: 'custom', path: ['reason'], message: t('panels.declare.because.missing') })
      if (says === 'no conflict' && asksIndependence && independent === null)
        problems.addIssue({ code: 'custom', path: ['independent'], message: t('panels.declare.independent.missing') })
    })
export type DeclarationGiven = z.output<ReturnType<typeof declarationForm>>

export const laterConflictForm = inEachLanguage(t =>
  z.object({ idempotencyKey: idempotencyKey(), reason: text(t, t('panels.declare.because.missing'), reasonMost) }),
)
export const independenceForm = inEachLanguage(t =>
  z.object({
    idempotencyKey: idempotencyKey(),
    independent: oneOf(['yes', 'no'], t('panels.declare.independent.missing')),
  }),
)

/** @param pool ids of the people whom the page offered */
export const offerForm = (t: T, { panel }: Framework, pool: readonly string[]) =>
  z
    .object({
      idempotencyKey: idempotencyKey(),
      person: optionalOneOf(pool, t('panels.offer.person.unknown')).transform(chosen => chosen ?? ''),
      name: optionalLine(t),
      email: optionalLine(t, 254).refine(value => value === '' || isAddress(value), t('sign_in.email.wrong')),
      kind: oneOf(panel.seatKinds, t('panels.offer.kind.missing')),
      independent: tick(),
      chairs: tick(),
    })
    .superRefine(({ person, name, email }, problems) => {
      if (person !== '') return
      if (name === '' && email === '')
        problems.addIssue({ code: 'custom', path: ['person'], message: t('panels.offer.person.missing') })
      else if (name === '')
        problems.addIssue({ code: 'custom', path: ['name'], message: t('panels.offer.name.missing') })
      else if (email === '') problems.addIssue({ code: 'custom', path: ['email'], message: t('sign_in.email.missing') })
    })
export type OfferGiven = z.output<ReturnType<typeof offerForm>>

export const onceForm = z.object({ idempotencyKey: idempotencyKey() })
export const takeSeatForm = inEachLanguage(t =>
  z.object({ idempotencyKey: idempotencyKey(), shownName: line(t, t('panels.seat.shown_name.missing'), 60) }),
)
/** Somebody new: an account and the seat at once. */
export const seatAccountForm = inEachLanguage(t =>
  z.object({
    shownName: line(t, t('panels.seat.shown_name.missing'), 60),
    name: line(t, t('invitation.name.missing')),
    password: newPassword(t),
  }),
)
export const declineSeatForm = inEachLanguage(t =>
  z.object({ idempotencyKey: idempotencyKey(), reason: optionalText(t, reasonMost) }),
)

export const agreedForm = (t: T, { judgements }: Framework) =>
  z.object({
    version: readVersion(),
    judgement: oneOf(judgements, t('panels.agreed.judgement.missing')),
    reason: text(t, t('panels.agreed.reason.missing'), 4_000),
  })
export type AgreedGiven = z.output<ReturnType<typeof agreedForm>>

/** @param criteria ids of those that can be asked about */
export const moreEvidenceForm = (t: T, today: Day, criteria: readonly string[]) =>
  z.object({
    idempotencyKey: idempotencyKey(),
    criteria: someOf(criteria, t('panels.more.criteria.unknown')).refine(
      chosen => chosen.length > 0,
      t('panels.more.criteria.missing'),
    ),
    reasons: text(t, t('panels.more.reasons.missing'), 5_000),
    until: day(t, t('panels.more.until.missing'))
      .refine(until => until > today, t('panels.more.until.past'))
      .refine(until => until <= addMonths(today, 12), t('panels.more.until.far')),
  })
export type MoreEvidenceGiven = z.output<ReturnType<typeof moreEvidenceForm>>

/** @param asksReason nothing was handed in, and the date is over */
export const takeUpForm = (t: T, asksReason: boolean) =>
  z.object({
    idempotencyKey: idempotencyKey(),
    reason: asksReason ? text(t, t('panels.take_up.reason.missing'), 2_000) : optionalText(t, 2_000),
  })
