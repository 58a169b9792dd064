import type { ApplicationRecord } from '../../access/access.public.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Seat } from '../../../domain/application.ts'
import { membersOf, spreadOf, unanimousOn } from '../../../domain/findings.ts'
import { criteriaAskedBy, type Framework, type Item } from '../../../domain/framework.ts'
import type { Judgement } from '../../../domain/judgements.ts'
import { can } from '../../../domain/permissions.ts'
import type { Status, Table } from '../../../web/components.ts'
import { errorSummary, hiddenField, judge, judgementIcons, textArea } from '../../../web/fields.ts'
import { formOf, type Form } from '../../../web/form.ts'
import { lastTimeOf } from '../../applications/applications.public.ts'
import type { T } from '../../../words/words.ts'
import type { GivenFinding } from '../findings/finding.store.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import type { LastFinding } from '../decisions/decision.store.ts'
import type { AgreedLine } from '../panels/panel.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/meeting/meeting': ReturnType<typeof meetingPage>
    'appraisal/meeting/agreed': ReturnType<typeof agreedPage>
  }
}

export interface Meeting {
  application: ApplicationRecord
  framework: Framework
  given: readonly GivenFinding[]
  agreed: readonly AgreedLine[]
}

/** Criteria that all who sit found alike, and for which nothing is recorded yet. */
export const unanimous = ({ application, framework, given, agreed }: Meeting): { item: Item; judgement: Judgement }[] =>
  unanimousOn(
    criteriaAskedBy(framework, application.kind).filter(({ id }) => !agreed.some(({ itemId }) => itemId === id)),
    membersOf(application),
    given,
  )

/** Findings side by side, what differs most first; the chair's way to the agreed ones. */
export function meetingPage(t: T, actor: Actor, it: Meeting) {
  const { application, framework, agreed } = it
  const members = membersOf(application)
  const mayRecord = can(actor, 'agreed_finding.write', application)
  const criteria = criteriaAskedBy(framework, application.kind).map(item => ({
    item,
    found: foundBy(it, members, item),
  }))
  const withSpread = criteria.map(row => ({
    ...row,
    spread: spreadOf(row.found.filter(judgement => judgement !== null)),
  }))
  const apart = withSpread.filter(({ spread }) => spread > 0).toSorted((a, b) => b.spread - a.spread)
  const together = withSpread.filter(({ spread }) => spread === 0)
  const waiting = members.filter(({ hasGivenAll }) => !hasGivenAll)
  const alike = mayRecord ? unanimous(it).length : 0
  const left = criteria.length - criteria.filter(({ item }) => agreed.some(({ itemId }) => itemId === item.id)).length
  return {
    title: t('panels.meeting.title'),
    wide: true,
    back: { text: application.organisationName, href: `/applications/${application.id}` },
    heading: { text: t('panels.meeting.title'), caption: application.organisationName, size: 'l' as const },
    progress:
      left === 0 ? t('panels.meeting.all_recorded') : t('panels.meeting.left', { count: left, all: criteria.length }),
    waiting: waiting.length > 0 ? t('panels.meeting.waiting', { count: waiting.length }) : null,
    setAside: application.seats.some(({ setAside, findingsGiven }) => setAside && findingsGiven > 0)
      ? t('panels.meeting.set_aside')
      : null,
    take:
      alike > 0
        ? {
            action: `/applications/${application.id}/meeting/agreement`,
            text: t('panels.meeting.take', { count: alike }),
          }
        : null,
    apart: apart.length > 0 ? tableOf(t, it, members, t('panels.meeting.apart'), apart) : null,
    together:
      together.length > 0
        ? tableOf(t, it, members, t(waiting.length > 0 ? 'panels.meeting.so_far' : 'panels.meeting.together'), together)
        : null,
    proposal:
      left === 0 && can(actor, 'proposal.read', application)
        ? { text: t('panels.meeting.to_proposal'), href: `/applications/${application.id}/proposal` }
        : null,
    askMore:
      can(actor, 'more_evidence.ask', application) && application.status === 'with the panel'
        ? { text: t('application.move.askMore'), href: `/applications/${application.id}/more-evidence` }
        : null,
  }
}

