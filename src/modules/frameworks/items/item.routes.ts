import { placedItem, type PlacedItem } from '../../../domain/framework-draft.ts'
import { itemParts, type Area, type ItemPart } from '../../../domain/framework.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm, type FormRequest } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { addItem, restoreItem, retireItem, saveItem } from '../drafts/draft.actions.ts'
import { itemForm, partForm } from '../drafts/draft.forms.ts'
import { versionBefore, versionIn, type VersionRecord } from '../drafts/draft.store.ts'
import { formOfItem, formOfNewItem, itemPage, itemRetirement, newItemPage } from './item.pages.ts'

/** An item of a draft, and the same item in the previous version. One of them can be null, but not both. */
export interface ItemSubject {
  draft: VersionRecord
  placed: PlacedItem | null
  before: PlacedItem | null
  /** the name of the previous version, with which the page compares the item; null for a first version */
  versionBefore: string | null
  /** the areas of the previous version */
  areasBefore: readonly Area[]
}

/** Adds, changes, moves, retires and restores the items of a draft. */
export const itemRoutes = (parts: Parts): Route[] => [
  get('/frameworks/:id/items/new', 'frameworks.edit', async (req, res, permission) => {
    const subject = await newItemIn({
      db: parts.db,
      actor: actorOf(res),
      permission,
      params: req.params,
      query: req.query,
    })
    refuseIfPublished(subject)
    page(res, 'frameworks/items/new', newItemPage(res.locals.t, subject, formOfNewItem(subject)))
  }),

  submitForm(parts, {
    path: '/frameworks/:id/items/new',
    permission: 'frameworks.edit',
    load: newItemIn,
    form: ({ t }, { draft, part }) => itemForm(t, areasFor(draft, part)),
    act: (work, subject, { data }) => addItem(work, subject, data),
    done: (t, { draft }, { data }) => ({
      address: `/frameworks/${draft.id}`,
      notice: t('frameworks.item.added', { code: data.code }),
    }),
    redraw: ({ t }, subject, form) => show('frameworks/items/new', newItemPage(t, subject, form)),
  }),

  get('/frameworks/:id/items/:item', 'frameworks.edit', async (req, res, permission) => {
    const subject = await itemIn({ db: parts.db, actor: actorOf(res), permission, params: req.params })
    refuseIfPublished(subject)
    page(res, 'frameworks/items/item', itemPage(res.locals.t, subject, formOfItem(subject)))
  }),

  submitForm(parts, {
    path: '/frameworks/:id/items/:item',
    permission: 'frameworks.edit',
    load: itemIn,
    form: ({ t }, { draft, placed, before }) => itemForm(t, areasFor(draft, (placed ?? before)!.part)),
    act: (work, subject, { data }) => saveItem(work, subject, data),
    done: (t, { draft, placed, before }, { data: { code, then }, result: after }) => {
      if (then === null) return { address: `/frameworks/${draft.id}`, notice: t('frameworks.item.saved', { code }) }
      return {
        address: `/frameworks/${draft.id}/items/${(placed ?? before)!.item.id}`,
        notice: after === null ? t('frameworks.item.first', { code }) : t('frameworks.item.moved', { code, after }),
      }
    },
    redraw: ({ t }, subject, form) => show('frameworks/items/item', itemPage(t, subject, form)),
    redrawStale: ({ t }, subject, form) => show('frameworks/items/item', itemPage(t, subject, form, 'stale')),
  }),

  get('/frameworks/:id/items/:item/retirement', 'frameworks.edit', async (req, res, permission) => {
    const subject = await itemIn({ db: parts.db, actor: actorOf(res), permission, params: req.params })
    refuseIfPublished(subject)
    const { placed } = subject
    if (!placed) throw new NotFound()
    page(res, 'frameworks/items/retirement', itemRetirement(res.locals.t, { ...subject, placed }))
  }),

  submitForm(parts, {
    path: '/frameworks/:id/items/:item/retirement',
    permission: 'frameworks.edit',
    load: itemIn,
    form: () => partForm,
    act: (work, subject, { data }) => retireItem(work, subject, data['read-part']),
    done: (t, { draft, placed, before }) => ({
      address: `/frameworks/${draft.id}`,
      notice: t('frameworks.item.retired', { code: (placed ?? before)!.item.code }),
    }),
    redraw: ({ t }, subject, form) => show('frameworks/items/item', itemPage(t, subject, withErrors(subject, form))),
    redrawStale: ({ t }, subject) => show('frameworks/items/item', itemPage(t, subject, formOfItem(subject), 'stale')),
  }),

  submitForm(parts, {
    path: '/frameworks/:id/items/:item/restoration',
    permission: 'frameworks.edit',
    load: itemInVersionBefore,
    form: () => partForm,
    act: (work, subject, { data }) => restoreItem(work, subject, data['read-part']),
    done: (t, { draft, before }) => ({
      address: `/frameworks/${draft.id}`,
      notice: t('frameworks.item.restored', { code: before.item.code }),
    }),
    redraw: ({ t }, subject, form) => show('frameworks/items/item', itemPage(t, subject, withErrors(subject, form))),
    redrawStale: ({ t }, subject) => show('frameworks/items/item', itemPage(t, subject, formOfItem(subject), 'stale')),
  }),
]

type Asked = Pick<FormRequest, 'db' | 'actor'> & { permission: 'frameworks.edit'; params: { id: string; item: string } }

/** @throws NotFound for an item that neither the draft nor the previous version has */
async function itemIn(asked: Asked): Promise<ItemSubject> {
  const draft = await versionIn(asked)
  const last = await versionBefore(asked.db, draft)
  const [placed, before] = [
    placedItem(draft.document, asked.params.item),
    last && placedItem(last.document, asked.params.item),
  ]
  if (!placed && !before) throw new NotFound()
  return { draft, placed, before, versionBefore: last?.version ?? null, areasBefore: last?.document.areas ?? [] }
}

async function itemInVersionBefore(asked: Asked): Promise<ItemSubject & { before: PlacedItem }> {
  const { before, ...subject } = await itemIn(asked)
  if (!before) throw new NotFound()
  return { ...subject, before }
}

export interface NewItemSubject {
  draft: VersionRecord
  part: ItemPart
}

/**
 * Reads the part of a new item from the address, such as `?part=criterion`.
 * @throws NotFound for an unknown part
 */
async function newItemIn(
  asked: Pick<FormRequest, 'db' | 'actor' | 'query'> & { permission: 'frameworks.edit'; params: { id: string } },
): Promise<NewItemSubject> {
  const draft = await versionIn(asked)
  const part = itemParts.find(each => each === asked.query.part)
  if (!part) throw new NotFound()
  return { draft, part }
}

/** @throws NotFound for a published version */
function refuseIfPublished({ draft }: { draft: VersionRecord }): void {
  if (draft.publishedAt !== null) throw new NotFound()
}

const areasFor = ({ document }: VersionRecord, part: ItemPart): string[] | null =>
  part === 'criterion' ? document.areas.map(({ id }: Area) => id) : null

/** The form with the item's saved values, and with the errors of another form that has only a button. */
const withErrors = (subject: ItemSubject, { errors }: ReturnType<typeof formOfItem>) => ({
  ...formOfItem(subject),
  errors,
})
