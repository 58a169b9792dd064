import { forever, showsPeople } from '../../../domain/consent.ts'
import { evidenceKinds, fileTypes, warnsBefore } from '../../../domain/evidence.ts'
import { itemsOf, type Framework } from '../../../domain/framework.ts'
import { knownAs, type PartnerDetails } from '../../../domain/partner.ts'
import { goesWith } from '../../../domain/file-versions.ts'
import type { PersonalDataAnswer } from '../../../domain/personal-data.ts'
import type { FrozenEvidence } from '../../../domain/submission.ts'
import { type Day, dayOf } from '../../../domain/time.ts'
import { branchesRow } from '../../organisations/organisations.public.ts'
import type { FileLine, Heading, Link, Notice, Status, SummaryRow } from '../../../web/components.ts'
import { covers, expiry } from './evidence-card.pages.ts'
import { personalDataLine } from '../personal-data/personal-data.pages.ts'
import { changeWords } from '../../../history/history-words.ts'
import { dayAndTime, fileSize, longDay } from '../../../words/format.ts'
import type { Page } from '../../../web/views.ts'
import type { T } from '../../../words/words.ts'
import type { EventAbout } from '../../../history/events-about.ts'
import type { EvidenceViews } from '../viewers/viewer.store.ts'
import { usesSection, type UsesShown } from '../uses/use.pages.ts'
import type { EvidenceLanguage } from '../editing/editing.forms.ts'
import { isShown, type EvidenceFile, type EvidenceItem } from './evidence-item.store.ts'
import { smallPicture, wordsLink } from '../previews/preview.pages.ts'
import { openingLine, redactionOn } from '../redaction/redaction.pages.ts'
import { versionLink, versionOn, versionsOf, withOlder, type FileWithOlder } from '../versions/version.pages.ts'
import type { Opening } from '../redaction/redaction.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/items/item': ReturnType<typeof evidencePage>
    'evidence/editing/removal': RemovalPage
    'evidence/items/content': Pick<ReturnType<typeof evidencePage>, 'summary' | 'files' | 'links' | 'notes'>
  }
}

/** What surrounds a piece for the library's own people; the charity sees the piece alone. */
export interface Context {
  mayEdit: boolean
  mayRemove: boolean
  mayKeep: boolean
  today: Day
  /** people are shown, and a consent is missing today */
  waits: boolean
  uses: UsesShown
  partners: readonly Pick<PartnerDetails, 'id' | 'name' | 'englishName'>[]
  /** what it came in for, of what is collected again and again */
  recurring: readonly { id: string; title: string }[]
  /** for leads */
  looks: EvidenceViews | null
  events: readonly EventAbout[]
  personalData: readonly PersonalDataAnswer[]
  /** for leads */
  openings: readonly Opening[]
}

/**
 * @param mayWithdraw consents of those who are shown: the ledger opens then @param judged the criterion whose judging
 * led here
 */
export function evidencePage(
  t: T,
  evidence: EvidenceItem,
  framework: Framework,
  branchNames: readonly string[],
  context: Context | null,
  mayWithdraw: boolean,
  judged: { case: string; code: string } | null,
) {
  const address = `/evidence/${evidence.id}`
  const files = filesListed(evidence)
  const isWarned = warnsBefore(evidence)
  return {
    title: evidence.title,
    heading: { caption: evidence.organisationName, text: evidence.title, size: 'l' as const },
    back: context
      ? { text: t('evidence.title'), href: `/organisations/${evidence.organisationId}/evidence` }
      : judged
        ? {
            text: t('evidence.item.back_to_criterion', { code: judged.code }),
            href: `/applications/${judged.case}/appraisal/${judged.code}`,
          }
        : { text: t('evidence.item.back_to_submission'), href: `/applications/${evidence.through?.id}/submission` },
    notice: noticeOf(t, context, evidence),
    about: { rows: aboutRows(t, evidence, framework, branchNames, context, mayWithdraw) },
    edit: context?.mayEdit ? { text: t('evidence.item.edit'), href: `${address}/edit` } : null,
    warning: isWarned && !context ? { text: t('content_warning.warning'), open: t('content_warning.open') } : null,
    summary: isWarned && !context && evidence.summary !== '' ? evidence.summary.split(/\n+/) : null,
    files:
      files.length === 0
        ? null
        : { files: withOlder(evidence, files).map(each => fileLine(t, evidence, each, context?.mayEdit ?? false)) },
    links: evidence.links.map(link => ({
      link: { text: link.address, href: link.address },
      seen: t('evidence.item.link.seen', { day: longDay(t, link.seenOn) }),
    })),
    notes: evidence.notes.map(note => ({
      text: note.body.split(/\n+/),
      by: t('evidence.item.note.by', { name: note.writer, day: longDay(t, dayOf(note.writtenAt)) }),
    })),
    isBare: files.length + evidence.links.length + evidence.notes.length === 0,
    more: context?.mayEdit
      ? { text: t('evidence.item.more'), href: `${address}/more`, kind: 'secondary' as const }
      : null,
    uses: context ? usesSection(t, address, context.uses) : null,
    partners: context
      ? {
          links: context.partners.map((partner): Link => ({ text: knownAs(partner), href: `/partners/${partner.id}` })),
          choose: context.mayEdit ? { text: t('partner_evidence.partners.link'), href: `${address}/partners` } : null,
        }
      : null,
    recurring:
      context?.recurring.map((each): Link => ({ text: each.title, href: `/regular-evidence/${each.id}` })) ?? [],
    looks: context?.looks ? looksAtIt(t, context.looks) : null,
    openings: context?.openings.map(opening => openingLine(t, opening)) ?? [],
    pointedOut: context?.personalData.map(answer => personalDataLine(t, answer)) ?? [],
    history: context ? { events: context.events.map(event => eventLine(t, event)) } : null,
    remove: context?.mayRemove ? { text: t('evidence.remove'), href: `${address}/removal` } : null,
  }
}

