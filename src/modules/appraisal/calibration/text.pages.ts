import type { Item } from '../../../domain/framework.ts'
import { namesIn, type IdentifyingNames } from '../../../domain/identifying-names.ts'
import { errorSummary, hiddenField, textArea } from '../../../web/fields.ts'
import { formOf, valueOf, type Form } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import type { PersonalDataQuestion } from '../../evidence/evidence.public.ts'
import type { Source } from './case.actions.ts'
import { maxAnswer, maxPanelReason } from './case.forms.ts'
import { caseAddress, withNamesMarked } from './case.pages.ts'
import type { CaseCriterion } from './case.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/calibration/text': ReturnType<typeof textPage>
  }
}

/** A criterion of a case to edit, with the texts from which it was copied. */
export interface AboutText {
  application: ApplicationRecord
  item: Item
  criterion: CaseCriterion
  /** the original answer and reason; null when the submission or the released decision no longer has the criterion */
  source: Source | null
  names: IdentifyingNames
}

interface Shown {
  form?: Form
  /** whether someone else saved the text first; the page then shows both versions */
  isStale?: boolean
  personalData?: PersonalDataQuestion | null
}

/**
 * The page on which a coordinator edits the texts of one criterion, so that nothing in them identifies the library or a
 * person.
 */
export function textPage(t: T, about: AboutText, { form, isStale = false, personalData = null }: Shown = {}) {
  const { application, item, criterion, source, names } = about
  const shown =
    form ?? formOf({ version: String(criterion.version), answer: criterion.answer, panelReason: criterion.panelReason })
  const [answer, reason] = [valueOf(shown, 'answer'), valueOf(shown, 'panelReason')]
  const found = [...namesIn(answer, names), ...namesIn(reason, names)]
  return {
    title: t('calibration.text.title', { code: item.code }),
    back: { text: t('calibration.case.title'), href: caseAddress(application) },
    errors: errorSummary(shown),
    heading: {
      text: t('calibration.text.title', { code: item.code }),
      caption: item.title,
      size: 'l' as const,
    },
    originals: [
      { summary: t('calibration.text.original.answer'), text: paragraphs(source?.answer ?? null) },
      { summary: t('calibration.text.original.reason'), text: paragraphs(source?.panelReason ?? null) },
    ],
    other: isStale
      ? {
          summary: t('calibration.text.other'),
          text: [...paragraphs(criterion.answer), ...paragraphs(criterion.panelReason)],
          open: true,
        }
      : null,
    names:
      found.length > 0
        ? {
            lines: [...new Set(found.map(({ text }) => text))],
            texts: [...withNamesMarked(answer, names), ...withNamesMarked(reason, names)],
          }
        : null,
    version: hiddenField(shown, 'version', criterion.version),
    personalData,
    answer: textArea(shown, 'answer', t('calibration.text.answer'), { rows: 12, most: maxAnswer, size: 's' }),
    panelReason: textArea(shown, 'panelReason', t('calibration.text.reason'), {
      hint: t('calibration.text.reason.hint', { judgement: t(`judgement.${criterion.panelJudgement}`) }),
      rows: 5,
      most: maxPanelReason,
      size: 's',
    }),
  }
}

/** The form after someone else changed the text. Saving the form again replaces the other text. */
export const staleText = (t: T, { version }: CaseCriterion, form: Form): Form => ({
  values: { ...form.values, version: String(version) },
  errors: [{ field: 'answer', message: t('calibration.text.changed') }],
})
