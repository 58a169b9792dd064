import type { ApplicationRecord } from '../../access/access.public.ts'
import { criteriaAskedBy, itemById, type Framework } from '../../../domain/framework.ts'
import { addDays, type Day } from '../../../domain/time.ts'
import { checkboxes, dateField, errorSummary, textArea } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/more-evidence/ask': ReturnType<typeof moreEvidencePage>
    'appraisal/more-evidence/take-up': ReturnType<typeof takeUpPage>
  }
}

/** The chair's request: which criteria open again, why, and until when. */
export function moreEvidencePage(
  t: T,
  application: ApplicationRecord,
  framework: Framework,
  today: Day,
  form: Form = emptyForm,
) {
  const shown = form === emptyForm ? { values: { until: addDays(today, 28) }, errors: [] } : form
  return {
    title: t('application.move.askMore'),
    back: { text: application.organisationName, href: `/applications/${application.id}` },
    errors: errorSummary(shown),
    heading: { text: t('application.move.askMore'), caption: application.organisationName, size: 'l' as const },
    criteria: checkboxes(
      shown,
      'criteria',
      t('panels.more.criteria'),
      criteriaAskedBy(framework, application.kind).map(({ id, code, title }) => ({
        value: id,
        text: `${code} ${title}`,
      })),
      { size: 'm', small: true },
    ),
    reasons: textArea(shown, 'reasons', t('panels.more.reasons'), {
      hint: t('panels.more.reasons.hint'),
      rows: 6,
      most: 5_000,
      size: 's',
    }),
    until: dateField(shown, 'until', t('panels.more.until')),
  }
}

/** @param asksReason nothing was handed in, and the date is over */
export function takeUpPage(
  t: T,
  application: ApplicationRecord,
  framework: Framework,
  asksReason: boolean,
  form: Form = emptyForm,
) {
  return {
    title: t('application.move.takeUp'),
    back: { text: application.organisationName, href: `/applications/${application.id}` },
    errors: errorSummary(form),
    heading: { text: t('application.move.takeUp'), caption: application.organisationName, size: 'l' as const },
    lead: t(asksReason ? 'panels.take_up.lead.over' : 'panels.take_up.lead'),
    criteria: application.criteriaAsked.flatMap(id => {
      const item = itemById(framework, id)
      return item ? [`${item.code} ${item.title}`] : []
    }),
    reason: asksReason
      ? textArea(form, 'reason', t('panels.take_up.reason'), { rows: 3, most: 2_000, size: 's' })
      : null,
  }
}
