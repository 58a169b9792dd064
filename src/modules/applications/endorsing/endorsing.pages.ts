import { endorsementAnswers } from '../../../domain/endorsement.ts'
import type { EnteredText } from '../../../web/entered-text.ts'
import { errorSummary, hiddenField, radios, textArea, textField, tickBox } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import { sharedShown } from '../endorsements/endorsement.pages.ts'
import { fingerprintOf } from '../sign-offs/sign-off.forms.ts'
import { mostOfWords } from './endorsing.forms.ts'
import type { OpenEndorsement } from './endorsing.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/endorsing/answer': ReturnType<typeof endorsingPage>
    'applications/endorsing/thanks': ReturnType<typeof thanksPage>
  }
}

/** The page that the link opens: the text that the library shares, and the form for the answer. */
export function endorsingPage(t: T, { group, organisation, shared }: OpenEndorsement, form: Form = emptyForm) {
  return {
    title: t('endorsing.title'),
    errors: errorSummary(form),
    heading: { text: t('endorsing.title'), caption: organisation, size: 'l' as const },
    lead: t('endorsing.lead', { organisation, group }),
    shared: sharedShown(t, shared, 2),
    seen: hiddenField(form, 'seen', fingerprintOf(shared)),
    answer: radios(form, 'answer', t('endorsing.answer'), {
      choices: endorsementAnswers.map(value => ({ value, text: t(`endorsing.answer.${value}`, { organisation }) })),
    }),
    words: textArea(form, 'words', t('endorsing.words'), {
      hint: t('endorsing.words.hint'),
      rows: 5,
      most: mostOfWords,
      size: 's',
    }),
    name: textField(form, 'name', t('endorsing.name'), { autocomplete: 'name', size: 's' }),
    role: textField(form, 'role', t('endorsing.role'), { hint: t('endorsing.role.hint'), size: 's' }),
    confirmed: tickBox(form, 'confirmed', t('endorsing.confirmed', { group, organisation })),
  }
}

/**
 * The form shown after the library has changed the shared text. The person must read the new text before sending the
 * answer again.
 */
export const staleEndorsing = (t: T, { values }: Form): Form => ({
  values: { ...values, seen: '' },
  errors: [{ field: 'shared', message: t('endorsing.stale') }],
})

/** The page shown after the group has answered. It names nobody, because anyone can open its address. */
export const thanksPage = (t: T) => ({
  title: t('endorsing.thanks.title'),
  panel: { title: t('endorsing.thanks.title'), text: t('endorsing.thanks.text') },
  text: [t('endorsing.thanks.next')],
})

/**
 * One page for every link that is unknown, expired, used or cancelled. It shows the entered text, so that the person
 * can copy it.
 */
export const linkOverPage = (t: T, typed: EnteredText | null) => ({
  title: t('endorsing.over.title'),
  text: [t('endorsing.over.text'), t('endorsing.over.thanks')],
  typed,
  link: { text: t('endorsing.over.link'), href: '/' },
})
