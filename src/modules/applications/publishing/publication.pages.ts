import { problemsIn } from '../../../domain/framework-checks.ts'
import type { TranslationLanguage } from '../../../domain/translation.ts'
import { dateField, errorSummary, hiddenField, tickBox } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { passwordAgain } from '../../../web/password-again.ts'
import { list } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { problemInWords, type VersionRecord } from '../../frameworks/frameworks.public.ts'
import type { PublicationCounts } from './publication.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/publishing/publish': ReturnType<typeof publicationPage>
  }
}

export interface ToPublish {
  draft: VersionRecord
  before: VersionRecord | null
  counts: PublicationCounts
  /** the languages in which the previous version has a translation */
  languages: readonly TranslationLanguage[]
  /** the number of mapping rows that nobody has confirmed */
  unconfirmed: number
  isConfirmed: boolean
}

/** The page with the effects of publishing, anything still missing, and the form. */
export function publicationPage(t: T, it: ToPublish, form: Form = emptyForm) {
  const { draft, before, unconfirmed } = it
  const { version } = draft
  const password = passwordAgain(t, form, it.isConfirmed)
  const problems = [
    ...problemsIn(draft.document).map(problem => problemInWords(t, problem)),
    ...(unconfirmed > 0 ? [t('frameworks.publish.mapping', { count: unconfirmed })] : []),
  ]
  return {
    title: t('frameworks.publish.title', { version }),
    back: { text: draft.label, href: `/frameworks/${draft.id}` },
    heading: { text: t('frameworks.publish.title', { version }), caption: draft.streamName, size: 'l' as const },
    errors: errorSummary(form),
    warning: { text: t('frameworks.publish.warning', { version }) },
    does: { rows: doesRows(t, it) },
    problems,
    links: [
      ...(before && unconfirmed > 0
        ? [{ text: t('frameworks.mapping.link'), href: `/frameworks/${draft.id}/mapping` }]
        : []),
      { text: t('frameworks.preview.link'), href: `/frameworks/${draft.id}/preview` },
    ],
    revision: hiddenField(form, 'version', draft.revision),
    read: tickBox(form, 'read', t('frameworks.publish.read', { version })),
    agreedOn: dateField(form, 'agreedOn', t('frameworks.publish.agreed'), {
      hint: t('frameworks.publish.agreed.hint'),
    }),
    password: password && { ...password, hint: t('frameworks.publish.password') },
    button: { text: t('frameworks.publish.button', { version }) },
  }
}

function doesRows(t: T, { draft, counts, before, languages }: ToPublish) {
  const { version, label } = draft
  const names = list(
    t,
    languages.map(language => t(`translations.language.${language}`)),
  )
  const counted = [
    {
      count: counts.moving,
      key: t('frameworks.publish.moving.count', { count: counts.moving }),
      value: t('frameworks.publish.moving', { version }),
    },
    ...(before
      ? [
          {
            count: counts.staying,
            key: t('frameworks.publish.staying.count', { count: counts.staying }),
            value: t(counts.moving > 0 ? 'frameworks.publish.staying' : 'frameworks.publish.staying.all', {
              version: before.version,
            }),
          },
        ]
      : []),
    {
      count: counts.rounds,
      key: t('frameworks.publish.rounds.count', { count: counts.rounds }),
      value: t('frameworks.publish.rounds', { version }),
    },
    {
      count: counts.awards,
      key: t('frameworks.publish.awards.count', { count: counts.awards }),
      value: t('frameworks.publish.awards', { version }),
    },
  ]
  return [
    ...counted.filter(({ count }) => count > 0).map(({ key, value }) => ({ key, value })),
    ...(before && hasOtherReminders(before, draft)
      ? [{ key: t('frameworks.settings.reminders'), value: t('frameworks.publish.reminders', { version }) }]
      : []),
    { key: t('frameworks.publish.certificates'), value: t('frameworks.publish.certificates.text', { label }) },
    ...(languages.length > 0
      ? [
          {
            key: t('frameworks.publish.translations'),
            value: t('frameworks.publish.translations.text', { version, languages: names }),
          },
        ]
      : []),
    { key: t('frameworks.publish.emails'), value: t('frameworks.publish.emails.none') },
  ]
}

const hasOtherReminders = ({ document: before }: VersionRecord, { document: draft }: VersionRecord): boolean =>
  before.reminders.join() !== draft.reminders.join()
