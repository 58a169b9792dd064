import type { Actor } from '../../../domain/actor.ts'
import type { Seat } from '../../../domain/application.ts'
import { membersOf, spreadOf, unanimousOn, wordsOfMembers } from '../../../domain/findings.ts'
import { criteriaAskedBy, type Framework, type Item } from '../../../domain/framework.ts'
import type { Judgement } from '../../../domain/judgements.ts'
import { can } from '../../../domain/permissions.ts'
import type { Day } from '../../../domain/time.ts'
import type { Table } from '../../../web/components.ts'
import { checkboxes, errorSummary, hiddenField, judgementRadios, textArea, tickBox } from '../../../web/fields.ts'
import { emptyForm, formOf, valueOf, type Form } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { judgementStatus, lastTimeOf } from '../../applications/applications.public.ts'
import type { GivenFinding } from '../findings/finding.store.ts'
import { discussedOn } from '../panel-meetings/panel-meeting.pages.ts'
import type { MeetingAbout } from '../panel-meetings/panel-meeting.store.ts'
import { copyWords, maxReason } from './meeting.forms.ts'
import type { AgreedFinding, LastFinding } from './meeting.store.ts'
import { criteriaToConfirm, toConfirmNotice } from './to-confirm.pages.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/meetings/meeting': ReturnType<typeof meetingPage>
    'appraisal/meetings/agreed': ReturnType<typeof agreedPage>
  }
}

export interface Meeting {
  application: ApplicationRecord
  framework: Framework
  given: readonly GivenFinding[]
  agreed: readonly AgreedFinding[]
  /** the panel's meetings about the application, latest first; empty if the actor cannot follow them */
  meetings: readonly MeetingAbout[]
  /** the trustee's reason for sending back the panel's last proposal; null when it was not sent back */
  sentBackReason: string | null
}

/** A criterion with each member's judgement, in the same order for every criterion. */
interface CriterionRow {
  item: Item
  found: (Judgement | null)[]
  spread: number
}

/** The findings side by side, largest difference first, and the chair's buttons. */
export function meetingPage(t: T, actor: Actor, it: Meeting, today: Day) {
  const { application, framework, agreed } = it
  const address = `/applications/${application.id}`
  const isWithPanel = application.status === 'with the panel'
  const members = membersOf(application)
  const rows = criteriaAskedBy(framework, application.kind).map(item => rowOf(it, members, item))
  const differing = rows.filter(({ spread }) => spread > 0).toSorted((a, b) => b.spread - a.spread)
  const waiting = members.filter(({ hasGivenAll }) => !hasGivenAll).length
  const left = rows.filter(({ item }) => !agreed.some(({ itemId }) => itemId === item.id)).length
  const toConfirm = criteriaToConfirm(it)
  const unanimous = can(actor, 'agreed_finding.write', application) ? unanimousAndOpen(it).length : 0
  const captionOfSame = t(waiting > 0 ? 'meetings.same_so_far' : 'meetings.same')
  return {
    title: t('meetings.title'),
    wide: true,
    back: { text: application.organisationName, href: address },
    heading: { text: t('meetings.title'), caption: application.organisationName, size: 'l' as const },
    discussed: it.meetings.map(meeting => discussedOn(t, meeting, today)),
    links: [
      ...(can(actor, 'appraisal.read', application)
        ? [{ text: t('applications.case.link.appraisal'), href: `${address}/appraisal` }]
        : []),
      ...(can(actor, 'visit_note.read', application) ? [{ text: t('visits.link'), href: `${address}/visits` }] : []),
    ],
    sentBack: isWithPanel && it.sentBackReason !== null ? sentBackNotice(t, application) : null,
    progress: toConfirm.length > 0 && left === 0 ? null : progressOf(t, left, rows.length),
    toConfirm: toConfirmNotice(t, application, toConfirm),
    waiting: waiting > 0 ? t('meetings.waiting', { count: waiting }) : null,
    setAside: application.seats.some(({ setAside, findingsGiven }) => setAside && findingsGiven > 0)
      ? t('meetings.set_aside')
      : null,
    unanimous: unanimous > 0 ? unanimousPart(t, `${address}/meeting/agreement`, unanimous) : null,
    differing: tableOf(t, it, t('meetings.differing'), differing),
    same: tableOf(
      t,
      it,
      captionOfSame,
      rows.filter(({ spread }) => spread === 0),
    ),
    proposal:
      left === 0 && toConfirm.length === 0 && can(actor, 'proposal.read', application)
        ? { text: t(isWithPanel ? 'meetings.to_proposal' : 'meetings.see_proposal'), href: `${address}/proposal` }
        : null,
    askMore:
      can(actor, 'more_evidence.ask', application) && isWithPanel
        ? { text: t('application.move.askMore'), href: `${address}/more-evidence` }
        : null,
  }
}

