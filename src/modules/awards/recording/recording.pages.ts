import { streamChoice, type Stream } from '../../frameworks/frameworks.public.ts'
import type { Branch, OrganisationLine } from '../../organisations/organisations.public.ts'
import { libraryStream } from '../../../domain/framework.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { checkboxes, dateField, errorSummary, textField } from '../../../web/fields.ts'
import type { Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'awards/recording/choose': ReturnType<typeof chooseOrganisationPage>
    'awards/recording/new': ReturnType<typeof recordPage>
  }
}

/** The page on which the organisation is chosen, before the page with its branches. */
export function chooseOrganisationPage(t: T, search: string, lines: readonly OrganisationLine[], next: string | null) {
  return {
    title: t('awards.record.title'),
    back: { text: t('awards.title'), href: '/awards' },
    heading: { text: t('awards.record.title'), size: 'l' as const },
    name: textField({ values: { name: search }, errors: [] }, 'name', t('awards.record.choose'), {
      hint: t('awards.record.choose.hint'),
      width: 30,
      type: 'search',
    }),
    none: lines.length > 0 ? null : t('awards.record.choose.none'),
    organisations: lines.map(({ id, name, place }) => ({
      text: t('awards.record.choose.line', { name, place }),
      href: `/awards/new?organisation=${id}`,
    })),
    pagination: { previous: null, next: next ? { text: t('organisations.next'), href: next } : null },
    register: { text: t('awards.record.register'), href: '/organisations/new' },
  }
}

export interface AboutRecord {
  organisation: Organisation
  /** the streams in which an award can be recorded */
  streams: readonly Stream[]
  /** the id of the chosen stream */
  streamId: string
  branches: readonly Branch[]
  /** the ids of the branches that an award, or an open application, covers */
  taken: ReadonlySet<string>
}

const recordAddress = ({ id }: Organisation, streamId: string): string =>
  `/awards/new?organisation=${id}${streamId === libraryStream ? '' : `&stream=${streamId}`}`

const freeOf = ({ branches, taken }: AboutRecord): Branch[] => branches.filter(({ id }) => !taken.has(id))

export function recordPage(t: T, about: AboutRecord, form: Form | null = null) {
  const { organisation, branches, taken } = about
  const free = freeOf(about)
  const shown = form ?? { values: { scope: free.map(({ id }) => id) }, errors: [] }
  // A refused form is always shown again, even when no branch is free, so that its text is not lost.
  const hasForm = form !== null || free.length > 0
  return {
    title: t('awards.record.title'),
    back: { text: organisation.name, href: `/organisations/${organisation.id}` },
    errors: hasForm ? errorSummary(shown) : [],
    heading: { text: t('awards.record.title'), caption: organisation.name, size: 'l' as const },
    streams: streamChoice(t, about.streams, {
      chosen: about.streamId,
      addressOf: id => recordAddress(organisation, id),
    }),
    closed: hasForm ? null : reasonForNoForm(t, about),
    branchesLink: { text: t('awards.record.branches_link'), href: `/organisations/${organisation.id}/branches` },
    scope: checkboxes(shown, 'scope', t('awards.record.scope'), {
      choices: branches.map(({ id, name }) => ({
        value: id,
        text: name,
        disabled: taken.has(id),
        hint: taken.has(id) ? t('awards.record.taken') : null,
      })),
      size: 's',
    }),
    from: dateField(shown, 'from', t('awards.record.from'), { hint: t('awards.record.from.hint') }),
    to: dateField(shown, 'to', t('awards.record.to'), { hint: t('awards.record.to.hint') }),
    decidedBy: textField(shown, 'decidedBy', t('awards.record.decided_by'), {
      hint: t('awards.record.decided_by.hint'),
      size: 's',
    }),
    source: textField(shown, 'source', t('awards.record.source'), { hint: t('awards.record.source.hint'), size: 's' }),
  }
}

const reasonForNoForm = (t: T, { branches }: AboutRecord): string =>
  branches.length > 0 ? t('awards.record.all_taken') : t('awards.record.no_branches')
