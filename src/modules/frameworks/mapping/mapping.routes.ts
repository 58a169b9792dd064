import type { Db, Tx } from '../../../db/connection.ts'
import { placedItem, placedItems, type PlacedItem } from '../../../domain/framework-draft.ts'
import type { Mapping } from '../../../domain/framework-mapping.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm, type FormRequest } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { versionBefore, versionIn } from '../drafts/draft.store.ts'
import { confirmRows, mapItem, type MappedVersion } from './mapping.actions.ts'
import { confirmForm, mapItemForm } from './mapping.forms.ts'
import { formOfMapping, formOfRow, mapItemPage, mappingPage, rowsToConfirm } from './mapping.pages.ts'
import { isMappingLocked, mappingFrom, storedMapping } from './mapping.store.ts'

export interface MappingSubject extends MappedVersion {
  mapping: Mapping
  /** the revision of the mapping, for optimistic locking */
  revision: number
  isLocked: boolean
}
export interface MappedRow extends MappingSubject {
  placed: PlacedItem
  itemId: string
}

/** Maps the criteria of a version to those of the previous version. */
export const mappingRoutes = (parts: Parts): Route[] => [
  get('/frameworks/:id/mapping', 'frameworks.list', async (req, res, permission) => {
    const actor = actorOf(res)
    const it = await mappingIn({ db: parts.db, actor, permission, params: req.params })
    page(res, 'frameworks/mapping/mapping', mappingPage(res.locals.t, actor, it, formOfMapping(it)))
  }),

  submitForm(parts, {
    path: '/frameworks/:id/mapping',
    permission: 'frameworks.edit',
    load: mappingIn,
    form: ({ t }, it) => confirmForm(t, rowsToConfirm(it)),
    act: (work, it, { data }) => confirmRows(work, it, data),
    done: (t, { version }) => ({
      address: `/frameworks/${version.id}/mapping`,
      notice: t('frameworks.mapping.saved'),
    }),
    redraw: ({ t, actor }, it, form) => show('frameworks/mapping/mapping', mappingPage(t, actor, it, form)),
    redrawStale: ({ t, actor }, it) =>
      show('frameworks/mapping/mapping', mappingPage(t, actor, it, staleForm(formOfMapping(it), t))),
  }),

  get('/frameworks/:id/mapping/:item', 'frameworks.edit', async (req, res, permission) => {
    const it = await rowIn({ db: parts.db, actor: actorOf(res), permission, params: req.params })
    page(res, 'frameworks/mapping/item', mapItemPage(res.locals.t, it, formOfRow(it)))
  }),

  submitForm(parts, {
    path: '/frameworks/:id/mapping/:item',
    permission: 'frameworks.edit',
    load: rowIn,
    form: ({ t }, it) =>
      mapItemForm(
        t,
        sourcesFor(it).map(({ item }) => item.id),
      ),
    act: (work, it, { data }) => mapItem(work, it, data),
    done: (t, { version }) => ({
      address: `/frameworks/${version.id}/mapping`,
      notice: t('frameworks.mapping.saved'),
    }),
    redraw: ({ t }, it, form) => show('frameworks/mapping/item', mapItemPage(t, it, form)),
    redrawStale: ({ t }, it, form) =>
      show(
        'frameworks/mapping/item',
        mapItemPage(t, it, staleForm({ ...form, values: { ...form.values, version: String(it.revision) } }, t)),
      ),
  }),
]

type StaleForm = ReturnType<typeof formOfMapping>
const staleForm = ({ values }: StaleForm, t: FormRequest['t']): StaleForm => ({
  values,
  errors: [{ field: 'mapping', message: t('frameworks.mapping.stale') }],
})

type Asked = Pick<FormRequest, 'actor'> & {
  db: Db | Tx
  permission: 'frameworks.list' | 'frameworks.edit'
  params: { id: string }
}

/** @throws NotFound for an unknown version, without the permission, and for the first version of a framework */
async function mappingIn(asked: Asked): Promise<MappingSubject> {
  const version = await versionIn(asked)
  const before = await versionBefore(asked.db, version)
  if (!before) throw new NotFound()
  const stored = await storedMapping(asked.db, version.id)
  return {
    version,
    before,
    revision: stored.version,
    mapping: mappingFrom(stored, version, before),
    isLocked: version.publishedAt !== null && (await isMappingLocked(asked.db, version.id)),
  }
}

async function rowIn(asked: Asked & { params: { item: string } }): Promise<MappedRow> {
  const subject = await mappingIn(asked)
  const placed = placedItem(subject.version.document, asked.params.item)
  if (!placed) throw new NotFound()
  return { ...subject, placed, itemId: placed.item.id }
}

/** The items of the previous version from which an item can come. They are those of the same part. */
export const sourcesFor = ({ before, placed }: MappedRow): PlacedItem[] =>
  placedItems(before.document).filter(({ part }) => part === placed.part)