const sentBackNotice = (t: T, { id }: ApplicationRecord) => ({
  tone: 'stop' as const,
  icon: 'speech' as const,
  heading: t('proposals.sent_back'),
  text: [],
  link: { text: t('meetings.sent_back.why'), href: `/applications/${id}/proposal` },
})

function progressOf(t: T, left: number, all: number): string {
  if (left === 0) return t('meetings.all_recorded')
  return left === all ? t('meetings.left.all', { count: all }) : t('meetings.left', { count: left, all })
}

/** The criteria on which all members agree and which have no agreed finding yet. */
const unanimousAndOpen = ({ application, framework, given, agreed }: Meeting) =>
  unanimousOn(
    criteriaAskedBy(framework, application.kind).filter(({ id }) => !agreed.some(({ itemId }) => itemId === id)),
    membersOf(application),
    given,
  )

const unanimousPart = (t: T, action: string, count: number) => ({
  action,
  words: tickBox(emptyForm, 'words', t('meetings.unanimous.words'), { hint: t('meetings.unanimous.words.hint') }),
  button: { text: t('meetings.unanimous.button', { count }) },
})

function rowOf({ given }: Meeting, members: readonly Seat[], item: Item): CriterionRow {
  const found = members.map(
    ({ id }) => given.find(({ seatId, itemId }) => seatId === id && itemId === item.id)?.judgement ?? null,
  )
  return { item, found, spread: spreadOf(found.filter(judgement => judgement !== null)) }
}

function tableOf(t: T, it: Meeting, caption: string, rows: readonly CriterionRow[]): Table | null {
  if (rows.length === 0) return null
  const names = membersOf(it.application).map(({ shownName }) => shownName)
  return {
    caption,
    columns: [t('meetings.table.criterion'), ...names, t('meetings.table.agreed')],
    rows: rows.map(({ item, found, spread }) => ({
      code: item.code,
      differs: spread > 0,
      cells: [
        { text: item.title, href: `/applications/${it.application.id}/meeting/${item.code}` },
        ...found.map(judgement =>
          judgement ? { status: judgementStatus(t, judgement) } : { text: t('meetings.not_given') },
        ),
        agreedCell(t, it, item),
      ],
    })),
  }
}

function agreedCell(t: T, it: Meeting, item: Item): Table['rows'][number]['cells'][number] {
  const agreed = it.agreed.find(({ itemId }) => itemId === item.id)
  const status = judgementStatus(t, agreed?.judgement ?? null)
  if (agreed?.isToConfirm && it.application.status === 'with the panel') return { text: t('meetings.table.to_confirm') }
  return status ? { status: { ...status, fill: true } } : { text: t('meetings.not_recorded') }
}

export interface CriterionAtMeeting extends Omit<Meeting, 'sentBackReason'> {
  item: Item
  /** the library's own rating, as submitted; null when it gave none */
  ownRating: Judgement | null
  /** the last agreed finding on this criterion in another application for the award; null when there is none */
  lastFinding: LastFinding | null
}

interface Entered {
  form: Form
  /** whether someone else recorded a finding first; the page then shows both findings */
  isStale: boolean
}

/** The members' reasons and commendations, which the chair can copy, each with its value in the form. */
export const wordsToCopy = ({ application, given, item }: CriterionAtMeeting): { value: string; text: string }[] =>
  wordsOfMembers(membersOf(application), given, item.id).map((text, index) => ({ value: String(index), text }))

/** The choice of words to copy; null when there are none. */
function wordsOffered(t: T, it: CriterionAtMeeting, form: Form) {
  const choices = wordsToCopy(it)
  if (choices.length === 0) return null
  return {
    choices: checkboxes(form, 'words', t('meetings.words'), { choices, hint: t('meetings.words.hint'), size: 's' }),
    button: {
      text: t('meetings.words.button'),
      kind: 'secondary' as const,
      name: 'then',
      value: copyWords,
      // After copying, the page opens again at these choices, so that the reason with the copied words is near.
      goal: '#words',
    },
  }
}

