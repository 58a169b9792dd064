import { forever, showsPeople } from '../../../domain/consent.ts'
import { isPeopleUnanswered, missingDetails, warnsBefore } from '../../../domain/evidence.ts'
import { itemsOf, type Framework } from '../../../domain/framework.ts'
import { englishNameOf, type PartnerDetails } from '../../../domain/partner.ts'
import type { PersonalDataAnswer } from '../../../domain/personal-data.ts'
import type { FrozenEvidence } from '../../../domain/submission.ts'
import { type Day, dayOf } from '../../../domain/time.ts'
import { branchesRow } from '../../organisations/organisations.public.ts'
import type { Button, Link, Notice, SummaryRow } from '../../../web/components.ts'
import { consentText, expiryText, periodText } from './evidence-card.pages.ts'
import { personalDataLine } from '../personal-data/personal-data.pages.ts'
import { changeWords, makerWords } from '../../../history/history-words.ts'
import { dayAndTime, list, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { EventAbout } from '../../../history/events-about.ts'
import { viewsCounted, type EvidenceViews } from '../viewers/viewer.store.ts'
import { usesSection, withdrawnNotice, type ToReplaceFor, type UsesShown } from '../uses/use.pages.ts'
import type { EvidenceLanguage } from '../editing/editing.forms.ts'
import { fileList } from '../files/file.pages.ts'
import type { EvidenceItem } from './evidence-item.store.ts'
import type { Redaction } from '../redacted-copy/redacted-copy.store.ts'
import { openingsFold } from '../redaction/redaction.pages.ts'
import { removedFiles } from '../removal/removal.pages.ts'
import type { Opening } from '../redaction/redaction.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/items/item': ReturnType<typeof evidencePage>
    'evidence/items/folds': ReturnType<typeof foldsOf>
    'evidence/items/content': Pick<ReturnType<typeof evidencePage>, 'summary' | 'files' | 'links' | 'notes'>
  }
}

/** Details that only the library's own team sees. */
export interface Context {
  mayEdit: boolean
  mayRemove: boolean
  mayRestore: boolean
  mayTransfer: boolean
  today: Day
  /** true when a consent is missing or has ended; false when one was withdrawn */
  waits: boolean
  uses: UsesShown
  /** null unless a consent was withdrawn */
  toReplace: ToReplaceFor | null
  partners: readonly Pick<PartnerDetails, 'id' | 'name' | 'englishName'>[]
  /** the regular evidence that this item was added to */
  recurring: readonly { id: string; title: string }[]
  /** the latest views of the evidence, and the number of all views; null unless the reader is a lead */
  views: EvidenceViews | null
  events: readonly EventAbout[]
  personalData: readonly PersonalDataAnswer[]
  /** the latest 50 times that someone opened an unredacted original; empty unless the reader is a lead */
  openings: readonly Opening[]
  /** redacted copies that are being made or could not be made */
  redactions: readonly Redaction[]
}

/** The evidence as submitted or in its current state, with the other details on the page. */
export interface Shown {
  evidence: EvidenceItem
  framework: Framework
  branchNames: readonly string[]
  /** the details for the library's own team; null for City of Sanctuary */
  context: Context | null
}

/** The data for the parts of the page around the evidence. */
interface Around extends Omit<Shown, 'evidence'> {
  today: Day
  /** whether this person can open the list of consents */
  mayWithdraw: boolean
  /** the criterion that the person was assessing when they opened the evidence; null when they came from elsewhere */
  judged: { case: string; code: string } | null
}

export function evidencePage(t: T, evidence: EvidenceItem, around: Around) {
  const { context } = around
  const address = `/evidence/${evidence.id}`
  const isWarned = warnsBefore(evidence) && !context
  const files = fileList(t, evidence, context ?? { mayEdit: false, redactions: [] })
  return {
    title: evidence.title,
    heading: { caption: evidence.organisationName, text: evidence.title, size: 'l' as const },
    back: backLink(t, evidence, around),
    notice: noticeOf(t, context, evidence),
    action: actionOf(t, context, evidence),
    about: { rows: aboutRows(t, evidence, around) },
    edit: context?.mayEdit ? { text: t('evidence.item.edit'), href: `${address}/edit` } : null,
    warning: isWarned ? { text: t('content_warning.warning'), open: t('content_warning.open') } : null,
    summary: isWarned && evidence.summary !== '' ? evidence.summary.split(/\n+/) : null,
    files,
    links: evidence.links.map(link => ({
      link: { text: link.address, href: link.address },
      seen: t('evidence.item.link.seen', { day: longDay(t, link.seenOn) }),
    })),
    notes: evidence.notes.map(note => ({
      text: note.body.split(/\n+/),
      by: t('evidence.item.note.by', { name: note.writer, day: longDay(t, dayOf(note.writtenAt)) }),
    })),
    withheld: evidence.withheld > 0 ? t('redacted_copy.withheld', { count: evidence.withheld }) : null,
    isEmpty: evidence.withheld === 0 && files === null && evidence.links.length + evidence.notes.length === 0,
    more: context?.mayEdit
      ? { text: t('evidence.item.more'), href: `${address}/more`, kind: 'secondary' as const }
      : null,
    uses: context ? usesSection(t, address, { ...context.uses, mayUse: context.mayEdit }) : null,
    recurring:
      context?.recurring.map((each): Link => ({ text: each.title, href: `/regular-evidence/${each.id}` })) ?? [],
    folds: context ? foldsOf(t, evidence, context) : null,
    remove: context?.mayRemove ? { text: t('evidence.remove'), href: `${address}/removal` } : null,
  }
}

