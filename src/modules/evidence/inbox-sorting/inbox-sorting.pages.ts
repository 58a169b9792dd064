import type { EvidenceLanguage } from '../../../domain/evidence.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import type { Day } from '../../../domain/time.ts'
import { errorSummary, radios, textArea } from '../../../web/fields.ts'
import { errorOf, formOf, type Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import type { TeamMember } from '../../organisations/organisations.public.ts'
import { noteMost } from '../editing/editing.forms.ts'
import { aboutFields, type Offered } from '../editing/editing.pages.ts'
import { seenField } from '../inbox/inbox.forms.ts'
import { backToInbox, inboxAddress, inboxRow, itemAddress, ownerField, titleAndNote } from '../inbox/inbox.pages.ts'
import type { InboxItem } from '../inbox/inbox.store.ts'
import type { PersonalDataQuestion } from '../personal-data/personal-data.pages.ts'
import { evidenceChoices, type EvidenceChoice } from '../search/search.pages.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/inbox-sorting/add': ReturnType<typeof addPage>
    'evidence/inbox-sorting/join': ReturnType<typeof joinPage>
  }
}

/** The form as the page first shows it: with the sender's text, the branch, and the sender's answer about people. */
export const formOfInboxItem = (actor: { id: string }, { inboxItem, language }: SortedItem): Form =>
  formOf({
    ...titleAndNote(inboxItem),
    language,
    sensitivity: 'ordinary',
    branches: [inboxItem.branchId],
    owner: actor.id,
    showsPeople: { no: 'no', yes: 'yes', 'not asked': 'yes', unsure: '' }[inboxItem.people],
  })

export interface SortedItem {
  organisation: Organisation
  inboxItem: InboxItem
  offered: Offered & { team: readonly TeamMember[] }
  /** the usual language of the library's evidence */
  language: EvidenceLanguage
}

export function addPage(
  t: T,
  { organisation, inboxItem, offered, today }: SortedItem & { today: Day },
  form: Form,
  personalData: PersonalDataQuestion | null = null,
) {
  const { title } = titleAndNote(inboxItem)
  return {
    title: t('title.within', { title: t('inbox_sorting.add.title'), caption: title }),
    heading: { caption: organisation.name, text: title, size: 'l' as const },
    back: backToInbox(t, organisation),
    errors: errorSummary(form),
    gone: errorOf(form, 'inboxItem'),
    seen: seenField(t, form, [inboxItem]),
    inboxItem: inboxRow(t, inboxItem, today),
    words: inboxItem.words === title ? [] : inboxItem.words.split(/\n+/), // the heading already has this text
    warning:
      inboxItem.people === 'no'
        ? null
        : {
            tone: 'plain' as const,
            icon: 'people' as const,
            text: [t(`inbox_sorting.add.people.${inboxItem.people}`)],
          },
    personalData,
    about: aboutFields(t, offered, form),
    isAboutOpen: form.errors.some(({ field }) => field === 'language' || field === 'sensitivity'),
    note: noteField(t, form),
    owner: ownerField(t, form, offered.team),
    join: { text: t('inbox_sorting.join.title'), href: `${itemAddress(inboxItem)}/adding` },
    delete: {
      text: t('inbox_sorting.delete'),
      href: `${inboxAddress(organisation)}/removal?inboxItem=${inboxItem.id}`,
    },
  }
}

const noteField = (t: T, form: Form) =>
  textArea(form, 'note', t('evidence.field.note'), {
    hint: t('inbox_sorting.note.hint'),
    rows: 3,
    most: noteMost,
    size: 's',
  })

interface ItemToJoin extends Pick<SortedItem, 'inboxItem'> {
  evidenceItems: readonly EvidenceChoice[]
  search: string
  today: Day
}

export function joinPage(
  t: T,
  { inboxItem, evidenceItems, search, today }: ItemToJoin,
  form: Form,
  personalData: PersonalDataQuestion | null = null,
) {
  const address = itemAddress(inboxItem)
  const { title } = titleAndNote(inboxItem)
  const { find, choices, nothing, more } = evidenceChoices(t, evidenceItems, search, `${address}/adding`)
  return {
    title: t('inbox_sorting.join.title'),
    heading: { caption: title, text: t('inbox_sorting.join.title'), size: 'l' as const },
    back: { text: title, href: address },
    errors: errorSummary(form).map(error =>
      evidenceItems.length === 0 && error.href === '#evidence' ? { ...error, href: '#search' } : error,
    ),
    inboxItem: inboxRow(t, inboxItem, today),
    find,
    personalData,
    seen: seenField(t, form, [inboxItem]),
    evidenceItems: nothing ? null : radios(form, 'evidence', t('inbox_sorting.join.evidence'), { choices }),
    nothing,
    more,
    note: noteField(t, form),
  }
}
