import type { Framework } from '../../../domain/framework.ts'
import { itemById } from '../../../domain/framework.ts'
import { sharings, type Sharing } from '../../../domain/example.ts'
import { dayOf } from '../../../domain/time.ts'
import { errorSummary, hiddenField, radios } from '../../../web/fields.ts'
import { formOf, type Form } from '../../../web/form.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import type { SharingChoice } from './choice.store.ts'
import { textShown } from './example.pages.ts'
import type { Example } from './example.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/examples/choice': ReturnType<typeof choicePage>
  }
}

export interface AboutChoice {
  application: ApplicationRecord
  choice: SharingChoice
  /** the published example and its framework version; null when no example is published */
  published: { example: Example; framework: Framework } | null
}

export const choiceAddress = ({ id }: { id: string }): string => `/applications/${id}/example/sharing`

/** The choices that a lead has. Without an award, they can only keep the current choice or stop sharing. */
const offeredIn = ({ application, choice }: AboutChoice): Sharing[] =>
  sharings.filter(value => application.isAwarded || value === 'no' || value === choice.sharing)

/** The page on which a lead chooses whether other libraries can read the application, with the text that they read. */
export function choicePage(t: T, about: AboutChoice, form?: Form) {
  const { application, choice, published } = about
  const shown = form ?? formOf({ sharing: choice.sharing })
  return {
    title: t('examples.choice.title'),
    back: { text: t(`application.kind.${application.kind}`), href: `/applications/${application.id}` },
    errors: errorSummary(shown),
    heading: {
      text: t('examples.choice.title'),
      caption: t('applications.tasks.caption', {
        organisation: application.organisationName,
        number: application.number,
      }),
      size: 'l' as const,
    },
    said: choice.chosen
      ? t('examples.choice.chosen', { name: choice.chosen.by, day: longDay(t, dayOf(choice.chosen.at)) })
      : t(`examples.choice.application.${choice.sharing === 'no' ? 'no' : 'yes'}`),
    seen: hiddenField(shown, 'seen', choice.sharing),
    sharing: radios(shown, 'sharing', t('examples.choice.legend'), {
      choices: offeredIn(about).map(value => ({
        value,
        text: t(`examples.choice.${value}`, { organisation: application.organisationName }),
        hint: t(`examples.choice.${value}.hint`),
      })),
    }),
    texts: published
      ? published.example.texts.map(each => textShown(t, itemById(published.framework, each.itemId), each.answer))
      : [],
    noTexts: application.isAwarded && choice.sharing !== 'no' && !published ? t('examples.choice.none_yet') : null,
  }
}

/** The form with the choice that a colleague has just made. */
export const staleChoice = (t: T, { choice }: AboutChoice): Form => ({
  values: { sharing: choice.sharing },
  errors: [{ field: 'sharing', message: t('examples.choice.stale') }],
})
