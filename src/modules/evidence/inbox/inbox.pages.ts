import { type NotTogether, captureLimits } from '../../../domain/capture.ts'
import { evidenceKinds, evidenceKindsTaken, fileTypes } from '../../../domain/evidence.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { addDays, dayOf, daysBetween, type Day } from '../../../domain/time.ts'
import type { FileLine, Fact } from '../../../web/components.ts'
import { errorSummary, hiddenField, radios, select, textArea } from '../../../web/fields.ts'
import { errorOf, formOf, valuesOf, type Form } from '../../../web/form.ts'
import { newFormId } from '../../../web/form-ids.ts'
import type { HarmPanel } from '../personal-data/personal-data.pages.ts'
import { pickPieces, type PieceToPick } from '../picker/picker.pages.ts'
import { dayAndTime, fileSize, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { Capture, CapturedFile } from './inbox.store.ts'
import type { TeamMember } from '../../organisations/organisations.public.ts'
import { noteMost } from '../editing/editing.forms.ts'
import { aboutFields, itemGroups, type Offered } from '../editing/editing.pages.ts'
import { titleAndNote } from './inbox.actions.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/inbox/list': ReturnType<typeof trayPage>
    'evidence/inbox/row': Pick<ReturnType<typeof sortPage>['capture'], 'facts' | 'files'>
    'evidence/inbox/sort': ReturnType<typeof sortPage>
    'evidence/inbox/join': ReturnType<typeof joinPage>
    'evidence/inbox/bulk': ReturnType<typeof bulkPage>
    'evidence/inbox/removal': ReturnType<typeof throwAwayPage>
  }
}

/** So many days before it is thrown away by itself, the tray says so. */
const daysWarned = 30
const trayOf = ({ id }: { id: string }) => `/organisations/${id}/tray`
const backToTray = (t: T, organisation: Organisation) => ({ text: t('tray.title'), href: trayOf(organisation) })

export function trayPage(
  t: T,
  organisation: Organisation,
  captures: readonly Capture[],
  next: string | null,
  isLater: boolean,
  today: Day,
) {
  const address = trayOf(organisation)
  return {
    title: t('tray.title'),
    heading: { caption: organisation.name, text: t('tray.title'), size: 'l' as const },
    back: { text: t('evidence.title'), href: `/organisations/${organisation.id}/evidence` },
    links: { text: t('capture.links.title'), href: `/organisations/${organisation.id}/capture-links` },
    empty:
      captures.length > 0 || isLater
        ? null
        : {
            picture: 'letters' as const,
            heading: t('tray.empty.heading'),
            text: [t('tray.empty.what'), t('tray.empty.how')],
            button: { text: t('tray.empty.button'), href: `/organisations/${organisation.id}/capture-links` },
            link: null,
          },
    rows: captures.map(capture => ({
      ...rowOf(t, capture, today),
      pick: { id: capture.id, text: t('tray.choose', { words: titleAndNote(capture).title }) },
    })),
    bulk: { take: `${address}/evidence`, discard: `${address}/removal` },
    pagination: {
      previous: isLater ? { text: t('tray.first'), href: address } : null,
      next: next ? { text: t('tray.later'), href: next } : null,
    },
  }
}

function rowOf(t: T, capture: Capture, today: Day) {
  const address = `${trayOf({ id: capture.organisationId })}/${capture.id}`
  return {
    title: titleAndNote(capture).title,
    href: address,
    facts: factsOf(t, capture, today),
    files: capture.files.length === 0 ? null : { files: capture.files.map(file => fileLine(t, capture, file)) },
  }
}

function factsOf(t: T, { branch, sender, people, arrivedAt }: Capture, today: Day): Fact[] {
  const goesOn = addDays(dayOf(arrivedAt), captureLimits.daysKept)
  return [
    { term: t('tray.fact.from'), text: sender === '' ? branch : t('tray.fact.sender', { sender, branch }) },
    { term: t('tray.fact.arrived'), text: dayAndTime(t, arrivedAt) },
    {
      term: t('tray.fact.people'),
      ...(people === 'no'
        ? { text: t('tray.people.no') }
        : {
            status: {
              icon: people === 'yes' ? ('people' as const) : ('triangle' as const),
              tone: 'you' as const,
              text: t(`tray.people.${people}`),
            },
          }),
    },
    ...(daysBetween(today, goesOn) > daysWarned ? [] : [{ term: t('tray.fact.goes'), text: longDay(t, goesOn) }]),
  ]
}

function fileLine(t: T, capture: Capture, file: CapturedFile): FileLine {
  const address = `${trayOf({ id: capture.organisationId })}/${capture.id}/files/${file.id}`
  const href = file.state === 'ready' ? address : null
  return {
    name: file.name,
    href,
    kind: t('evidence.file.kind', { type: fileTypes[file.type].name, size: fileSize(t, file.size) }),
    picture:
      href && file.small
        ? { src: `${address}/small`, alternative: t('tray.file.alternative', { name: file.name }), href, caption: null }
        : null,
    status:
      file.state === 'ready'
        ? null
        : {
            icon: file.state === 'refused' ? 'triangle' : 'hourglass',
            tone: file.state === 'refused' ? 'stop' : 'us',
            text: t(file.state === 'refused' ? 'evidence.file.found' : 'evidence.file.waiting'),
          },
    note: file.scannedBy === 'none' ? t('files.not_scanned') : null,
  }
}

export const ownersIn = (team: readonly TeamMember[]): TeamMember[] => {
  const able = team.filter(({ role, isActive }) => isActive && role !== 'observer')
  return able.filter(({ personId }, index) => able.findIndex(each => each.personId === personId) === index)
}

