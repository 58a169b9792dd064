import type { ApplicationRecord } from '../../access/access.public.ts'
import type { Actor } from '../../../domain/actor.ts'
import { isFinished, membersOf, spreadOf, unfinished } from '../../../domain/findings.ts'
import { criteriaAskedBy, type Framework, type Item } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import type { Status, TaskGroup } from '../../../web/components.ts'
import { judgementIcons } from '../../../web/fields.ts'
import type { T } from '../../../words/words.ts'
import { type RecommendationsShown, recommendationCards } from '../../applications/applications.public.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import type { Finding, GivenFinding } from '../findings/finding.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/reading/reading': ReturnType<typeof readingPage>
  }
}

export interface Reading {
  application: ApplicationRecord
  framework: Framework
  summary: string | null
  recommendations: RecommendationsShown | null
  findings: readonly Finding[]
  /** everybody's, once all of one's own are given; null before */
  given: readonly GivenFinding[] | null
}

/** One seat's reading: the summary, how far one has come, every criterion, and at the end the differences. */
export function readingPage(t: T, actor: Actor, it: Reading, refused: string | null = null) {
  const { application, framework, findings } = it
  const criteria = criteriaAskedBy(framework, application.kind)
  const address = `/applications/${application.id}`
  const left = unfinished(criteria, findings)
  const mayWrite = can(actor, 'finding.write', application)
  return {
    title: t('appraisals.reading.title', { organisation: application.organisationName }),
    back: { text: t('appraisals.title'), href: '/appraisals' },
    errors: refused ? [{ text: refused, href: '#give' }] : [],
    heading: {
      text: application.organisationName,
      caption: t('appraisals.reading.caption', {
        kind: t(`application.kind.${application.kind}`),
        place: application.place,
      }),
      size: 'l' as const,
    },
    waits:
      application.status === 'with the panel' || it.given
        ? null
        : { tone: 'plain' as const, icon: 'hourglass' as const, text: [t('appraisals.reading.waits')] },
    reopened:
      mayWrite && findings.some(({ givenAt }) => givenAt !== null)
        ? {
            tone: 'welcome' as const,
            icon: 'page-plus' as const,
            heading: t('appraisals.reopened'),
            text: [t('appraisals.reopened.text')],
          }
        : null,
    recommendations: recommendationCards(t, it.recommendations),
    summary: paragraphs(it.summary),
    progress: progressOf(t, criteria.length, left.length, it.given !== null),
    differences: it.given && differencesOf(t, application, criteria, it.given),
    groups: {
      groups: framework.areas
        .map((area): TaskGroup => ({
          id: `area-${area.id}`,
          heading: area.title,
          rows: criteria.filter(item => item.area === area.id).map(item => rowOf(t, address, item, findings)),
        }))
        .filter(({ rows }) => rows.length > 0),
    },
    give: !mayWrite
      ? null
      : left.length > 0
        ? { form: null, text: t('appraisals.give.later', { count: left.length }) }
        : {
            form: {
              action: `${address}/appraisal`,
              text: t('appraisals.give.button'),
            },
            text: t('appraisals.give.text'),
          },
    links: [
      { text: t('appraisals.link.before'), href: `${address}/submission` },
      { text: t('appraisals.link.questions'), href: `${address}/questions` },
      { text: t('appraisals.link.panel'), href: `${address}/panel` },
    ],
  }
}

/** In words, never a score. */
export function progressOf(t: T, all: number, left: number, isGiven: boolean): string {
  if (isGiven) return t('appraisals.progress.given', { count: all })
  return left === 0
    ? t('appraisals.progress.ready', { count: all })
    : t('appraisals.progress', { done: all - left, count: all })
}

function rowOf(t: T, address: string, item: Item, findings: readonly Finding[]) {
  const finding = findings.find(({ itemId }) => itemId === item.id)
  return {
    code: item.code,
    title: item.title,
    href: `${address}/appraisal/${item.code}`,
    hint: item.requirement === 'recommended' ? t('item.requirement.recommended') : null,
    status: ownState(t, finding),
  }
}

function ownState(t: T, finding: Finding | undefined): Status {
  if (!finding || (finding.judgement === null && finding.reason === ''))
    return { icon: 'dotted-ring', tone: 'quiet', text: t('appraisals.state.not_started') }
  if (!isFinished(finding))
    return {
      icon: 'pencil',
      tone: 'you',
      text: t(finding.judgement === null ? 'appraisals.state.no_judgement' : 'appraisals.state.no_reason'),
    }
  return { icon: judgementIcons[finding.judgement!], tone: 'done', text: t(`judgement.${finding.judgement!}`) }
}

/** Criteria on which the panel parts, the largest difference first; the others are only counted. */
function differencesOf(
  t: T,
  application: ApplicationRecord,
  criteria: readonly Item[],
  given: readonly GivenFinding[],
) {
  const seats = new Set(membersOf(application).map(({ id }) => id))
  const found = criteria.map(item => {
    const judgements = given
      .filter(({ seatId, itemId }) => itemId === item.id && seats.has(seatId))
      .map(({ judgement }) => judgement)
    return { item, judgements, spread: spreadOf(judgements) }
  })
  const apart = found.filter(({ spread }) => spread > 0).toSorted((a, b) => b.spread - a.spread)
  return {
    heading: apart.length > 0 ? t('appraisals.differ', { count: apart.length }) : t('appraisals.agree'),
    rows: apart.map(({ item, judgements }) => ({
      code: item.code,
      text: item.title,
      href: `/applications/${application.id}/meeting/${item.code}`,
      found: [...new Set(judgements)].map(judgement => t(`judgement.${judgement}`)).join(' · '),
    })),
    link: { text: t('appraisals.to_meeting'), href: `/applications/${application.id}/meeting` },
  }
}
