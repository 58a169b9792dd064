import { forever, showsPeople } from '../../../domain/consent.ts'
import { evidenceKinds, fileTypes, warnsBefore } from '../../../domain/evidence.ts'
import { itemsOf, type Framework } from '../../../domain/framework.ts'
import { knownAs, type PartnerSaid } from '../../../domain/partner.ts'
import { goesWith } from '../../../domain/revisions.ts'
import type { HarmAnswer } from '../../../domain/harm.ts'
import type { FrozenEvidence } from '../../../domain/submission.ts'
import { type Day, dayOf } from '../../../domain/time.ts'
import { branchesRow } from '../../organisations/organisations.public.ts'
import type { FileLine, Heading, Link, Notice, Status, SummaryRow } from '../../../web/components.ts'
import { covers, expiry } from './evidence-card.pages.ts'
import { harmLine } from '../personal-data/personal-data.pages.ts'
import { changeWords } from '../../../history/history-words.ts'
import { dayAndTime, fileSize, longDay } from '../../../words/format.ts'
import type { Page } from '../../../web/views.ts'
import type { T } from '../../../words/words.ts'
import type { EventAbout } from '../../../history/events-about.ts'
import type { EvidenceLooks } from '../list/list.store.ts'
import { usesSection, type UsesShown } from '../uses/use.pages.ts'
import type { EvidenceLanguage } from '../editing/editing.forms.ts'
import { isShown, type EvidenceFile, type EvidencePiece } from './evidence-item.store.ts'
import { smallPicture, wordsLink } from '../previews/preview.pages.ts'
import { openingLine, redactionOn } from '../redaction/redaction.pages.ts'
import { revisionLink, revisionOn, versionsOf, withOlder, type FileWithOlder } from '../versions/version.pages.ts'
import type { Opening } from '../redaction/redaction.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/items/item': ReturnType<typeof evidencePage>
    'evidence/editing/removal': RemovalPage
    'evidence/items/content': Pick<ReturnType<typeof evidencePage>, 'summary' | 'files' | 'links' | 'notes'>
  }
}

/** What surrounds a piece for the library's own people; the charity sees the piece alone. */
export interface Around {
  mayEdit: boolean
  mayRemove: boolean
  mayKeep: boolean
  today: Day
  /** people are shown, and a consent is missing today */
  waits: boolean
  uses: UsesShown
  partners: readonly Pick<PartnerSaid, 'id' | 'name' | 'englishName'>[]
  /** what it came in for, of what is collected again and again */
  recurring: readonly { id: string; title: string }[]
  /** for leads */
  looks: EvidenceLooks | null
  events: readonly EventAbout[]
  harm: readonly HarmAnswer[]
  /** for leads */
  openings: readonly Opening[]
}

