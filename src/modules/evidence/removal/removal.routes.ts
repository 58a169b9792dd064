import { runLookup } from '../../../db/lookups.ts'
import { canHaveNewVersion } from '../../../domain/file-versions.ts'
import { can } from '../../../domain/permissions.ts'
import { Forbidden, NotFound } from '../../../domain/refusals.ts'
import { daysToRestore } from '../../../domain/retention.ts'
import { addMinutes, type Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { pageOf, placeAfter } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm, type FormRequest } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { findOrganisation } from '../../organisations/organisations.public.ts'
import { latestRemovals } from '../bulk-changes/bulk-change.store.ts'
import { removeBytes } from '../files/file.actions.ts'
import { fileOf } from '../files/file.store.ts'
import { findEvidence, type EvidenceFile, type EvidenceItem } from '../items/evidence-item.store.ts'
import { countAnswersUsing } from '../uses/use.store.ts'
import {
  eraseEvidence,
  eraseFiles,
  removeEvidence,
  removeFile,
  restoreEvidence,
  restoreFiles,
} from './removal.actions.ts'
import { fileRemovalForm } from './removal.forms.ts'
import {
  evidenceErasure,
  evidenceRemoval,
  fileErasure,
  fileRemoval,
  removedAddress,
  removedPage,
} from './removal.pages.ts'
import { findRemovedEvidence, removedEvidenceOf } from './removal.store.ts'

/** Removes, restores and erases evidence and its files. */
export const removalRoutes = (parts: Parts): Route[] => [
  ...removingRoutes(parts),
  ...removedEvidenceRoutes(parts),
  ...removedFileRoutes(parts),
]

const removingRoutes = (parts: Parts): Route[] => [
  get('/evidence/:id/removal', 'evidence.remove', async (req, res, permission) => {
    const evidence = await findEvidence(parts.db, actorOf(res), permission, req.params.id)
    const answers = await countAnswersUsing(parts.db, evidence.id)
    page(res, 'evidence/removal/removal', evidenceRemoval(res.locals.t, evidence, answers, null))
  }),

  submitForm(parts, {
    path: '/evidence/:id/removal',
    permission: 'evidence.remove',
    load: ({ db, actor, permission, params }) => findEvidence(db, actor, permission, params.id),
    act: (work, evidence) => removeEvidence(work, evidence),
    done: (t, { organisationId, title }) => ({
      address: `/organisations/${organisationId}/evidence`,
      notice: t('evidence.remove.done', { title, days: daysToRestore }),
    }),
    redraw: ({ t }, evidence, form) =>
      show('evidence/removal/removal', evidenceRemoval(t, evidence, 0, form.errors[0]?.message ?? null)),
  }),

  get('/evidence/:id/files/:fileId/removal', 'evidence.edit', async (req, res, permission) => {
    const evidence = await findEvidence(parts.db, actorOf(res), permission, req.params.id)
    page(res, 'evidence/removal/removal', fileRemoval(res.locals.t, evidence, fileOf(evidence, req.params.fileId)))
  }),

  submitForm(parts, {
    path: '/evidence/:id/files/:fileId/removal',
    permission: 'evidence.edit',
    load: async ({ db, actor, permission, params }) => {
      const evidence = await findEvidence(db, actor, permission, params.id)
      return { evidence, file: fileOf(evidence, params.fileId) }
    },
    form: () => fileRemovalForm,
    act: (work, { evidence, file }, { data }) =>
      removeFile(work, evidence, { file, wasNewest: data.wasNewest ?? canHaveNewVersion(file) }),
    done: (t, { evidence, file }) => ({
      address: `/evidence/${evidence.id}`,
      notice: t('evidence.file.removed', { name: file.name }),
    }),
  }),
]

const linesOnAPage = 50