const foundBy = ({ given }: Meeting, members: readonly Seat[], item: Item): (Judgement | null)[] =>
  members.map(({ id }) => given.find(({ seatId, itemId }) => seatId === id && itemId === item.id)?.judgement ?? null)

function tableOf(
  t: T,
  { application, agreed }: Meeting,
  members: readonly Seat[],
  caption: string,
  rows: readonly { item: Item; found: (Judgement | null)[]; spread: number }[],
): Table {
  return {
    caption,
    columns: [t('panels.meeting.criterion'), ...members.map(({ shownName }) => shownName), t('panels.meeting.agreed')],
    rows: rows.map(({ item, found, spread }) => {
      const recorded = agreed.find(({ itemId }) => itemId === item.id)
      return {
        code: item.code,
        differs: spread > 0,
        cells: [
          { text: item.title, href: `/applications/${application.id}/meeting/${item.code}` },
          ...found.map(judgement =>
            judgement ? { status: judgementOf(t, judgement) } : { text: t('panels.meeting.not_given') },
          ),
          recorded
            ? { status: { ...judgementOf(t, recorded.judgement as Judgement), fill: true } }
            : { text: t('panels.meeting.not_recorded') },
        ],
      }
    }),
  }
}

const tones = { met: 'done', 'partly met': 'you', 'not yet': 'stop', 'not applicable': 'quiet' } as const
const judgementOf = (t: T, judgement: Judgement): Status => ({
  icon: judgementIcons[judgement],
  tone: tones[judgement],
  text: t(`judgement.${judgement}`),
})

export interface OneAgreed extends Meeting {
  item: Item
  ownRating: Judgement | null
  lastFinding: LastFinding | null
}

/** One criterion at the meeting: everybody's reasons, and what the panel agrees on. */
export function agreedPage(t: T, actor: Actor, it: OneAgreed, form: Form | null = null, meanwhile = false) {
  const { application, framework, item, given } = it
  const recorded = it.agreed.find(({ itemId }) => itemId === item.id) ?? null
  const shown =
    form ??
    formOf({
      version: String(recorded?.version ?? 0),
      judgement: recorded?.judgement ?? '',
      reason: recorded?.reason ?? '',
    })
  const criteria = criteriaAskedBy(framework, application.kind)
  const next = criteria[criteria.findIndex(({ id }) => id === item.id) + 1] ?? null
  const mayRecord = can(actor, 'agreed_finding.write', application)
  return {
    title: t('panels.agreed.title', { code: item.code, title: item.title }),
    back: { text: t('panels.meeting.title'), href: `/applications/${application.id}/meeting` },
    errors: errorSummary(shown),
    heading: {
      text: item.title,
      caption: t('panels.agreed.caption', { organisation: application.organisationName, code: item.code }),
      size: 'l' as const,
    },
    read: { text: t('panels.agreed.read'), href: `/applications/${application.id}/criteria/${item.code}` },
    rating: it.ownRating ? judgementOf(t, it.ownRating) : null,
    lastTime: lastTimeOf(t, it.lastFinding),
    members: membersOf(application).map(({ id, shownName: name }) => {
      const finding = given.find(({ seatId, itemId }) => seatId === id && itemId === item.id)
      return {
        name,
        judgement: finding ? judgementOf(t, finding.judgement) : null,
        reason: paragraphs(finding?.reason ?? null),
        commendation: finding?.commendation
          ? { heading: t('appraisals.commendation'), text: paragraphs(finding.commendation) }
          : null,
      }
    }),
    recorded:
      recorded && (meanwhile || !mayRecord)
        ? { judgement: judgementOf(t, recorded.judgement as Judgement), reason: paragraphs(recorded.reason), meanwhile }
        : null,
    write: !mayRecord
      ? null
      : {
          version: hiddenField(shown, 'version', 0),
          judgement: judge(
            shown,
            'judgement',
            t('panels.agreed.judgement'),
            framework.judgements.map(value => ({ value, text: t(`judgement.${value}`) })),
          ),
          reason: textArea(shown, 'reason', t('panels.agreed.reason'), {
            hint: t('panels.agreed.reason.hint'),
            rows: 4,
            most: 4_000,
            size: 's',
          }),
        },
    next: next && {
      text: t('answers.next.link', { code: next.code, title: next.title }),
      href: `/applications/${application.id}/meeting/${next.code}`,
    },
  }
}
