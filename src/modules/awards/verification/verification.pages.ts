import { lastDayShown, presentPeriod, supersededBecause } from '../../../domain/certificate-period.ts'
import { wasValidOn } from '../../../domain/validity.ts'
import type { AwardChange } from '../../../domain/award.ts'
import type { Day } from '../../../domain/time.ts'
import { dateField, errorSummary, textField, type DateField } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import type { Views } from '../../../web/views.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { NamedAward } from '../awards/award.store.ts'
import type { Term } from '../terms/term.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'awards/verification/verify': ReturnType<typeof verifyPage>
    'awards/verification/validity': ReturnType<typeof validityPage>
  }
}

export function verifyPage(t: T, form: Form = emptyForm) {
  return {
    title: t('verify.title'),
    errors: errorSummary(form),
    code: textField(form, 'code', t('verify.code.label'), {
      hint: t('verify.code.hint'),
      width: 20,
      spellcheck: false,
      autocomplete: 'off',
    }),
  }
}

/** The day that a visitor asks about, and the facts for the answer. */
interface Asked {
  changes: readonly AwardChange[]
  today: Day
  on: Day
}

/** The public page of a certificate code, for anyone who has the code. */
export function validityPage(
  t: T,
  award: NamedAward,
  { terms, ...asked }: Asked & { terms: readonly Term[] },
  form: Form = emptyForm,
) {
  const { organisationName: organisation, code } = award
  return {
    title: t('verify.result.title', { organisation, code }),
    errors: errorSummary(form),
    organisation,
    validity: {
      ...validityOn(t, award, asked),
      small: t(award.isRecorded ? 'verify.code_recorded' : 'verify.code', { code }),
    },
    superseded: supersededSentence(t, award, terms, asked) as string | null,
    on: dateField(form, 'on', t('verify.day.legend'), { hint: t('verify.day.hint'), size: 'm' }) as DateField | null,
    another: { text: t('verify.another'), href: '/verify' },
  }
}

function validityOn(t: T, award: NamedAward, { changes, today, on }: Asked) {
  const { organisationName: organisation, place } = award
  const library = organisation.includes(place) ? organisation : t('verify.library', { organisation, place })
  const day = longDay(t, on)
  const isValidToday = wasValidOn(changes, today)
  // only an ended award can never become valid again
  if (on > today && (isValidToday || award.status !== 'ended'))
    return {
      icon: 'ring' as const,
      tone: 'quiet' as const,
      heading: t('verify.not_yet.heading', { day }),
      text: [t(isValidToday ? 'verify.not_yet.text' : 'verify.not_yet.not_today', { library })],
    }
  if (!wasValidOn(changes, on))
    return {
      icon: 'dash' as const,
      tone: 'stop' as const,
      heading: t('verify.invalid.heading', { day }),
      text: [t(on < today ? 'verify.invalid.then' : 'verify.invalid.text', { library })],
    }
  const until = award.validTo ? t('verify.until', { day: longDay(t, award.validTo) }) : t('verify.with_us')
  return {
    icon: 'disc-tick' as const,
    tone: 'done' as const,
    heading: t('verify.valid.heading', { day }),
    text:
      on === today
        ? [t('verify.valid.text', { library }), until]
        : [t('verify.valid.then', { library }), t(isValidToday ? 'verify.valid.still' : 'verify.valid.no_more')],
  }
}

/** The public page of a removed award's certificate code. It has no field for another day. */
export function removedPage(
  t: T,
  { organisationName: organisation, code }: NamedAward,
): Views['awards/verification/validity'] {
  return {
    title: t('verify.result.title', { organisation, code }),
    errors: [],
    organisation,
    validity: {
      icon: 'dash',
      tone: 'stop',
      heading: t('awards.removed'),
      text: [t('verify.removed.text')],
      small: t('verify.code', { code }),
    },
    superseded: null,
    on: null,
    another: { text: t('verify.another'), href: '/verify' },
  }
}

/** A sentence about superseded certificates of the award; null when no certificate is superseded. */
function supersededSentence(
  t: T,
  award: NamedAward,
  terms: readonly Term[],
  { changes, today }: Pick<Asked, 'changes' | 'today'>,
): string | null {
  if (terms.length === 0) return null
  const present = presentPeriod(terms, today)
  const validTo = lastDayShown({ validTo: award.validTo, isValid: wasValidOn(changes, today) }, present)
  if (supersededBecause(present, terms, { today, validTo }) === 'over')
    return t('verify.superseded.over', { day: longDay(t, validTo ?? present.endsOn) })
  if (terms[0] === present) return null
  const from = longDay(t, present.startsOn)
  if (validTo === null) return t('verify.superseded.renewed.with_us', { from })
  return t('verify.superseded.renewed', { from, to: longDay(t, validTo) })
}