/**
 * In the words of the submission: what was changed since is the library's own. A warning that it thought of later
 * counts as well.
 */
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
  if (!context) return { tone: 'plain' as const, icon: 'information' as const, text: [t('evidence.item.as_submitted')] }
  if (context.waits)
    return {
      tone: 'stop' as const,
      icon: 'triangle' as const,
      heading: t('consents.needed'),
      text: [t('consents.needed.text')],
      link: context.mayEdit ? { text: t('consents.link'), href: `/evidence/${evidence.id}/consents` } : null,
    }
  if (evidence.toComplete && context.mayEdit)
    return {
      tone: 'plain' as const,
      icon: 'pencil' as const,
      text: [t('quick_upload.incomplete.text')],
      link: { text: t('quick_upload.incomplete.link'), href: `/evidence/${evidence.id}/edit` },
    }
  return evidence.showings.length > 0
    ? { tone: 'plain' as const, icon: 'information' as const, text: [t('evidence.item.is_submitted.notice')] }
    : null
}

function aboutRows(
  t: T,
  evidence: EvidenceItem,
  framework: Framework,
  branchNames: readonly string[],
  context: Context | null,
  mayWithdraw: boolean,
): SummaryRow[] {
  const items = itemsOf(framework)
    .filter(({ id }) => evidence.items.includes(id))
    .map(({ code, title }) => t('evidence.item.one', { code, title }))
  return [
    { key: t('evidence.card.kind'), value: t(`evidence.kind.${evidence.kind}`) },
    ...(context || !warnsBefore(evidence)
      ? [
          {
            key: t('evidence.item.summary'),
            value: evidence.summary === '' ? t('evidence.item.summary.none') : evidence.summary.split('\n'),
          },
        ]
      : []),
    { key: t('evidence.item.covers'), value: covers(t, evidence) },
    branchNames.length === 0
      ? { key: t('evidence.item.branches'), value: t('evidence.card.whole_service') }
      : branchesRow(t, t('evidence.item.branches'), branchNames),
    { key: t('evidence.item.items'), value: items.length === 0 ? t('evidence.items.none') : items },
    peopleRow(t, evidence, mayWithdraw),
    ...(context && warnsBefore(evidence)
      ? [
          {
            key: t('content_warning.row'),
            value: t(evidence.distressing ? 'content_warning.row.said' : 'content_warning.row.kind'),
          },
        ]
      : []),
    { key: t('evidence.item.language'), value: t(`evidence.language.${evidence.language as EvidenceLanguage}`) },
    ...(context
      ? [
          {
            key: t('evidence.item.sensitivity'),
            value: t(`evidence.open_to.${evidence.sensitivity}`),
            hint: t(`evidence.open_to.${evidence.sensitivity}.hint`),
          },
        ]
      : []),
    { key: t('evidence.item.received'), value: longDay(t, dayOf(evidence.receivedAt)) },
    ...(context ? keepingRows(t, evidence, context) : []),
  ]
}

/** Who looks after it and how long it is used: the library's own business. */
function keepingRows(t: T, evidence: EvidenceItem, { mayKeep, today }: Context): SummaryRow[] {
  const links = mayKeep ? [{ text: t('ownership.link'), href: `/evidence/${evidence.id}/ownership` }] : []
  return [
    { key: t('ownership.row.owner'), value: evidence.ownerName },
    {
      key: t('ownership.row.expires'),
      value: evidence.expiresOn === null ? t('ownership.row.never') : expiry(t, evidence.expiresOn, today),
      links,
    },
  ]
}

/** Who can be recognised, and until when they let a panel see it. */
function peopleRow(t: T, evidence: EvidenceItem, mayOpenLedger: boolean): SummaryRow {
  const key = t('evidence.item.people')
  if (evidenceKinds[evidence.kind] === 'none') return { key, value: t('evidence.people.none') }
  if (!showsPeople(evidence.kind, evidence.showsPeople))
    return { key, value: t(evidence.showsPeople === null ? 'evidence.people.unsaid' : 'evidence.people.none') }
  const value =
    evidence.coveredUntil === null
      ? t('consents.needed')
      : evidence.coveredUntil === forever
        ? t('consents.in_force')
        : t('consents.until', { day: longDay(t, evidence.coveredUntil) })
  return {
    key,
    value,
    links: mayOpenLedger ? [{ text: t('consents.link'), href: `/evidence/${evidence.id}/consents` }] : [],
  }
}