function backLink(t: T, evidence: EvidenceItem, { context, judged }: Around): Link {
  if (context) return { text: t('evidence.title'), href: `/organisations/${evidence.organisationId}/evidence` }
  if (judged)
    return {
      text: t('evidence.item.back_to_criterion', { code: judged.code }),
      href: `/applications/${judged.case}/appraisal/${judged.code}`,
    }
  return { text: t('evidence.item.back_to_submission'), href: `/applications/${evidence.through?.id}/submission` }
}

/** Collapsed sections, for details that most people rarely need. */
function foldsOf(t: T, evidence: EvidenceItem, context: Context) {
  const address = `/evidence/${evidence.id}`
  const { events, openings, partners, personalData, views, mayEdit } = context
  const visibility = evidence.isConsentWithdrawn ? 'withdrawn' : evidence.sensitivity
  return {
    visible: {
      summary: t(`evidence.item.visible_to.${visibility}`),
      text: t(`evidence.item.visible_to.${visibility}.text`),
      change: mayEdit ? { text: t('evidence.item.visible_to.change'), href: `${address}/edit#sensitivity` } : null,
    },
    views: views && views.count > 0 ? viewsFold(t, views) : null,
    openings: openingsFold(t, openings),
    removed: context.mayRestore ? removedFiles(t, evidence) : null,
    answers: personalData.map(answer => personalDataLine(t, answer)),
    partners: {
      summary: t('evidence.item.partners', { count: partners.length }),
      links: partners.map((partner): Link => ({ text: englishNameOf(partner), href: `/partners/${partner.id}` })),
      change: mayEdit ? { text: t('partner_evidence.partners.link'), href: `${address}/partners` } : null,
    },
    history: {
      summary: t('evidence.item.history', { count: events.length }),
      events: events.map(event => eventLine(t, event)),
    },
  }
}

/** The details as they were submitted, with any content warning that was added later. */
export const asSubmitted = (
  evidence: EvidenceItem,
  { title, kind, summary, periodFrom, periodTo, language, distressing }: FrozenEvidence,
): EvidenceItem => ({
  ...evidence,
  distressing: distressing === true || warnsBefore(evidence),
  title,
  kind: kind as EvidenceItem['kind'],
  summary,
  periodFrom,
  periodTo,
  language,
})

function noticeOf(t: T, context: Context | null, evidence: EvidenceItem): Notice | null {
  if (!context) return { tone: 'plain', icon: 'information', text: [asSubmittedText(t, evidence)] }
  if (context.toReplace) return withdrawnNotice(t, context.toReplace)
  if (context.waits)
    return { tone: 'stop', icon: 'triangle', heading: t('consents.needed'), text: [t('consents.needed.text')] }
  if (evidence.toComplete && context.mayEdit) return { tone: 'plain', icon: 'pencil', text: [missingText(t, evidence)] }
  if (evidence.showings.length === 0) return null
  return { tone: 'plain', icon: 'information', text: [t('evidence.item.is_submitted.notice')] }
}

function asSubmittedText(t: T, { files }: EvidenceItem): string {
  const copies = files.filter(({ redactsId }) => redactsId !== null).length
  return copies > 0 ? t('evidence.item.as_submitted.redacted', { count: copies }) : t('evidence.item.as_submitted')
}

function missingText(t: T, evidence: EvidenceItem): string {
  const details = missingDetails(evidence).map(each => t(`quick_upload.incomplete.${each}`))
  return details.length > 0
    ? t('quick_upload.incomplete.text', { details: list(t, details) })
    : t('quick_upload.incomplete.check')
}

/** The button for the next step; null when there is none. */
function actionOf(t: T, context: Context | null, evidence: EvidenceItem): Button | null {
  if (!context?.mayEdit) return null
  if (context.waits) return { text: t('consents.link'), href: `/evidence/${evidence.id}/consents` }
  if (evidence.toComplete) return { text: t('quick_upload.incomplete.link'), href: `/evidence/${evidence.id}/edit` }
  return null
}