/**
 * The form after the chair chose words to copy. Adds the words after the typed reason, and leaves no choice ticked.
 * Does not add words that are already in the reason.
 * @param chosen the values of the words
 */
export function formWithWords(it: CriterionAtMeeting, form: Form, chosen: readonly string[]): Form {
  const typed = valueOf(form, 'reason').replaceAll('\r\n', '\n').trimEnd()
  const isThere = (text: string): boolean => `\n\n${typed}\n\n`.includes(`\n\n${text}\n\n`)
  const added = wordsToCopy(it).filter(({ value, text }) => chosen.includes(value) && !isThere(text))
  const reason = [typed, ...added.map(({ text }) => text)].filter(text => text !== '').join('\n\n')
  return formOf({ ...form.values, reason, words: [] })
}

/** One criterion at the meeting: each member's finding, and the chair's form for the agreed one. */
export function agreedPage(t: T, actor: Actor, it: CriterionAtMeeting, entered: Entered | null = null) {
  const { application, framework, item } = it
  const recorded = it.agreed.find(({ itemId }) => itemId === item.id) ?? null
  const form = formShown(recorded, entered)
  const criteria = criteriaAskedBy(framework, application.kind)
  const next = criteria[criteria.findIndex(({ id }) => id === item.id) + 1] ?? null
  const mayRecord = can(actor, 'agreed_finding.write', application)
  const isStale = entered?.isStale === true
  const address = `/applications/${application.id}`
  return {
    title: t('meetings.agreed.title', { code: item.code, title: item.title }),
    back: { text: t('meetings.title'), href: `${address}/meeting` },
    errors: errorSummary(form),
    heading: {
      text: item.title,
      caption: t('meetings.agreed.caption', { organisation: application.organisationName, code: item.code }),
      size: 'l' as const,
    },
    read: { text: t('meetings.agreed.read'), href: `${address}/criteria/${item.code}` },
    rating: judgementStatus(t, it.ownRating),
    lastTime: lastTimeOf(t, it.lastFinding),
    members: membersOf(application).map(member => memberOf(t, it, member)),
    toConfirm: recorded?.isToConfirm === true && mayRecord ? t('meetings.agreed.to_confirm') : null,
    recorded: recorded && (isStale || !mayRecord) ? recordedPart(t, recorded, isStale) : null,
    write: mayRecord
      ? { ...writing(t, framework, form), action: `${address}/meeting/${item.code}`, words: wordsOffered(t, it, form) }
      : null,
    next: next && {
      text: t('answers.next.link', { code: next.code, title: next.title }),
      href: `${address}/meeting/${next.code}`,
    },
  }
}

/**
 * The form with the values to show. After someone else's change, the form carries the new version number. Saving it
 * again then replaces that change.
 */
function formShown(recorded: AgreedFinding | null, entered: Entered | null): Form {
  const version = String(recorded?.version ?? 0)
  if (entered?.isStale) return { ...entered.form, values: { ...entered.form.values, version } }
  return entered?.form ?? formOf({ version, judgement: recorded?.judgement ?? '', reason: recorded?.reason ?? '' })
}

function memberOf(t: T, { given, item }: CriterionAtMeeting, { id, shownName }: Seat) {
  const finding = given.find(({ seatId, itemId }) => seatId === id && itemId === item.id)
  return {
    name: shownName,
    judgement: judgementStatus(t, finding?.judgement ?? null),
    reason: paragraphs(finding?.reason ?? null),
    commendation: finding?.commendation
      ? { heading: t('findings.commendation'), text: paragraphs(finding.commendation) }
      : null,
  }
}

const recordedPart = (t: T, { judgement, reason }: AgreedFinding, isStale: boolean) => ({
  heading: t(isStale ? 'meetings.agreed.stale' : 'meetings.table.agreed'),
  text: isStale ? t('meetings.agreed.stale.text') : null,
  judgement: judgementStatus(t, judgement),
  reason: paragraphs(reason),
})

const writing = (t: T, framework: Framework, form: Form) => ({
  version: hiddenField(form, 'version', 0),
  judgement: judgementRadios(form, 'judgement', t('meetings.judgement'), {
    choices: framework.judgements.map(value => ({ value, text: t(`judgement.${value}`) })),
  }),
  reason: textArea(form, 'reason', t('meetings.reason'), {
    hint: t('meetings.reason.hint'),
    rows: 4,
    most: maxReason,
    size: 's',
  }),
})
