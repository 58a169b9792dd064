import { fileTypes } from '../../../domain/evidence.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { deletedFromInbox } from '../../../domain/retention.ts'
import type { Day } from '../../../domain/time.ts'
import { showsSomeone } from '../../../domain/upload-link.ts'
import type { Fact, FileLine, FileList, Status } from '../../../web/components.ts'
import { select } from '../../../web/fields.ts'
import type { Form } from '../../../web/form.ts'
import { dayAndTime, fileSize, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { type TeamMember, writersIn } from '../../organisations/organisations.public.ts'
import type { InboxFile, InboxItem } from './inbox.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/inbox/list': ReturnType<typeof inboxPage>
    'evidence/inbox/row': { facts: readonly Fact[]; files: FileList | null }
  }
}

const maxTitleLength = 200

export const inboxAddress = ({ id }: { id: string }): string => `/organisations/${id}/inbox`
export const itemAddress = ({ organisationId, id }: Pick<InboxItem, 'organisationId' | 'id'>): string =>
  `${inboxAddress({ id: organisationId })}/${id}`
export const backToInbox = (t: T, organisation: { id: string }) => ({
  text: t('inbox.title'),
  href: inboxAddress(organisation),
})

/**
 * An item's title and note. The title is the sender's text on one line, shortened if necessary. The note is the whole
 * text, or empty if the title contains the whole text and there are files.
 */
export function titleAndNote({ words, files }: Pick<InboxItem, 'words' | 'files'>): { title: string; note: string } {
  const line = words.replace(/\s+/gu, ' ').trim()
  const characters = [...line]
  const isShort = characters.length <= maxTitleLength
  const title = isShort ? line : `${characters.slice(0, maxTitleLength - 1).join('')}…`
  return { title, note: title === words && files.length > 0 ? '' : words }
}

export interface InboxListed {
  organisation: Organisation
  items: readonly InboxItem[]
  next: string | null
  isLater: boolean
}

export function inboxPage(t: T, { organisation, items, next, isLater }: InboxListed, today: Day) {
  const address = inboxAddress(organisation)
  const links = `/organisations/${organisation.id}/upload-links`
  return {
    title: t('inbox.title'),
    heading: { caption: organisation.name, text: t('inbox.title'), size: 'l' as const },
    back: { text: t('evidence.title'), href: `/organisations/${organisation.id}/evidence` },
    links: { text: t('upload_link.title'), href: links },
    empty:
      items.length > 0 || isLater
        ? null
        : {
            picture: 'letters' as const,
            heading: t('inbox.empty.heading'),
            text: [t('inbox.empty.what'), t('inbox.empty.how')],
            button: { text: t('inbox.empty.button'), href: links },
            link: null,
          },
    rows: items.map(item => ({
      ...inboxRow(t, item, today),
      pick: { id: item.id, text: t('inbox.choose', { words: titleAndNote(item).title }) },
    })),
    bulk: { add: `${address}/evidence`, delete: `${address}/removal` },
    pagination: {
      previous: isLater ? { text: t('inbox.first_page'), href: address } : null,
      next: next ? { text: t('inbox.next_page'), href: next } : null,
    },
  }
}

export const inboxRow = (t: T, item: InboxItem, today: Day) => ({
  title: titleAndNote(item).title,
  href: itemAddress(item),
  facts: factsOf(t, item, today),
  files: item.files.length === 0 ? null : { files: item.files.map(file => fileLine(t, item, file)) },
})

function factsOf(t: T, item: InboxItem, today: Day): Fact[] {
  const { branch, sender, arrivedAt } = item
  const deletedOn = deletedFromInbox(arrivedAt, today)
  return [
    { term: t('inbox.fact.from'), text: sender === '' ? branch : t('inbox.fact.sender', { sender, branch }) },
    { term: t('inbox.fact.arrived'), text: dayAndTime(t, arrivedAt) },
    { term: t('inbox.fact.people'), ...peopleFact(t, item) },
    ...(deletedOn ? [{ term: t('inbox.fact.deleted_on'), text: longDay(t, deletedOn) }] : []),
  ]
}

/** The sender's answer. Only senders of files must answer. A missing answer is stored as "no". */
function peopleFact(t: T, { people, files }: InboxItem): { text: string } | { status: Status } {
  if (people === 'no') return { text: t(files.length > 0 ? 'inbox.people.no' : 'inbox.people.no_or_unanswered') }
  const text = t(`inbox.people.${people}`)
  return { status: { icon: showsSomeone(people) ? 'people' : 'triangle', tone: 'you', text } }
}

function fileLine(t: T, item: InboxItem, file: InboxFile): FileLine {
  const address = `${itemAddress(item)}/files/${file.id}`
  const isReady = file.state === 'ready'
  const alternative = t('inbox.file.alternative', { name: file.name })
  return {
    name: file.name,
    href: isReady ? address : null,
    kind: t('evidence.file.kind', { type: fileTypes[file.type].name, size: fileSize(t, file.size) }),
    picture: isReady && file.small ? { src: `${address}/small`, alternative, href: address, caption: null } : null,
    status: isReady ? null : fileStatus(t, file),
    note: file.scannedBy === 'none' ? t('files.not_scanned') : null,
  }
}

const fileStatus = (t: T, { state }: InboxFile): Status =>
  state === 'refused'
    ? { icon: 'triangle', tone: 'stop', text: t('evidence.file.virus') }
    : { icon: 'hourglass', tone: 'us', text: t('evidence.file.waiting') }

export const ownerField = (t: T, form: Form, team: readonly TeamMember[]) =>
  select(form, 'owner', t('inbox.owner'), {
    choices: writersIn(team).map(({ personId, name }) => ({ value: personId, text: name })),
    hint: t('inbox.owner.hint'),
    size: 's',
  })
