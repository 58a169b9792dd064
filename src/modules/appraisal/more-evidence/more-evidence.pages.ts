import type { Actor } from '../../../domain/actor.ts'
import { criteriaAskedBy, itemById, type Framework } from '../../../domain/framework.ts'
import type { MoveReason } from '../../../domain/move-reasons.ts'
import { workingDayFrom } from '../../../domain/bank-holidays.ts'
import { panelGaps } from '../../../domain/panel.ts'
import { can } from '../../../domain/permissions.ts'
import { addDays } from '../../../domain/time.ts'
import { autosavedPart, formShown, type Entered, type FormShown, type Typing } from '../../../web/autosaved-page.ts'
import { dateValues } from '../../../web/date-inputs.ts'
import { checkboxes, dateField, errorSummary, textArea } from '../../../web/fields.ts'
import { emptyForm, formOf, type Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { reasonShown, takeUpInWords } from '../../applications/applications.public.ts'
import { maxReason, maxReasons, moreEvidenceFields } from './more-evidence.forms.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/more-evidence/ask': ReturnType<typeof moreEvidencePage>
    'appraisal/more-evidence/take-up': ReturnType<typeof returnToPanelPage>
  }
}

export interface MoreEvidence {
  application: ApplicationRecord
  framework: Framework
}

/**
 * An application to return to its panel. `request` is the panel's request for more evidence; null when its text was not
 * kept.
 */
export interface ToTakeUp extends MoreEvidence {
  request: MoveReason | null
}

/**
 * The form with which the chair asks for more evidence. As the deadline, it suggests the first working day at least 28
 * days from today.
 */
export function moreEvidenceShown({ today, typed }: Typing, entered: Entered | null): FormShown {
  const form = formOf({ version: '0', ...dateValues('until', workingDayFrom(addDays(today, 28))) })
  return formShown({ form, fields: moreEvidenceFields }, typed, entered)
}

/**
 * The chair's request for more evidence. The form's version is always 0, because a request is not stored before the
 * chair sends it.
 */
export function moreEvidencePage(
  t: T,
  { application, framework }: MoreEvidence,
  { shown, typing }: { shown: FormShown; typing: Typing },
) {
  const { form } = shown
  const label = t('more_evidence.reasons')
  return {
    ...frame(t('application.move.askMore'), application, form),
    autosaved: autosavedPart(t, typing, shown, { reasons: label }),
    version: { name: 'version', value: '0' },
    criteria: checkboxes(form, 'criteria', t('more_evidence.criteria'), {
      choices: criteriaAskedBy(framework, application.kind).map(({ id, code, title }) => ({
        value: id,
        text: `${code} ${title}`,
      })),
      size: 'm',
      small: true,
    }),
    reasons: textArea(form, 'reasons', label, {
      hint: t('more_evidence.reasons.hint'),
      rows: 6,
      most: maxReasons,
      size: 's',
    }),
    until: dateField(form, 'until', t('more_evidence.until')),
  }
}

/** The page on which the coordinator returns the application to the panel. */
export function returnToPanelPage(t: T, actor: Actor, it: ToTakeUp, form: Form = emptyForm) {
  const { application, framework, request } = it
  const isUnanswered = asksReason(application)
  const title = takeUpInWords(t, application)
  return {
    ...frame(title, application, form),
    button: { text: title },
    lead: t(isUnanswered ? 'more_evidence.take_up.lead.unanswered' : 'more_evidence.take_up.lead'),
    criteria: application.criteriaAsked.flatMap(id => {
      const item = itemById(framework, id)
      return item
        ? [{ text: `${item.code} ${item.title}`, href: `/applications/${application.id}/criteria/${item.code}` }]
        : []
    }),
    // without the deadline, which may have been extended since
    request: request && reasonShown(t, framework, { ...request, items: [], until: null }),
    incomplete:
      can(actor, 'panel.manage', application) && panelGaps(framework.panel, application, 'seat').length > 0
        ? incompleteNotice(t, application)
        : null,
    reason: isUnanswered
      ? textArea(form, 'reason', t('more_evidence.take_up.reason'), { rows: 3, most: maxReason, size: 's' })
      : null,
  }
}

const incompleteNotice = (t: T, { id }: ApplicationRecord) => ({
  tone: 'plain' as const,
  icon: 'people' as const,
  text: [t('more_evidence.take_up.incomplete')],
  link: { text: t('applications.case.panel'), href: `/applications/${id}/panel` },
})

/** Whether the coordinator must give a reason, because the library has submitted nothing. */
export const asksReason = ({ status }: ApplicationRecord): boolean => status === 'more evidence asked'

const frame = (title: string, { id, organisationName }: ApplicationRecord, form: Form) => ({
  title,
  back: { text: organisationName, href: `/applications/${id}` },
  errors: errorSummary(form),
  heading: { text: title, caption: organisationName, size: 'l' as const },
})