const removedEvidenceRoutes = (parts: Parts): Route[] => [
  get('/organisations/:id/evidence/removed', 'evidence.restore', async (req, res, permission) => {
    const organisation = await findOrganisation(parts.db, actorOf(res), permission, req.params.id)
    const place = placeAfter(req, 'on', 'evidence')
    const after = place && { eraseOn: place.on as Day, id: place.evidence }
    const found = await runLookup(
      parts.db,
      removedEvidenceOf(parts.db, organisation.id, { after, limit: linesOnAPage + 1 }),
    )
    const { lines, next } = pageOf(found, linesOnAPage, removedAddress(organisation), ({ eraseOn, id }) => ({
      on: eraseOn,
      evidence: id,
    }))
    const together = after ? [] : await removedTogether(parts, organisation)
    const removed = { organisation, lines, next, isLater: after !== null, together }
    page(res, 'evidence/removal/removed', removedPage(res.locals.t, removed))
  }),

  submitForm(parts, {
    path: '/organisations/:id/evidence/removed/:evidenceId/restoration',
    permission: 'evidence.restore',
    load: removedEvidence,
    act: (work, { evidence }) => restoreEvidence(work, evidence),
    done: (t, { evidence }) => ({
      address: `/evidence/${evidence.id}`,
      notice: t('removal.restored', { title: evidence.title }),
    }),
  }),

  get('/organisations/:id/evidence/removed/:evidenceId/erasure', 'evidence.restore', async (req, res, permission) => {
    const asking = { db: parts.db, actor: actorOf(res), permission, params: req.params }
    const { organisation, evidence } = await removedEvidence(asking)
    page(res, 'evidence/removal/removal', evidenceErasure(res.locals.t, organisation, evidence))
  }),

  submitForm(parts, {
    path: '/organisations/:id/evidence/removed/:evidenceId/erasure',
    permission: 'evidence.restore',
    load: removedEvidence,
    act: (work, { evidence }) => eraseEvidence(work, evidence),
    after: ids => removeBytes(parts, ids),
    done: (t, { organisation }) => ({ address: removedAddress(organisation), notice: t('removal.erased') }),
  }),
]

const togetherMost = 10

const removedTogether = ({ db, clock }: Pick<Parts, 'db' | 'clock'>, organisation: { id: string }) =>
  runLookup(
    db,
    latestRemovals(db, organisation.id, {
      since: addMinutes(clock.now(), -daysToRestore * 24 * 60),
      limit: togetherMost,
    }),
  )

/**
 * @throws as `findOrganisation` does
 * @throws NotFound for evidence that is not removed, or belongs to another organisation
 */
async function removedEvidence({
  db,
  actor,
  permission,
  params,
}: Pick<FormRequest<'/:id/:evidenceId', 'evidence.restore'>, 'db' | 'actor' | 'permission' | 'params'>) {
  const organisation = await findOrganisation(db, actor, permission, params.id)
  return { organisation, evidence: await findRemovedEvidence(db, organisation, params.evidenceId) }
}

const removedFileRoutes = (parts: Parts): Route[] => [
  submitForm(parts, {
    path: '/evidence/:id/files/:fileId/restoration',
    permission: 'evidence.restore',
    load: removedFile,
    act: (work, { evidence, file }) => restoreFiles(work, removedWith(evidence, file)),
    done: (t, { evidence, file }) => ({
      address: `/evidence/${evidence.id}`,
      notice: t('removal.file_restored', { name: file.name }),
    }),
  }),

  get('/evidence/:id/files/:fileId/erasure', 'evidence.restore', async (req, res, permission) => {
    const asking = { db: parts.db, actor: actorOf(res), permission, params: req.params }
    const { evidence, file } = await removedFile(asking)
    page(res, 'evidence/removal/removal', fileErasure(res.locals.t, evidence, file))
  }),

  submitForm(parts, {
    path: '/evidence/:id/files/:fileId/erasure',
    permission: 'evidence.restore',
    load: removedFile,
    act: (work, { evidence, file }) => eraseFiles(work, removedWith(evidence, file)),
    after: ids => removeBytes(parts, ids),
    done: (t, { evidence }) => ({ address: `/evidence/${evidence.id}`, notice: t('removal.file_erased') }),
  }),
]

/**
 * @throws as `findEvidence` does; NotFound for a file that cannot be restored; Forbidden for people who cannot restore
 * files
 */
async function removedFile({
  db,
  actor,
  permission,
  params,
}: Pick<FormRequest<'/:id/:fileId', 'evidence.restore'>, 'db' | 'actor' | 'permission' | 'params'>) {
  const evidence = await findEvidence(db, actor, 'evidence.read', params.id)
  if (!can(actor, permission, { id: evidence.organisationId })) throw new Forbidden(permission)
  const file = evidence.files.find(({ id, eraseOn }) => id === params.fileId && eraseOn !== null)
  if (!file) throw new NotFound()
  return { evidence, file }
}

const removedWith = ({ id, organisationId }: EvidenceItem, { removedAt }: EvidenceFile) => ({
  evidenceId: id,
  organisationId,
  removedAt: removedAt!,
})
