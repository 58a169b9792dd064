import type { Actor } from '../../../domain/actor.ts'
import { applicationKinds, type ApplicationKind } from '../../../domain/application.ts'
import type { Framework, Item } from '../../../domain/framework.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import { itemIn } from '../../../domain/translation.ts'
import type { Filters, Notice, TaskGroup } from '../../../web/components.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import {
  type CriteriaReading,
  type VersionRecord,
  englishLeft,
  inSameLanguage,
  readingLine,
} from '../../frameworks/frameworks.public.ts'
import { criterionRead } from '../criteria/criterion.pages.ts'
import { listReading, taskList } from '../task-list/task-list.pages.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/criteria-preview/tasks': ReturnType<typeof previewTasks>
    'applications/criteria-preview/criterion': ReturnType<typeof previewCriterion>
  }
}

export interface Preview {
  version: VersionRecord
  framework: Framework
  kind: ApplicationKind
  at: Instant
  reading: CriteriaReading
}

/** The application page that a library would see before writing anything. */
export function previewTasks(t: T, actor: Actor, it: Preview) {
  const { version, framework, at } = it
  const application = emptyApplication(t, it)
  const tasks = {
    application,
    framework,
    answers: [],
    round: null,
    extension: null,
    openQuestions: 0,
    reasons: [],
    untouched: [],
    publishedAt: null,
    at,
    carried: null,
    typed: new Map(),
    written: [],
    team: { assignments: [], attached: new Map(), comments: new Map(), signOff: null },
    reading: it.reading,
  }
  const shown = taskList(t, actor, tasks)
  const toPreview = (groups: readonly TaskGroup[]): TaskGroup[] =>
    groups.map(group => ({
      ...group,
      rows: group.rows.map(row => ({ ...row, href: row.code ? previewHref(it, row.code) : null })),
    }))
  return {
    title: t('frameworks.preview.title', { label: version.label }),
    back: { text: version.label, href: `/frameworks/${version.id}` },
    notice: previewNotice(t),
    kinds: kindFilters(t, it),
    library: {
      ...shown,
      heading: { ...shown.heading, caption: t('frameworks.preview.organisation') },
      reading: listReading(t, tasks, listHref(it)),
      due: null,
      noRound: null,
      tasks: { groups: toPreview(shown.tasks.groups) },
      prerequisites: shown.prerequisites && {
        ...shown.prerequisites,
        tasks: { groups: toPreview(shown.prerequisites.tasks.groups) },
      },
      submitApplication: null,
      team: { ...shown.team, href: `/frameworks/${version.id}` },
      links: [],
    },
  }
}

/** The page of one item that a library would see before writing anything. */
export function previewCriterion(t: T, item: Item, it: Preview) {
  const { framework, at } = it
  const application = emptyApplication(t, it)
  const shown = criterionRead(t, {
    application,
    framework,
    item,
    branches: [],
    mayChangeBranches: false,
    answer: null,
    evidence: [],
    covered: null,
    withheld: 0,
    partners: [],
    isShownByPartners: false,
    isCarried: false,
    assignment: null,
    mayAsk: false,
    mayAim: false,
    targets: null,
    targetsSubmitted: [],
    endorsements: null,
    pledge: null,
    hasExamples: false,
    discussed: null,
    isUntouched: false,
    writer: null,
    today: dayOf(at),
    last: null,
    reading: it.reading,
  })
  const next = shown.aside.next
  const code = next?.href.split('?')[0]?.split('/').at(-1)
  return {
    title: t('frameworks.preview.title', { label: `${item.code} ${item.title}` }),
    back: { text: t(`application.kind.${it.kind}`), href: inSameLanguage(listHref(it), it.reading) },
    notice: previewNotice(t),
    library: {
      ...shown,
      reading: readingLine(t, it.reading, {
        address: itemHref(it, item.code),
        part: item.part,
        english: englishLeft(itemIn(it.reading.translation, item)),
      }),
      says: { ...shown.says, text: [t('frameworks.preview.answer')] },
      aside: { ...shown.aside, next: next && code ? { ...next, href: previewHref(it, code) } : null },
    },
  }
}

const listHref = ({ version, kind }: Pick<Preview, 'version' | 'kind'>): string =>
  `/frameworks/${version.id}/preview?kind=${kind}`

const itemHref = ({ version, kind }: Preview, code: string): string =>
  `/frameworks/${version.id}/preview/${code}?kind=${kind}`

const previewHref = (it: Preview, code: string): string => inSameLanguage(itemHref(it, code), it.reading)

const previewNotice = (t: T): Notice => ({
  tone: 'plain',
  icon: 'information',
  text: [t('frameworks.preview.notice')],
})

const kindFilters = (t: T, { version, kind, reading }: Preview): Filters => ({
  label: t('frameworks.preview.kinds'),
  items: applicationKinds.map(each => ({
    text: t(`application.kind.${each}`),
    href: inSameLanguage(listHref({ version, kind: each }), reading),
    current: each === kind,
  })),
})

/** A placeholder application that is not in the database. */
const emptyApplication = (t: T, { version, kind, at }: Preview): ApplicationRecord => ({
  id: 'preview',
  number: '',
  kind,
  status: 'draft',
  statusBefore: null,
  version: 1,
  organisationId: '',
  organisationName: t('frameworks.preview.organisation'),
  place: '',
  awardId: null,
  roundId: null,
  streamId: version.streamId,
  frameworkVersionId: version.id,
  isSubmitted: false,
  until: null,
  scope: [],
  seats: [],
  helpers: [],
  formerHelpers: [],
  declarations: [],
  everyCoordinatorIsBarred: false,
  decisionLetterReleased: false,
  hasReleasedDecision: false,
  isAwarded: false,
  isShared: false,
  criteriaAsked: [],
  summary: '',
  mayBeShared: false,
  contactsConfirmedAt: null,
  reasons: null,
  statusSince: at,
  submittedAt: null,
  startedAt: at,
  previousApplicationId: null,
  hasEarlierAnswers: kind !== 'first',
  restConfirmedAt: null,
  restIsConfirmed: false,
  panelReason: null,
  recommendationsToAnswer: 0,
  targets: 0,
  targetsToReport: 0,
  isEndorsed: false,
  hasPledge: false,
  languages: [],
})