function aboutRows(
  t: T,
  evidence: EvidenceItem,
  { framework, branchNames, context, mayWithdraw, today }: Around,
): SummaryRow[] {
  const isWarned = warnsBefore(evidence)
  return [
    { key: t('evidence.card.kind'), value: t(`evidence.kind.${evidence.kind}`) },
    ...(context || !isWarned ? [summaryRow(t, evidence)] : []),
    { key: t('evidence.item.covers'), value: periodText(t, evidence) },
    branchNames.length === 0
      ? { key: t('evidence.item.branches'), value: t('evidence.card.whole_service') }
      : branchesRow(t, t('evidence.item.branches'), branchNames),
    itemsRow(t, evidence, framework),
    peopleRow(t, evidence, { mayWithdraw, today }),
    ...(context && isWarned
      ? [{ key: t('content_warning.row'), value: t(`content_warning.row.${evidence.distressing ? 'marked' : 'kind'}`) }]
      : []),
    { key: t('evidence.item.language'), value: t(`evidence.language.${evidence.language as EvidenceLanguage}`) },
    { key: t('evidence.item.received'), value: longDay(t, dayOf(evidence.receivedAt)) },
    ...(context ? ownershipRows(t, evidence, context) : []),
  ]
}

const summaryRow = (t: T, { summary }: EvidenceItem): SummaryRow => ({
  key: t('evidence.item.summary'),
  value: summary === '' ? t('evidence.item.summary.none') : summary.split('\n'),
})

function itemsRow(t: T, evidence: EvidenceItem, framework: Framework): SummaryRow {
  const items = itemsOf(framework)
    .filter(({ id }) => evidence.items.includes(id))
    .map(({ code, title }) => t('evidence.item.one', { code, title }))
  return { key: t('evidence.item.items'), value: items.length === 0 ? t('evidence.items.none') : items }
}

/** Rows about ownership and expiry, for the library's own team only. */
function ownershipRows(t: T, evidence: EvidenceItem, { mayTransfer, today }: Context): SummaryRow[] {
  const links = mayTransfer
    ? [{ text: t('ownership.link'), hidden: t('ownership.link.hidden'), href: `/evidence/${evidence.id}/ownership` }]
    : []
  return [
    { key: t('ownership.row.owner'), value: evidence.ownerName },
    {
      key: t('ownership.row.expires'),
      value: evidence.expiresOn === null ? t('ownership.row.never') : expiryText(t, evidence.expiresOn, today),
      links,
    },
  ]
}

/** The row about the people in the evidence and their consent. */
function peopleRow(
  t: T,
  evidence: EvidenceItem,
  { mayWithdraw, today }: Pick<Around, 'mayWithdraw' | 'today'>,
): SummaryRow {
  const key = t('evidence.item.people')
  const isUnanswered = isPeopleUnanswered(evidence.kind, evidence.showsPeople)
  if (evidence.consentUntil === forever && !showsPeople(evidence.kind, evidence.showsPeople))
    return { key, value: t(isUnanswered ? 'evidence.people.not_answered' : 'evidence.people.none') }
  const links = mayWithdraw ? [{ text: t('consents.link'), href: `/evidence/${evidence.id}/consents` }] : []
  return { key, value: consentText(t, evidence, today), links }
}

/**
 * The collapsed section that lists who opened the evidence. It names members of the library's own team, but nobody on
 * the panel or at City of Sanctuary.
 */
function viewsFold(t: T, { count, latest }: EvidenceViews) {
  const names = { panel: t('evidence.item.viewed.panel'), charity: t('evidence.item.viewed.charity') }
  return {
    summary:
      count > viewsCounted
        ? t('evidence.item.viewed.many', { most: viewsCounted })
        : t('evidence.item.viewed.count', { count }),
    table: {
      caption: t('evidence.item.viewed'),
      captionSize: 'hidden' as const,
      columns: [t('evidence.item.viewed.who'), t('evidence.item.viewed.what'), t('evidence.item.viewed.when')],
      rows: latest.map(({ name, as, what, at }) => ({
        cells: [
          { text: as === 'team' ? name : names[as] },
          { text: t(`evidence.item.viewed.${what}`) },
          { text: dayAndTime(t, at), figures: true },
        ],
      })),
    },
  }
}

/** An event in the history. A coordinator who withdrew a consent is not named. */
function eventLine(t: T, { at, name, actor, person, as }: EventAbout) {
  const who = as === 'charity' ? makerWords(t, 'charity') : person
  return {
    when: dayAndTime(t, at),
    instant: at,
    actor: actor === 'person' && who ? who : t('evidence.item.history.service'),
    text: changeWords(t, name),
  }
}
