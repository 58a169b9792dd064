import { type NotTogether, uploadLinkLimits } from '../../../domain/upload-link.ts'
import { evidenceKinds, evidenceKindsTaken, fileTypes } from '../../../domain/evidence.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { addDays, dayOf, daysBetween, type Day } from '../../../domain/time.ts'
import type { FileLine, Fact } from '../../../web/components.ts'
import { errorSummary, radios, select, textArea } from '../../../web/fields.ts'
import { errorOf, formOf, valuesOf, type Form } from '../../../web/form.ts'
import type { PersonalDataQuestion } from '../personal-data/personal-data.pages.ts'
import { evidenceChoices, type EvidenceChoice } from '../search/search.pages.ts'
import { dayAndTime, fileSize, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { InboxItem, InboxFile } from './inbox.store.ts'
import type { TeamMember } from '../../organisations/organisations.public.ts'
import { noteMost } from '../editing/editing.forms.ts'
import { aboutFields, itemGroups, type Offered } from '../editing/editing.pages.ts'
import { titleAndNote } from './inbox.actions.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/inbox/list': ReturnType<typeof inboxPage>
    'evidence/inbox/row': Pick<ReturnType<typeof sortPage>['inboxItem'], 'facts' | 'files'>
    'evidence/inbox/sort': ReturnType<typeof sortPage>
    'evidence/inbox/join': ReturnType<typeof joinPage>
    'evidence/inbox/bulk': ReturnType<typeof bulkPage>
    'evidence/inbox/removal': ReturnType<typeof throwAwayPage>
  }
}

/** So many days before it is thrown away by itself, the tray says so. */
const daysWarned = 30
const inboxOf = ({ id }: { id: string }) => `/organisations/${id}/inbox`
const backToTray = (t: T, organisation: Organisation) => ({ text: t('inbox.title'), href: inboxOf(organisation) })

export function inboxPage(
  t: T,
  organisation: Organisation,
  inboxItems: readonly InboxItem[],
  next: string | null,
  isLater: boolean,
  today: Day,
) {
  const address = inboxOf(organisation)
  return {
    title: t('inbox.title'),
    heading: { caption: organisation.name, text: t('inbox.title'), size: 'l' as const },
    back: { text: t('evidence.title'), href: `/organisations/${organisation.id}/evidence` },
    links: { text: t('upload_link.links.title'), href: `/organisations/${organisation.id}/upload-links` },
    empty:
      inboxItems.length > 0 || isLater
        ? null
        : {
            picture: 'letters' as const,
            heading: t('inbox.empty.heading'),
            text: [t('inbox.empty.what'), t('inbox.empty.how')],
            button: { text: t('inbox.empty.button'), href: `/organisations/${organisation.id}/upload-links` },
            link: null,
          },
    rows: inboxItems.map(inboxItem => ({
      ...rowOf(t, inboxItem, today),
      pick: { id: inboxItem.id, text: t('inbox.choose', { words: titleAndNote(inboxItem).title }) },
    })),
    bulk: { take: `${address}/evidence`, discard: `${address}/removal` },
    pagination: {
      previous: isLater ? { text: t('inbox.first'), href: address } : null,
      next: next ? { text: t('inbox.later'), href: next } : null,
    },
  }
}

function rowOf(t: T, inboxItem: InboxItem, today: Day) {
  const address = `${inboxOf({ id: inboxItem.organisationId })}/${inboxItem.id}`
  return {
    title: titleAndNote(inboxItem).title,
    href: address,
    facts: factsOf(t, inboxItem, today),
    files: inboxItem.files.length === 0 ? null : { files: inboxItem.files.map(file => fileLine(t, inboxItem, file)) },
  }
}

function factsOf(t: T, { branch, sender, people, arrivedAt }: InboxItem, today: Day): Fact[] {
  const goesOn = addDays(dayOf(arrivedAt), uploadLinkLimits.daysKept)
  return [
    { term: t('inbox.fact.from'), text: sender === '' ? branch : t('inbox.fact.sender', { sender, branch }) },
    { term: t('inbox.fact.arrived'), text: dayAndTime(t, arrivedAt) },
    {
      term: t('inbox.fact.people'),
      ...(people === 'no'
        ? { text: t('inbox.people.no') }
        : {
            status: {
              icon: people === 'yes' ? ('people' as const) : ('triangle' as const),
              tone: 'you' as const,
              text: t(`inbox.people.${people}`),
            },
          }),
    },
    ...(daysBetween(today, goesOn) > daysWarned ? [] : [{ term: t('inbox.fact.goes'), text: longDay(t, goesOn) }]),
  ]
}