/** @param mayWithdraw consents of those who are shown: the ledger opens then @param judged the criterion whose judging led here */
export function evidencePage(
  t: T,
  piece: EvidencePiece,
  framework: Framework,
  branchNames: readonly string[],
  around: Around | null,
  mayWithdraw: boolean,
  judged: { case: string; code: string } | null,
) {
  const address = `/evidence/${piece.id}`
  const files = filesListed(piece)
  const isWarned = warnsBefore(piece)
  return {
    title: piece.title,
    heading: { caption: piece.organisationName, text: piece.title, size: 'l' as const },
    back: around
      ? { text: t('evidence.title'), href: `/organisations/${piece.organisationId}/evidence` }
      : judged
        ? {
            text: t('evidence.item.back_to_criterion', { code: judged.code }),
            href: `/applications/${judged.case}/appraisal/${judged.code}`,
          }
        : { text: t('evidence.item.back_to_submission'), href: `/applications/${piece.through?.id}/submission` },
    notice: noticeOf(t, around, piece),
    about: { rows: aboutRows(t, piece, framework, branchNames, around, mayWithdraw) },
    edit: around?.mayEdit ? { text: t('evidence.item.edit'), href: `${address}/edit` } : null,
    warning: isWarned && !around ? { text: t('distress.warning'), open: t('distress.open') } : null,
    summary: isWarned && !around && piece.summary !== '' ? piece.summary.split(/\n+/) : null,
    files:
      files.length === 0
        ? null
        : { files: withOlder(piece, files).map(each => fileLine(t, piece, each, around?.mayEdit ?? false)) },
    links: piece.links.map(link => ({
      link: { text: link.address, href: link.address },
      seen: t('evidence.item.link.seen', { day: longDay(t, link.seenOn) }),
    })),
    notes: piece.notes.map(note => ({
      text: note.body.split(/\n+/),
      by: t('evidence.item.note.by', { name: note.writer, day: longDay(t, dayOf(note.writtenAt)) }),
    })),
    isBare: files.length + piece.links.length + piece.notes.length === 0,
    more: around?.mayEdit
      ? { text: t('evidence.item.more'), href: `${address}/more`, kind: 'secondary' as const }
      : null,
    uses: around ? usesSection(t, address, around.uses) : null,
    partners: around
      ? {
          links: around.partners.map((partner): Link => ({ text: knownAs(partner), href: `/partners/${partner.id}` })),
          choose: around.mayEdit ? { text: t('partners.about.link'), href: `${address}/partners` } : null,
        }
      : null,
    recurring:
      around?.recurring.map((each): Link => ({ text: each.title, href: `/recurring-evidence/${each.id}` })) ?? [],
    looks: around?.looks ? looksAtIt(t, around.looks) : null,
    openings: around?.openings.map(opening => openingLine(t, opening)) ?? [],
    pointedOut: around?.harm.map(answer => harmLine(t, answer)) ?? [],
    history: around ? { events: around.events.map(event => eventLine(t, event)) } : null,
    remove: around?.mayRemove ? { text: t('evidence.remove'), href: `${address}/removal` } : null,
  }
}

/** In the words of the submission: what was changed since is the library's own. A warning that it thought of later counts as well. */
export const asHandedIn = (
  piece: EvidencePiece,
  { title, kind, summary, periodFrom, periodTo, language, distressing }: FrozenEvidence,
): EvidencePiece => ({
  ...piece,
  distressing: distressing === true || warnsBefore(piece),
  title,
  kind: kind as EvidencePiece['kind'],
  summary,
  periodFrom,
  periodTo,
  language,
})

function noticeOf(t: T, around: Around | null, piece: EvidencePiece): Notice | null {
  if (!around) return { tone: 'plain' as const, icon: 'information' as const, text: [t('evidence.item.as_handed_in')] }
  if (around.waits)
    return {
      tone: 'stop' as const,
      icon: 'triangle' as const,
      heading: t('consents.waits'),
      text: [t('consents.waits.text')],
      link: around.mayEdit ? { text: t('consents.link'), href: `/evidence/${piece.id}/consents` } : null,
    }
  if (piece.toComplete && around.mayEdit)
    return {
      tone: 'plain' as const,
      icon: 'pencil' as const,
      text: [t('capture.to_complete.text')],
      link: { text: t('capture.to_complete.link'), href: `/evidence/${piece.id}/edit` },
    }
  return piece.showings.length > 0
    ? { tone: 'plain' as const, icon: 'information' as const, text: [t('evidence.item.handed_in.notice')] }
    : null
}

