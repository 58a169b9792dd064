import { libraryStream, type Framework } from '../../../domain/framework.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import type { Round } from '../../../domain/round.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import { checkboxes, errorSummary, hiddenField, textArea, tickBox } from '../../../web/fields.ts'
import type { Form } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { timeOfDay, weekdayInYear } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { streamChoice, type Stream } from '../../frameworks/frameworks.public.ts'
import type { Branch } from '../../organisations/organisations.public.ts'
import { blankFormAddress } from '../blank-form/blank-form.pages.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/applications/new': ReturnType<typeof startPage>
    'applications/applications/summary': ReturnType<typeof summaryPage>
  }
}

export interface NewApplication {
  organisation: Organisation
  /** the streams that accept first applications */
  streams: readonly Stream[]
  /** the stream of this application */
  streamId: string
  branches: readonly Branch[]
  /** ids of branches in an award that has not ended, or in another application under way */
  taken: ReadonlySet<string>
  round: Round | null
  at: Instant
}

export function startPage(
  t: T,
  { organisation, streams, streamId, branches, taken, round, at }: NewApplication,
  form: Form | null = null,
) {
  const stream = streams.find(({ id }) => id === streamId)
  const free = branches.filter(({ id }) => !taken.has(id))
  const closed = free.length > 0 ? null : noFreeBranch(t, organisation, branches.length > 0)
  const shown = form ?? { values: { scope: free.map(({ id }) => id) }, errors: [] }
  return {
    title: t('applications.new.title'),
    back: {
      text: t('applications.own.title', { organisation: organisation.name }),
      href: `/organisations/${organisation.id}/applications`,
    },
    errors: errorSummary(shown),
    heading: { text: t('applications.new.title'), caption: organisation.name, size: 'l' as const },
    streams: streamChoice(t, streams, { chosen: streamId, addressOf: id => newAddress(organisation, id) }),
    round: stream ? closed === null && roundSentence(t, round, at) : t('applications.new.stream_retired'),
    canStart: stream !== undefined && free.length > 0,
    closed,
    criteria: { text: t('blank_form.link'), href: blankFormAddress('', 'first', streamId) },
    scope: checkboxes(shown, 'scope', t('applications.new.scope'), {
      choices: branches.map(({ id, name, kind, place }) => ({
        value: id,
        text: name,
        disabled: taken.has(id),
        hint: hintOf(t, { kind, place, isTaken: taken.has(id) }),
      })),
      hint: t('applications.new.scope.hint'),
      size: 'm',
    }),
  }
}

/** Explains why the library cannot start an application. Links to its awards, or to the page for adding branches. */
const noFreeBranch = (t: T, { id }: Organisation, hasBranches: boolean) =>
  hasBranches
    ? {
        text: t('applications.new.all_taken'),
        link: { text: t('applications.new.see_awards'), href: `/organisations/${id}` },
      }
    : {
        text: t('applications.new.no_branches'),
        link: { text: t('applications.new.branches_link'), href: `/organisations/${id}/branches` },
      }

const newAddress = ({ id }: Organisation, streamId: string): string =>
  `/organisations/${id}/applications/new${streamId === libraryStream ? '' : `?stream=${streamId}`}`

function hintOf(t: T, { kind, place, isTaken }: Pick<Branch, 'kind' | 'place'> & { isTaken: boolean }): string | null {
  if (isTaken) return t('applications.new.taken')
  return kind === 'branch' ? place : t(`branch.kind.${kind}`)
}

function roundSentence(t: T, round: Round | null, at: Instant): string {
  if (!round) return t('applications.new.round.none')
  if (at < round.opensAt)
    return t('applications.new.round.coming', { round: round.name, day: weekdayInYear(t, dayOf(round.opensAt)) })
  return t('applications.new.round.open', {
    round: round.name,
    day: weekdayInYear(t, dayOf(round.closesAt)),
    time: timeOfDay(t, round.closesAt),
  })
}

export const summaryOf = (application: ApplicationRecord): Form => ({
  values: {
    version: String(application.version),
    summary: application.summary,
    mayBeShared: application.mayBeShared ? 'yes' : '',
  },
  errors: [],
})

/**
 * @param form null when the summary is read-only
 * @param newer the summary that someone else has saved since the form was read; null when there is none
 */
export function summaryPage(
  t: T,
  application: ApplicationRecord,
  framework: Framework,
  { form, newer = null }: { form: Form | null; newer?: readonly string[] | null },
) {
  return {
    title: t('applications.summary.title'),
    back: { text: t(`application.kind.${application.kind}`), href: `/applications/${application.id}` },
    errors: form ? errorSummary(form) : [],
    heading: { text: t('applications.summary.title'), caption: application.organisationName, size: 'l' as const },
    newer,
    write: form && {
      version: hiddenField(form, 'version'),
      summary: textArea(form, 'summary', t('applications.summary.label'), {
        hint: t('applications.summary.hint'),
        rows: 10,
        most: framework.summaryMaxCharacters,
        size: 'm',
      }),
      mayBeShared: framework.asksToShare
        ? tickBox(form, 'mayBeShared', t('applications.summary.share'), { hint: t('applications.summary.share.hint') })
        : null,
    },
    text: summaryText(t, application),
    shared: application.mayBeShared ? t('submissions.sharing.yes') : t('submissions.sharing.no'),
  }
}

const summaryText = (t: T, { summary }: ApplicationRecord): string[] =>
  summary ? paragraphs(summary) : [t('submissions.nothing_written')]

/**
 * The page with the person's summary and the summary that someone else has saved since. Saving again replaces the other
 * person's summary.
 */
export const summaryConflictPage = (t: T, application: ApplicationRecord, framework: Framework, entered: Form) =>
  summaryPage(t, application, framework, {
    form: { values: { ...entered.values, version: String(application.version) }, errors: [] },
    newer: summaryText(t, application),
  })
