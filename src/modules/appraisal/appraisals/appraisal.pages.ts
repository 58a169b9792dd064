import { seatOf, type Actor } from '../../../domain/actor.ts'
import { isFinished, unfinished } from '../../../domain/findings.ts'
import { criteriaAskedBy, type Framework, type Item } from '../../../domain/framework.ts'
import type { MoveReason } from '../../../domain/move-reasons.ts'
import { can } from '../../../domain/permissions.ts'
import type { Day } from '../../../domain/time.ts'
import type { Status, TaskGroup } from '../../../web/components.ts'
import { judgementIcons } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import type { WorkingCopy } from '../../../web/working-copies.ts'
import {
  type RecommendationsShown,
  type ToAsk,
  askPart,
  comparisonLink,
  criteriaNotice,
  recommendationCards,
} from '../../applications/applications.public.ts'
import type { Finding, GivenFinding } from '../findings/finding.store.ts'
import { isUnsavedFinding } from '../findings/writing.pages.ts'
import { discussedOn } from '../panel-meetings/panel-meeting.pages.ts'
import type { MeetingAbout } from '../panel-meetings/panel-meeting.store.ts'
import type { ReadBy } from '../panels/panel.store.ts'
import { sampleLink } from '../samples/sample.pages.ts'
import { differencesOf } from './difference.pages.ts'
import { progressOf, waitsNotice } from './progress.pages.ts'
import { checkFirst, reopenedFor, requestNotice } from './reopened.pages.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/appraisals/criteria': ReturnType<typeof appraisalPage>
  }
}

export interface Appraisal {
  application: ApplicationRecord
  framework: Framework
  summary: string | null
  recommendations: RecommendationsShown | null
  /** the actor's own findings; for a helper, those of the panel member, without private notes */
  findings: readonly Finding[]
  /** the findings that all members have given; null for a helper, and until the actor has given all their own */
  given: readonly GivenFinding[] | null
  readBy: ReadBy | null
  /** the panel's meetings about the application, latest first; empty if the actor cannot follow them */
  meetings: readonly MeetingAbout[]
  /** the panel's requests for more evidence, newest first; empty until the application is with the panel again */
  requests: readonly MoveReason[]
  /** unsaved text that the actor typed, by the code of the criterion */
  typed: ReadonlyMap<string, WorkingCopy>
  /** the number of the actor's own open questions; 0 when they cannot write findings */
  ownOpen: number
  toAsk: ToAsk
  today: Day
}

/** The page of the actor's appraisal of one application. */
export function appraisalPage(t: T, actor: Actor, it: Appraisal, form: Form = emptyForm) {
  const { application, framework, findings, given } = it
  const criteria = criteriaAskedBy(framework, application.kind)
  const address = `/applications/${application.id}`
  const left = unfinished(criteria, findings)
  const mayWrite = can(actor, 'finding.write', application)
  const own = seatOf(actor, application)
  const reopened = reopenedFor(mayWrite ? criteria : [], findings, it.requests)
  const { named, unchecked } = reopened
  return {
    title: t('appraisals.criteria.title', { organisation: application.organisationName }),
    back: { text: t('appraisals.title'), href: '/appraisals' },
    errors: form.errors.map(({ message }) => ({ text: message, href: '#give' })),
    heading: {
      text: application.organisationName,
      caption: t('appraisals.criteria.caption', {
        kind: t(`application.kind.${application.kind}`),
        place: application.place,
      }),
      size: 'l' as const,
    },
    draftNotice: criteriaNotice(t, framework, application, null),
    waits: own === null || application.status === 'with the panel' || given ? null : waitsNotice(t, application),
    reopened: requestNotice(t, application, reopened),
    recommendations: recommendationCards(t, it.recommendations),
    summary: paragraphs(it.summary),
    progress: progressOf(t, {
      all: criteria.length,
      left: left.length,
      unchecked: unchecked.length,
      isGiven: given !== null,
      mayGive: mayWrite,
      isOwn: own !== null,
    }),
    differences: given && differencesOf(t, application, criteria, given),
    groups: { groups: groupsOf(t, it, { criteria, named }) },
    readBy: mayWrite && it.readBy ? t('appraisals.read_by', { day: longDay(t, it.readBy.day) }) : null,
    next: mayWrite
      ? nextOf(t, address, { left: left.length > 0 ? left : unchecked, isStarted: findings.length > 0 })
      : null,
    give: mayWrite ? givePart(t, address, { left: left.length, unchecked, ownOpen: it.ownOpen }) : null,
    helping: own === null ? t('helpers.reading') : null,
    isAlone: own?.hasGivenAll === false,
    links: [
      { text: t('appraisals.link.submission'), href: `${address}/submission` },
      ...[comparisonLink(t, application)].filter(link => link !== null),
      { text: t('appraisals.link.questions'), href: `${address}/questions` },
      ...it.meetings.map(meeting => discussedOn(t, meeting, it.today)),
      ...[sampleLink(t, application)].filter(link => link !== null),
      ...(can(actor, 'panel.read', application)
        ? [{ text: t('appraisals.link.panel'), href: `${address}/panel` }]
        : []),
      ...(can(actor, 'visit_note.read', application) ? [{ text: t('visits.link'), href: `${address}/visits` }] : []),
    ],
    need: askPart(t, it.toAsk),
  }
}