const ownerField = (t: T, form: Form, team: readonly TeamMember[]) =>
  select(
    form,
    'owner',
    t('tray.owner'),
    ownersIn(team).map(({ personId, name }) => ({ value: personId, text: name })),
    { hint: t('tray.owner.hint'), size: 's' },
  )

/** What is known already stands in the form: the words, the branch, and whether people are shown. */
export const formOfCapture = (who: { id: string }, capture: Capture): Form =>
  formOf({
    ...titleAndNote(capture),
    language: 'en',
    sensitivity: 'ordinary',
    branches: [capture.branchId],
    owner: who.id,
    showsPeople: capture.people === 'unsure' ? '' : capture.people,
  })

export function sortPage(
  t: T,
  organisation: Organisation,
  capture: Capture,
  offered: Offered & { team: readonly TeamMember[] },
  today: Day,
  form: Form,
  harm: HarmPanel | null = null,
) {
  return {
    title: t('tray.sort.title'),
    heading: { caption: organisation.name, text: titleAndNote(capture).title, size: 'l' as const },
    back: backToTray(t, organisation),
    errors: errorSummary(form),
    gone: errorOf(form, 'capture'),
    capture: rowOf(t, capture, today),
    words: capture.words.split(/\n+/),
    warning:
      capture.people === 'no'
        ? null
        : { tone: 'plain' as const, icon: 'people' as const, text: [t(`tray.sort.people.${capture.people}`)] },
    formId: hiddenField(form, 'formId', newFormId()),
    harm,
    about: aboutFields(t, offered, form),
    isAboutOpen: form.errors.some(({ field }) => field === 'language' || field === 'sensitivity'),
    note: textArea(form, 'note', t('evidence.field.note'), {
      hint: t('tray.sort.note.hint'),
      rows: 3,
      most: noteMost,
      size: 's',
    }),
    owner: ownerField(t, form, offered.team),
    join: { text: t('tray.join.link'), href: `${trayOf(organisation)}/${capture.id}/joining` },
    discard: { text: t('tray.discard.link'), href: `${trayOf(organisation)}/removal?capture=${capture.id}` },
  }
}

export function joinPage(
  t: T,
  organisation: Organisation,
  capture: Capture,
  pieces: readonly PieceToPick[],
  search: string,
  today: Day,
  form: Form,
  harm: HarmPanel | null = null,
) {
  const address = `${trayOf(organisation)}/${capture.id}`
  const { find, choices, nothing, more } = pickPieces(t, pieces, search, `${address}/joining`)
  return {
    title: t('tray.join.title'),
    heading: { caption: titleAndNote(capture).title, text: t('tray.join.title'), size: 'l' as const },
    back: { text: titleAndNote(capture).title, href: address },
    errors: errorSummary(form).map(error =>
      pieces.length === 0 && error.href === '#piece' ? { ...error, href: '#search' } : error,
    ),
    capture: rowOf(t, capture, today),
    find,
    formId: hiddenField(form, 'formId', newFormId()),
    harm,
    pieces: nothing ? null : radios(form, 'piece', t('tray.join.piece'), choices),
    nothing,
    more,
    note: textArea(form, 'note', t('evidence.field.note'), {
      hint: t('tray.sort.note.hint'),
      rows: 3,
      most: noteMost,
      size: 's',
    }),
  }
}

/** @param reasons why some cannot be taken in together with the others, by their ids */
export function bulkPage(
  t: T,
  organisation: Organisation,
  captures: readonly Capture[],
  { framework, team }: Pick<Offered, 'framework'> & { team: readonly TeamMember[] },
  today: Day,
  form: Form,
  reasons: ReadonlyMap<string, NotTogether> = new Map(),
) {
  return {
    title: t('tray.bulk.title', { count: captures.length }),
    heading: { caption: organisation.name, text: t('tray.bulk.title', { count: captures.length }), size: 'l' as const },
    back: backToTray(t, organisation),
    errors: errorSummary(form),
    formId: hiddenField(form, 'formId', newFormId()),
    chosen: errorOf(form, 'capture'),
    rows: captures.map(capture => {
      const reason = reasons.get(capture.id)
      return {
        ...rowOf(t, capture, today),
        id: capture.id,
        pick: t('tray.choose', { words: titleAndNote(capture).title }),
        reason: reason ? t(`tray.bulk.reason.${reason}`) : null,
        isChosen: form.errors.length === 0 || valuesOf(form, 'capture').includes(capture.id),
      }
    }),
    kind: radios(
      form,
      'kind',
      t('evidence.field.kind'),
      evidenceKindsTaken.map(kind => ({
        value: kind,
        text: t(`evidence.kind.${kind}`),
        ...(evidenceKinds[kind] === 'always' ? { hint: t('evidence.kind.needs_consent') } : {}),
      })),
      { small: true },
    ),
    branches: radios(
      form,
      'branches',
      t('tray.bulk.branches'),
      (['own', 'whole'] as const).map(value => ({ value, text: t(`tray.bulk.branches.${value}`) })),
      { small: true },
    ),
    items: itemGroups(t, framework, form),
    itemsError: errorOf(form, 'items'),
    owner: ownerField(t, form, team),
  }
}

export function throwAwayPage(t: T, organisation: Organisation, captures: readonly Capture[], today: Day, form: Form) {
  return {
    title: t('tray.discard.title', { count: captures.length }),
    heading: {
      caption: organisation.name,
      text: t('tray.discard.title', { count: captures.length }),
      size: 'l' as const,
    },
    back: backToTray(t, organisation),
    errors: errorSummary(form),
    formId: hiddenField(form, 'formId', newFormId()),
    chosen: errorOf(form, 'capture'),
    rows: captures.map(capture => ({ ...rowOf(t, capture, today), id: capture.id })),
    keep: { text: t('tray.discard.keep'), href: trayOf(organisation) },
  }
}
