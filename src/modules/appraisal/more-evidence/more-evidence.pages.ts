import { criteriaAskedBy, itemById, type Framework } from '../../../domain/framework.ts'
import { workingDayFrom } from '../../../domain/bank-holidays.ts'
import { addDays, type Day } from '../../../domain/time.ts'
import { checkboxes, dateField, errorSummary, textArea } from '../../../web/fields.ts'
import { emptyForm, formOf, type Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { maxReason, maxReasons } from './more-evidence.forms.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/more-evidence/ask': ReturnType<typeof moreEvidencePage>
    'appraisal/more-evidence/take-up': ReturnType<typeof takeUpPage>
  }
}

export interface MoreEvidence {
  application: ApplicationRecord
  framework: Framework
}

/** The chair's request. The suggested date is 28 days from today. */
export function moreEvidencePage(t: T, it: MoreEvidence, today: Day, form: Form | null = null) {
  const { application, framework } = it
  const shown = form ?? formOf({ until: workingDayFrom(addDays(today, 28)) })
  return {
    ...frame(t('application.move.askMore'), application, shown),
    criteria: checkboxes(
      shown,
      'criteria',
      t('more_evidence.criteria'),
      criteriaAskedBy(framework, application.kind).map(({ id, code, title }) => ({
        value: id,
        text: `${code} ${title}`,
      })),
      { size: 'm', small: true },
    ),
    reasons: textArea(shown, 'reasons', t('more_evidence.reasons'), {
      hint: t('more_evidence.reasons.hint'),
      rows: 6,
      most: maxReasons,
      size: 's',
    }),
    until: dateField(shown, 'until', t('more_evidence.until')),
  }
}

/** The page on which the coordinator returns the application to the panel. */
export function takeUpPage(t: T, it: MoreEvidence, form: Form = emptyForm) {
  const { application, framework } = it
  const isUnanswered = asksReason(application)
  return {
    ...frame(t('application.move.takeUp'), application, form),
    lead: t(isUnanswered ? 'more_evidence.take_up.lead.unanswered' : 'more_evidence.take_up.lead'),
    criteria: application.criteriaAsked.flatMap(id => {
      const item = itemById(framework, id)
      return item ? [`${item.code} ${item.title}`] : []
    }),
    reason: isUnanswered
      ? textArea(form, 'reason', t('more_evidence.take_up.reason'), { rows: 3, most: maxReason, size: 's' })
      : null,
  }
}

/** Whether the coordinator must give a reason: the library submitted nothing by the date. */
export const asksReason = ({ status }: ApplicationRecord): boolean => status === 'more evidence asked'

const frame = (title: string, { id, organisationName }: ApplicationRecord, form: Form) => ({
  title,
  back: { text: organisationName, href: `/applications/${id}` },
  errors: errorSummary(form),
  heading: { text: title, caption: organisationName, size: 'l' as const },
})