function aboutRows(
  t: T,
  piece: EvidencePiece,
  framework: Framework,
  branchNames: readonly string[],
  around: Around | null,
  mayWithdraw: boolean,
): SummaryRow[] {
  const items = itemsOf(framework)
    .filter(({ id }) => piece.items.includes(id))
    .map(({ code, title }) => t('evidence.item.one', { code, title }))
  return [
    { key: t('evidence.card.kind'), value: t(`evidence.kind.${piece.kind}`) },
    ...(around || !warnsBefore(piece)
      ? [
          {
            key: t('evidence.item.summary'),
            value: piece.summary === '' ? t('evidence.item.summary.none') : piece.summary.split('\n'),
          },
        ]
      : []),
    { key: t('evidence.item.covers'), value: covers(t, piece) },
    branchNames.length === 0
      ? { key: t('evidence.item.branches'), value: t('evidence.card.whole_service') }
      : branchesRow(t, t('evidence.item.branches'), branchNames),
    { key: t('evidence.item.items'), value: items.length === 0 ? t('evidence.items.none') : items },
    peopleRow(t, piece, mayWithdraw),
    ...(around && warnsBefore(piece)
      ? [{ key: t('distress.row'), value: t(piece.distressing ? 'distress.row.said' : 'distress.row.kind') }]
      : []),
    { key: t('evidence.item.language'), value: t(`evidence.language.${piece.language as EvidenceLanguage}`) },
    ...(around
      ? [
          {
            key: t('evidence.item.sensitivity'),
            value: t(`evidence.open_to.${piece.sensitivity}`),
            hint: t(`evidence.open_to.${piece.sensitivity}.hint`),
          },
        ]
      : []),
    { key: t('evidence.item.received'), value: longDay(t, dayOf(piece.receivedAt)) },
    ...(around ? keepingRows(t, piece, around) : []),
  ]
}

/** Who looks after it and how long it is used: the library's own business. */
function keepingRows(t: T, piece: EvidencePiece, { mayKeep, today }: Around): SummaryRow[] {
  const links = mayKeep ? [{ text: t('keeping.link'), href: `/evidence/${piece.id}/keeping` }] : []
  return [
    { key: t('keeping.row.owner'), value: piece.ownerName },
    {
      key: t('keeping.row.expires'),
      value: piece.expiresOn === null ? t('keeping.row.never') : expiry(t, piece.expiresOn, today),
      links,
    },
  ]
}

/** Who can be recognised, and until when they let a panel see it. */
function peopleRow(t: T, piece: EvidencePiece, mayOpenLedger: boolean): SummaryRow {
  const key = t('evidence.item.people')
  if (evidenceKinds[piece.kind] === 'none') return { key, value: t('evidence.people.none') }
  if (!showsPeople(piece.kind, piece.showsPeople))
    return { key, value: t(piece.showsPeople === null ? 'evidence.people.unsaid' : 'evidence.people.none') }
  const value =
    piece.coveredUntil === null
      ? t('consents.waits')
      : piece.coveredUntil === forever
        ? t('consents.in_force')
        : t('consents.until', { day: longDay(t, piece.coveredUntil) })
  return {
    key,
    value,
    links: mayOpenLedger ? [{ text: t('consents.link'), href: `/evidence/${piece.id}/consents` }] : [],
  }
}

function fileLine(t: T, piece: EvidencePiece, each: FileWithOlder, mayEdit: boolean): FileLine {
  const { file } = each
  const address = `/evidence/${piece.id}/files/${file.id}`
  const [redaction, revision] = [redactionOn(t, piece, file, mayEdit), revisionOn(t, piece, file)]
  return {
    name: file.name,
    href: file.state === 'ready' ? address : null,
    kind: t('evidence.file.kind', { type: fileTypes[file.type].name, size: fileSize(t, file.size) }),
    status: revision?.status ?? fileStatus(t, file),
    note: file.removedAt
      ? t('evidence.file.removed_but_shown', { day: longDay(t, dayOf(file.removedAt)) })
      : (revision?.note ?? redaction.note),
    picture: pictureOn(t, piece, file),
    links:
      mayEdit && !file.removedAt
        ? [
            ...wordsLink(t, piece, file),
            ...revisionLink(t, piece, file),
            { text: t('evidence.file.remove'), hidden: file.name, href: `${address}/removal` },
            ...redaction.links,
          ]
        : redaction.links,
    versions: versionsOf(t, piece, each, mayEdit),
  }
}

