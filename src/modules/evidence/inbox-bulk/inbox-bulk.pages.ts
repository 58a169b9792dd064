import { evidenceKinds, allEvidenceKinds } from '../../../domain/evidence.ts'
import type { Framework } from '../../../domain/framework.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import type { Day } from '../../../domain/time.ts'
import type { NotTogether } from '../../../domain/upload-link.ts'
import { errorSummary, radios } from '../../../web/fields.ts'
import { emptyForm, errorOf, valuesOf, type Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import type { TeamMember } from '../../organisations/organisations.public.ts'
import { itemGroups } from '../editing/item-groups.pages.ts'
import { seenField } from '../inbox/inbox.forms.ts'
import { backToInbox, inboxAddress, inboxRow, ownerField, titleAndNote } from '../inbox/inbox.pages.ts'
import type { InboxItem } from '../inbox/inbox.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/inbox-bulk/add': ReturnType<typeof addPage>
    'evidence/inbox-bulk/delete': ReturnType<typeof deletePage>
  }
}

export interface BulkSubject {
  organisation: Organisation
  framework: Framework
  team: readonly TeamMember[]
}

export interface ItemsChosen {
  items: readonly InboxItem[]
  /** why some items cannot be added together with the others, by item id */
  reasons: ReadonlyMap<string, NotTogether>
}

export function addPage(
  t: T,
  { organisation, framework, team }: BulkSubject,
  { items, reasons, today }: ItemsChosen & { today: Day },
  form: Form,
) {
  const count = items.length
  const title = t('inbox_bulk.add.title', { count })
  return {
    title,
    heading: { caption: organisation.name, text: title, size: 'l' as const },
    back: backToInbox(t, organisation),
    errors: errorSummary(form),
    lead: t('inbox_bulk.add.lead', { count }),
    seen: seenField(t, form, items),
    chosen: errorOf(form, 'inboxItem'),
    rows: items.map(item => {
      const reason = reasons.get(item.id)
      return {
        ...inboxRow(t, item, today),
        id: item.id,
        pick: t('inbox.choose', { words: titleAndNote(item).title }),
        reason: reason ? t(`inbox_bulk.add.reason.${reason}`) : null,
        isChosen: form.errors.length === 0 || valuesOf(form, 'inboxItem').includes(item.id),
      }
    }),
    kind: kindField(t, form),
    branches: radios(form, 'branches', t('inbox_bulk.add.branches', { count }), {
      choices: (['own', 'whole'] as const).map(value => ({
        value,
        text: t(`inbox_bulk.add.branches.${value}`, { count }),
      })),
      small: true,
    }),
    items: itemGroups(t, framework, form),
    itemsError: errorOf(form, 'items'),
    owner: ownerField(t, form, team),
  }
}

const kindField = (t: T, form: Form) =>
  radios(form, 'kind', t('evidence.field.kind'), {
    choices: allEvidenceKinds.map(kind => ({
      value: kind,
      text: t(`evidence.kind.${kind}`),
      ...(evidenceKinds[kind] === 'always' ? { hint: t('evidence.kind.needs_consent') } : {}),
    })),
    small: true,
  })

export function deletePage(
  t: T,
  organisation: Organisation,
  { items, today }: { items: readonly InboxItem[]; today: Day },
  form: Form = emptyForm,
) {
  const title = t('inbox_bulk.delete.title', { count: items.length })
  return {
    title,
    heading: { caption: organisation.name, text: title, size: 'l' as const },
    back: backToInbox(t, organisation),
    errors: errorSummary(form),
    seen: seenField(t, form, items),
    chosen: errorOf(form, 'inboxItem'),
    rows: items.map(item => ({ ...inboxRow(t, item, today), id: item.id })),
    cancel: { text: t('inbox_bulk.delete.cancel'), href: inboxAddress(organisation) },
  }
}