function fileLine(t: T, inboxItem: InboxItem, file: InboxFile): FileLine {
  const address = `${inboxOf({ id: inboxItem.organisationId })}/${inboxItem.id}/files/${file.id}`
  const href = file.state === 'ready' ? address : null
  return {
    name: file.name,
    href,
    kind: t('evidence.file.kind', { type: fileTypes[file.type].name, size: fileSize(t, file.size) }),
    picture:
      href && file.small
        ? {
            src: `${address}/small`,
            alternative: t('inbox.file.alternative', { name: file.name }),
            href,
            caption: null,
          }
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
    t('inbox.owner'),
    ownersIn(team).map(({ personId, name }) => ({ value: personId, text: name })),
    { hint: t('inbox.owner.hint'), size: 's' },
  )

/** What is known already stands in the form: the words, the branch, and whether people are shown. */
export const formOfInboxItem = (actor: { id: string }, inboxItem: InboxItem): Form =>
  formOf({
    ...titleAndNote(inboxItem),
    language: 'en',
    sensitivity: 'ordinary',
    branches: [inboxItem.branchId],
    owner: actor.id,
    showsPeople: inboxItem.people === 'unsure' ? '' : inboxItem.people,
  })

export function sortPage(
  t: T,
  organisation: Organisation,
  inboxItem: InboxItem,
  offered: Offered & { team: readonly TeamMember[] },
  today: Day,
  form: Form,
  personalData: PersonalDataQuestion | null = null,
) {
  return {
    title: t('inbox.sort.title'),
    heading: { caption: organisation.name, text: titleAndNote(inboxItem).title, size: 'l' as const },
    back: backToTray(t, organisation),
    errors: errorSummary(form),
    gone: errorOf(form, 'inboxItem'),
    inboxItem: rowOf(t, inboxItem, today),
    words: inboxItem.words.split(/\n+/),
    warning:
      inboxItem.people === 'no'
        ? null
        : { tone: 'plain' as const, icon: 'people' as const, text: [t(`inbox.sort.people.${inboxItem.people}`)] },
    personalData,
    about: aboutFields(t, offered, form),
    isAboutOpen: form.errors.some(({ field }) => field === 'language' || field === 'sensitivity'),
    note: textArea(form, 'note', t('evidence.field.note'), {
      hint: t('inbox.sort.note.hint'),
      rows: 3,
      most: noteMost,
      size: 's',
    }),
    owner: ownerField(t, form, offered.team),
    join: { text: t('inbox.join.link'), href: `${inboxOf(organisation)}/${inboxItem.id}/adding` },
    discard: { text: t('inbox.discard.link'), href: `${inboxOf(organisation)}/removal?inboxItem=${inboxItem.id}` },
  }
}

export function joinPage(
  t: T,
  organisation: Organisation,
  inboxItem: InboxItem,
  evidenceItems: readonly EvidenceChoice[],
  search: string,
  today: Day,
  form: Form,
  personalData: PersonalDataQuestion | null = null,
) {
  const address = `${inboxOf(organisation)}/${inboxItem.id}`
  const { find, choices, nothing, more } = evidenceChoices(t, evidenceItems, search, `${address}/adding`)
  return {
    title: t('inbox.join.title'),
    heading: { caption: titleAndNote(inboxItem).title, text: t('inbox.join.title'), size: 'l' as const },
    back: { text: titleAndNote(inboxItem).title, href: address },
    errors: errorSummary(form).map(error =>
      evidenceItems.length === 0 && error.href === '#piece' ? { ...error, href: '#search' } : error,
    ),
    inboxItem: rowOf(t, inboxItem, today),
    find,
    personalData,
    evidenceItems: nothing ? null : radios(form, 'evidence', t('inbox.join.piece'), choices),
    nothing,
    more,
    note: textArea(form, 'note', t('evidence.field.note'), {
      hint: t('inbox.sort.note.hint'),
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
  inboxItems: readonly InboxItem[],
  { framework, team }: Pick<Offered, 'framework'> & { team: readonly TeamMember[] },
  today: Day,
  form: Form,
  reasons: ReadonlyMap<string, NotTogether> = new Map(),
) {
  return {
    title: t('inbox.bulk.title', { count: inboxItems.length }),
    heading: {
      caption: organisation.name,
      text: t('inbox.bulk.title', { count: inboxItems.length }),
      size: 'l' as const,
    },
    back: backToTray(t, organisation),
    errors: errorSummary(form),
    chosen: errorOf(form, 'inboxItem'),
    rows: inboxItems.map(inboxItem => {
      const reason = reasons.get(inboxItem.id)
      return {
        ...rowOf(t, inboxItem, today),
        id: inboxItem.id,
        pick: t('inbox.choose', { words: titleAndNote(inboxItem).title }),
        reason: reason ? t(`inbox.bulk.reason.${reason}`) : null,
        isChosen: form.errors.length === 0 || valuesOf(form, 'inboxItem').includes(inboxItem.id),
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
      t('inbox.bulk.branches'),
      (['own', 'whole'] as const).map(value => ({ value, text: t(`inbox.bulk.branches.${value}`) })),
      { small: true },
    ),
    items: itemGroups(t, framework, form),
    itemsError: errorOf(form, 'items'),
    owner: ownerField(t, form, team),
  }
}

export function throwAwayPage(
  t: T,
  organisation: Organisation,
  inboxItems: readonly InboxItem[],
  today: Day,
  form: Form,
) {
  return {
    title: t('inbox.discard.title', { count: inboxItems.length }),
    heading: {
      caption: organisation.name,
      text: t('inbox.discard.title', { count: inboxItems.length }),
      size: 'l' as const,
    },
    back: backToTray(t, organisation),
    errors: errorSummary(form),
    chosen: errorOf(form, 'inboxItem'),
    rows: inboxItems.map(inboxItem => ({ ...rowOf(t, inboxItem, today), id: inboxItem.id })),
    keep: { text: t('inbox.discard.keep'), href: inboxOf(organisation) },
  }
}