function fileLine(t: T, evidence: EvidenceItem, each: FileWithOlder, mayEdit: boolean): FileLine {
  const { file } = each
  const address = `/evidence/${evidence.id}/files/${file.id}`
  const [redaction, fileVersion] = [redactionOn(t, evidence, file, mayEdit), versionOn(t, evidence, file)]
  return {
    name: file.name,
    href: file.state === 'ready' ? address : null,
    kind: t('evidence.file.kind', { type: fileTypes[file.type].name, size: fileSize(t, file.size) }),
    status: fileVersion?.status ?? fileStatus(t, file),
    note: file.removedAt
      ? t('evidence.file.removed_but_shown', { day: longDay(t, dayOf(file.removedAt)) })
      : (fileVersion?.note ?? redaction.note),
    picture: pictureOn(t, evidence, file),
    links:
      mayEdit && !file.removedAt
        ? [
            ...wordsLink(t, evidence, file),
            ...versionLink(t, evidence, file),
            { text: t('evidence.file.remove'), hidden: file.name, href: `${address}/removal` },
            ...redaction.links,
          ]
        : redaction.links,
    versions: versionsOf(t, evidence, each, mayEdit),
  }
}

/** Of what may distress nothing is shown unasked, in the library itself either. */
function pictureOn(t: T, evidence: EvidenceItem, file: EvidenceFile): FileLine['picture'] {
  const picture = smallPicture(t, evidence, file)
  return picture && !evidence.through && warnsBefore(evidence)
    ? { ...picture, asked: t('content_warning.picture', { name: file.name }) }
    : picture
}

function fileStatus(t: T, file: EvidenceFile): Status | null {
  if (file.state === 'scanning') return { icon: 'hourglass', tone: 'us', text: t('evidence.file.waiting') }
  if (file.state === 'refused') return { icon: 'triangle', tone: 'stop', text: t('evidence.file.found') }
  return file.scannedBy === 'none' ? { icon: 'information', tone: 'quiet', text: t('files.not_scanned') } : null
}

/** Files that the page lists: on the shelf, or off it and still in what was handed in. */
export const filesListed = (evidence: EvidenceItem): EvidenceFile[] =>
  evidence.files.filter(file => file.removedAt === null || (file.state === 'ready' && isShown(evidence.showings, file)))

/** A library learns that the panel looked, never who sits on it. */
function looksAtIt(t: T, { count, latest }: EvidenceViews) {
  const names = { panel: t('evidence.item.viewed.panel'), charity: t('evidence.item.viewed.charity') }
  return {
    sentence: count === 0 ? t('evidence.item.viewed.none') : t('evidence.item.viewed.count', { count }),
    table:
      latest.length === 0
        ? null
        : {
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

/** Only the library's own people, and what works by itself, change a piece. */
const eventLine = (t: T, { at, name, actor, person }: EventAbout) => ({
  when: dayAndTime(t, at),
  instant: at,
  actor: actor === 'person' ? (person ?? t('evidence.item.history.service')) : t('evidence.item.history.service'),
  text: changeWords(t, name),
})

/** Asked before something goes; without a button it stays, and the text says why. */
export interface RemovalPage extends Page {
  heading: Heading
  text: readonly string[]
  button: string | null
  keep: Link
}

export function fileRemoval(t: T, evidence: EvidenceItem, file: EvidenceFile): RemovalPage {
  const older = goesWith(evidence.files, file)
  const stays = [file, ...older].some(each => isShown(evidence.showings, each))
  return {
    title: t('evidence.file.remove.title'),
    heading: { caption: evidence.title, text: t('evidence.file.remove.title'), size: 'l' as const },
    back: { text: evidence.title, href: `/evidence/${evidence.id}` },
    errors: [],
    text: [
      t('evidence.file.remove.text', { name: file.name }),
      ...(older.length > 0 ? [t('versions.removed_too')] : []),
      ...(stays ? [t('evidence.file.remove.shown')] : []),
    ],
    button: t('evidence.file.remove.button'),
    keep: { text: t('evidence.remove.keep'), href: `/evidence/${evidence.id}` },
  }
}

/** @param refused the sentence that says why it stays */
export function evidenceRemoval(t: T, evidence: EvidenceItem, answers: number, refused: string | null): RemovalPage {
  const stays = refused ?? (evidence.showings.length > 0 ? t('evidence.remove.shown') : null)
  return {
    title: t('evidence.remove.title'),
    heading: { caption: evidence.title, text: t('evidence.remove.title'), size: 'l' as const },
    back: { text: evidence.title, href: `/evidence/${evidence.id}` },
    errors: refused ? [{ text: refused, href: '#main' }] : [],
    text: stays
      ? [stays]
      : [
          t('evidence.remove.text', { title: evidence.title }),
          ...(answers > 0 ? [t('evidence.remove.used', { count: answers })] : []),
        ],
    button: stays ? null : t('evidence.remove.button'),
    keep: { text: t('evidence.remove.keep'), href: `/evidence/${evidence.id}` },
  }
}
