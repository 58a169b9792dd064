import { dayOf } from '../../../domain/time.ts'
import { errorSummary, radios, textArea } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import type { Conflict } from './lifting.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/lifting/lift': ReturnType<typeof liftPage>
  }
}

export interface AboutLifting {
  application: ApplicationRecord
  conflicts: readonly Conflict[]
}

export function liftPage(t: T, { application, conflicts }: AboutLifting, form: Form = emptyForm) {
  return {
    title: t('declarations.lift.title'),
    back: { text: application.organisationName, href: `/applications/${application.id}` },
    errors: errorSummary(form),
    heading: { text: t('declarations.lift.title'), caption: application.organisationName, size: 'l' as const },
    effects: [
      t('declarations.lift.effect.seat'),
      t('declarations.lift.effect.email'),
      t('declarations.lift.effect.undo'),
    ],
    none: conflicts.length === 0 ? t('declarations.lift.none') : null,
    person: radios(form, 'person', t('declarations.lift.person'), {
      choices: conflicts.map(({ personId, name, declaredAt }) => ({
        value: personId,
        text: name,
        hint: t('declarations.lift.since', { day: longDay(t, dayOf(declaredAt)) }),
      })),
    }),
    reason: textArea(form, 'reason', t('declarations.lift.reason'), {
      hint: t('declarations.lift.reason.hint'),
      rows: 3,
      most: 2_000,
      size: 's',
    }),
  }
}