const groupsOf = (
  t: T,
  { application, framework, findings, typed }: Appraisal,
  { criteria, named }: { criteria: readonly Item[]; named: readonly Item[] },
): TaskGroup[] =>
  framework.areas
    .map(area => ({
      id: `area-${area.id}`,
      heading: area.title,
      rows: criteria
        .filter(item => item.area === area.id)
        .map(item => ({
          code: item.code,
          title: item.title,
          href: `/applications/${application.id}/appraisal/${item.code}`,
          note: named.includes(item) ? t('appraisals.reopened.mark') : null,
          hint: item.requirement === 'recommended' ? t('item.requirement.recommended') : null,
          status: stateOfFinding(
            t,
            findings.find(({ itemId }) => itemId === item.id),
            typed.get(item.code),
          ),
        })),
    }))
    .filter(({ rows }) => rows.length > 0)

function stateOfFinding(t: T, finding: Finding | undefined, typed: WorkingCopy | undefined): Status {
  if (typed && !finding?.givenAt && isUnsavedFinding(finding, typed))
    return { icon: 'pencil', tone: 'you', text: t('appraisals.state.unsaved') }
  if (!finding || (finding.judgement === null && finding.reason === ''))
    return { icon: 'dotted-ring', tone: 'quiet', text: t('appraisals.state.not_started') }
  if (finding.judgement === null) return { icon: 'pencil', tone: 'you', text: t('appraisals.state.no_judgement') }
  if (!isFinished(finding)) return { icon: 'pencil', tone: 'you', text: t('appraisals.state.no_reason') }
  return { icon: judgementIcons[finding.judgement], tone: 'done', text: t(`judgement.${finding.judgement}`) }
}

/**
 * The page's main link: to the first criterion to judge or check or, when none is left, to the button that gives all
 * findings.
 */
function nextOf(t: T, address: string, { left, isStarted }: { left: readonly Item[]; isStarted: boolean }) {
  const code = left[0]?.code
  if (code === undefined) return { text: t('appraisals.give'), href: '#give' }
  return {
    text: t(isStarted ? 'appraisals.next' : 'appraisals.next.start', { code }),
    href: `${address}/appraisal/${code}`,
  }
}

const givePart = (
  t: T,
  address: string,
  { left, unchecked, ownOpen }: { left: number; unchecked: readonly Item[]; ownOpen: number },
) =>
  left > 0
    ? { form: null, text: t('appraisals.give.later', { count: left }), check: null, questions: null }
    : {
        form: { action: `${address}/appraisal`, text: t('appraisals.give.button') },
        text: t('appraisals.give.text'),
        check: checkFirst(t, unchecked),
        questions: ownOpen > 0 ? t('appraisals.give.questions', { count: ownOpen }) : null,
      }