/** Of what may distress nothing is shown unasked, in the library itself either. */
function pictureOn(t: T, piece: EvidencePiece, file: EvidenceFile): FileLine['picture'] {
  const picture = smallPicture(t, piece, file)
  return picture && !piece.through && warnsBefore(piece)
    ? { ...picture, asked: t('distress.picture', { name: file.name }) }
    : picture
}

function fileStatus(t: T, file: EvidenceFile): Status | null {
  if (file.state === 'scanning') return { icon: 'hourglass', tone: 'us', text: t('evidence.file.waiting') }
  if (file.state === 'refused') return { icon: 'triangle', tone: 'stop', text: t('evidence.file.found') }
  return file.scannedBy === 'none' ? { icon: 'information', tone: 'quiet', text: t('files.not_scanned') } : null
}

/** Files that the page lists: on the shelf, or off it and still in what was handed in. */
export const filesListed = (piece: EvidencePiece): EvidenceFile[] =>
  piece.files.filter(file => file.removedAt === null || (file.state === 'ready' && isShown(piece.showings, file)))

/** A library learns that the panel looked, never who sits on it. */
function looksAtIt(t: T, { count, latest }: EvidenceLooks) {
  const names = { panel: t('evidence.item.looked.panel'), charity: t('evidence.item.looked.charity') }
  return {
    sentence: count === 0 ? t('evidence.item.looked.none') : t('evidence.item.looked.count', { count }),
    table:
      latest.length === 0
        ? null
        : {
            caption: t('evidence.item.looked'),
            captionSize: 'hidden' as const,
            columns: [t('evidence.item.looked.who'), t('evidence.item.looked.what'), t('evidence.item.looked.when')],
            rows: latest.map(({ name, as, what, at }) => ({
              cells: [
                { text: as === 'team' ? name : names[as] },
                { text: t(`evidence.item.looked.${what}`) },
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
  who: actor === 'person' ? (person ?? t('evidence.item.history.service')) : t('evidence.item.history.service'),
  text: changeWords(t, name),
})

/** Asked before something goes; without a button it stays, and the text says why. */
export interface RemovalPage extends Page {
  heading: Heading
  text: readonly string[]
  button: string | null
  keep: Link
}

export function fileRemoval(t: T, piece: EvidencePiece, file: EvidenceFile): RemovalPage {
  const older = goesWith(piece.files, file)
  const stays = [file, ...older].some(each => isShown(piece.showings, each))
  return {
    title: t('evidence.file.remove.title'),
    heading: { caption: piece.title, text: t('evidence.file.remove.title'), size: 'l' as const },
    back: { text: piece.title, href: `/evidence/${piece.id}` },
    errors: [],
    text: [
      t('evidence.file.remove.text', { name: file.name }),
      ...(older.length > 0 ? [t('revisions.removed_too')] : []),
      ...(stays ? [t('evidence.file.remove.shown')] : []),
    ],
    button: t('evidence.file.remove.button'),
    keep: { text: t('evidence.remove.keep'), href: `/evidence/${piece.id}` },
  }
}

/** @param refused the sentence that says why it stays */
export function evidenceRemoval(t: T, piece: EvidencePiece, answers: number, refused: string | null): RemovalPage {
  const stays = refused ?? (piece.showings.length > 0 ? t('evidence.remove.shown') : null)
  return {
    title: t('evidence.remove.title'),
    heading: { caption: piece.title, text: t('evidence.remove.title'), size: 'l' as const },
    back: { text: piece.title, href: `/evidence/${piece.id}` },
    errors: refused ? [{ text: refused, href: '#main' }] : [],
    text: stays
      ? [stays]
      : [
          t('evidence.remove.text', { title: piece.title }),
          ...(answers > 0 ? [t('evidence.remove.used', { count: answers })] : []),
        ],
    button: stays ? null : t('evidence.remove.button'),
    keep: { text: t('evidence.remove.keep'), href: `/evidence/${piece.id}` },
  }
}
