import type { Round } from '../../../domain/round.ts'
import { dayOf } from '../../../domain/time.ts'
import { errorSummary } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { extensionFields } from '../../frameworks/frameworks.public.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/round-extensions/new': ReturnType<typeof roundExtensionPage>
  }
}

export interface AboutExtension {
  application: ApplicationRecord
  /** the round, with its closing time for this library */
  round: Round
}

export function roundExtensionPage(t: T, { application, round }: AboutExtension, form: Form = emptyForm) {
  const { id, organisationName } = application
  return {
    title: t('rounds.extend_one.title'),
    back: { text: organisationName, href: `/applications/${id}` },
    heading: { text: t('rounds.extend_one.title'), caption: organisationName, size: 'l' as const },
    errors: errorSummary(form),
    lead: [
      t('rounds.extend_one.now', { name: round.name, day: longDay(t, dayOf(round.closesAt)) }),
      t('rounds.extend_one.lead'),
    ],
    ...extensionFields(t, form),
  }
}
