import type { Item } from '../../../domain/framework.ts'
import { namesIn, type IdentifyingNames } from '../../../domain/identifying-names.ts'
import { errorSummary, hiddenField, textArea } from '../../../web/fields.ts'
import { formOf, valueOf, type Form } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import type { PersonalDataQuestion } from '../../evidence/evidence.public.ts'
import { withNamesMarked } from '../calibration/case.pages.ts'
import { maxAnswer } from './example.forms.ts'
import { exampleAddress } from './example.pages.ts'
import type { ExampleText } from './example.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/examples/text': ReturnType<typeof textPage>
  }
}

/** An answer in an example to edit, with the submitted answer from which it was copied. */
export interface AboutText {
  application: ApplicationRecord
  item: Item
  text: ExampleText
  /**
   * the submitted answer; null when the submission no longer has one, or the released decision no longer grants an
   * award
   */
  source: string | null
  names: IdentifyingNames
}

interface Shown {
  form?: Form
  /** whether someone else saved a version first; the page then shows both */
  isStale?: boolean
  personalData?: PersonalDataQuestion | null
}

/** The page on which a coordinator edits one answer for other libraries. */
export function textPage(t: T, about: AboutText, { form, isStale = false, personalData = null }: Shown = {}) {
  const { application, item, text, source, names } = about
  const shown = form ?? formOf({ version: String(text.version), answer: text.answer })
  const answer = valueOf(shown, 'answer')
  const found = namesIn(answer, names)
  return {
    title: t('examples.text.title', { code: item.code }),
    back: { text: t('examples.case.title'), href: exampleAddress(application) },
    errors: errorSummary(shown),
    heading: { text: t('examples.text.title', { code: item.code }), caption: item.title, size: 'l' as const },
    original: { summary: t('examples.text.original'), text: paragraphs(source) },
    other: isStale ? { summary: t('examples.text.other'), text: paragraphs(text.answer), open: true } : null,
    names:
      found.length > 0
        ? { lines: [...new Set(found.map(each => each.text))], texts: withNamesMarked(answer, names) }
        : null,
    version: hiddenField(shown, 'version', text.version),
    personalData,
    answer: textArea(shown, 'answer', t('examples.text.answer'), { rows: 12, most: maxAnswer, size: 's' }),
  }
}

/** The form after someone else changed the text. Saving the form again replaces the other text. */
export const staleText = (t: T, { version }: ExampleText, form: Form): Form => ({
  values: { ...form.values, version: String(version) },
  errors: [{ field: 'answer', message: t('examples.text.changed') }],
})
