import type { ApplicationRecord } from '../../access/access.public.ts'
import { addDays, type Day } from '../../../domain/time.ts'
import type { Button } from '../../../web/components.ts'
import { dateField, errorSummary, textArea } from '../../../web/fields.ts'
import { emptyForm, formOf, type Form } from '../../../web/form.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/casework/move': ReturnType<typeof holdPage>
  }
}

/** One page, one question: a hold, its end, a closing, a new date. */
function caseworkMove(
  t: T,
  application: ApplicationRecord,
  form: Form,
  {
    title,
    lead,
    reason = null,
    until = false,
    button,
  }: { title: string; lead: readonly string[]; reason?: string | null; until?: boolean; button: Button },
) {
  return {
    title,
    back: { text: application.organisationName, href: `/applications/${application.id}` },
    errors: errorSummary(form),
    heading: { text: title, caption: application.organisationName, size: 'l' as const },
    lead,
    reason:
      reason === null
        ? null
        : textArea(form, 'reason', t('applications.casework.reason'), {
            hint: reason,
            rows: 4,
            most: 2_000,
            size: 's',
          }),
    until: until ? dateField(form, 'until', t('applications.new_date.until')) : null,
    button,
  }
}

export const holdPage = (t: T, application: ApplicationRecord, form: Form = emptyForm) =>
  caseworkMove(t, application, form, {
    title: t('applications.hold.title'),
    lead: [t('applications.hold.lead'), t('applications.hold.award')],
    reason: t('applications.casework.reason.leads'),
    button: { text: t('applications.hold.button') },
  })

export const releasePage = (t: T, application: ApplicationRecord) =>
  caseworkMove(t, application, emptyForm, {
    title: t('applications.release.title'),
    lead: [
      t('applications.release.lead', { state: t(`application.status.${application.statusBefore ?? 'submitted'}`) }),
      t('applications.release.dates'),
    ],
    button: { text: t('applications.release.button') },
  })

export const closingPage = (t: T, application: ApplicationRecord, form: Form = emptyForm) =>
  caseworkMove(t, application, form, {
    title: t('applications.closing.title'),
    lead: [t('applications.closing.lead')],
    reason: t('applications.casework.reason.leads'),
    button: { text: t('applications.closing.button'), kind: 'warning' },
  })

export function newDatePage(t: T, application: ApplicationRecord, today: Day, form: Form | null = null) {
  const lead = application.until
    ? t(application.until < today ? 'applications.new_date.over' : 'applications.new_date.now', {
        day: longDay(t, application.until),
      })
    : t('applications.new_date.none')
  return caseworkMove(t, application, form ?? formOf({ until: addDays(today, 28) }), {
    title: t('applications.new_date.title'),
    lead: [lead, t('applications.new_date.lead')],
    reason: t('applications.new_date.reason'),
    until: true,
    button: { text: t('applications.new_date.button') },
  })
}
