import type { Db, Tx } from '../../../db/connection.ts'
import { rolesIn, type Actor } from '../../../domain/actor.ts'
import { redactedCopiesOf } from '../../../domain/file-versions.ts'
import { can } from '../../../domain/permissions.ts'
import { needsRedactedCopy } from '../../../domain/redaction.ts'
import { NotFound, Stale } from '../../../domain/refusals.ts'
import { addMinutes } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { sendFile } from '../../../web/downloads.ts'
import { emptyForm } from '../../../web/form.ts'
import { withError } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm, type FormRequest } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { evidenceFiles } from '../files/file.actions.ts'
import {
  findEvidence,
  organisationOf,
  type EvidenceFile,
  type EvidenceItem,
  type EvidencePermission,
  filesListed,
} from '../items/evidence-item.store.ts'
import { personalDataCheck } from '../personal-data/personal-data.actions.ts'
import { addressAfter } from '../personal-data/personal-data.forms.ts'
import { recordOpening } from '../viewers/viewer.actions.ts'
import {
  addRedactedCopy,
  keepOriginal,
  kindsOfDetails,
  lockWithNewerCopy,
  openUnredacted,
} from './redaction.actions.ts'
import { keepOriginalForm, redactedCopyForm, unredactedForm } from './redaction.forms.ts'
import { keepOriginalPage, redactionPage, unredactedPage } from './redaction.pages.ts'
import { copiesBefore, hasOpening } from './redaction.store.ts'

/** The number of minutes for which a person who gave a reason can open the original. */
const minutesOpen = 15

/**
 * Routes to upload a redacted copy, share a file without one, and let a person who gives a reason open the original.
 */
export const redactionRoutes = (parts: Parts): Route[] => {
  const { db, write, clock } = parts
  const personalData = personalDataCheck<Redaction, object>(parts, { may: { restrict: true, redact: false } })
  return [
    get('/evidence/:id/files/:fileId/redaction', 'evidence.edit', async (req, res, permission) => {
      const about = await redacted({ db, actor: actorOf(res), permission, params: req.params })
      page(res, 'evidence/redaction/new', redactionPage(res.locals.t, about, emptyForm))
    }),

    submitForm(parts, {
      path: '/evidence/:id/files/:fileId/redaction',
      permission: 'evidence.edit',
      load: redacted,
      files: evidenceFiles(parts, 1),
      form: ({ t }) => redactedCopyForm(t),
      check: {
        ...personalData,
        // A file with the bytes of the original is refused before the question about personal details, so that it is
        // not kept with the form.
        ask: async (asking, about, sent) => {
          const same = sent.received.files.find(({ sha256 }) => sha256 === sha256OfOriginal(about))
          if (!same) return personalData.ask(asking, about, sent)
          const message = asking.t('redaction.file.same', { name: same.name })
          return { form: withError(sent.received.body, { field: 'files', message }), question: null }
        },
      },
      act: async (work, { evidence, file }, { data, files, answer }) => {
        if (await lockWithNewerCopy(work.trx, { evidence, file }, data.latest)) throw new Stale()
        await addRedactedCopy(work, evidence, { original: file, redactedCopy: files[0]!, reply: answer })
        return addressAfter(work.actor, evidence, answer)
      },
      done: (t, _about, { result: address }) => ({ address, notice: t('redaction.done') }),
      redraw: ({ t }, about, form, question) => show('evidence/redaction/new', redactionPage(t, about, form, question)),
      redrawStale: ({ t }, about) => {
        const errors = [{ field: 'files', message: t('redaction.file.newer') }]
        return show('evidence/redaction/new', redactionPage(t, about, { values: {}, errors }))
      },
    }),

    get('/evidence/:id/files/:fileId/kept-original', 'file_to_redact.keep', async (req, res, permission) => {
      const { evidence } = await fileToKeep({ db, actor: actorOf(res), permission, params: req.params })
      page(res, 'evidence/redaction/keep', keepOriginalPage(res.locals.t, evidence, emptyForm))
    }),

    submitForm(parts, {
      path: '/evidence/:id/files/:fileId/kept-original',
      permission: 'file_to_redact.keep',
      load: fileToKeep,
      form: async (asking: Pick<FormRequest, 'db' | 'actor' | 't'>, about: KeptFile) =>
        keepOriginalForm(asking.t, await kindsOfDetails(parts.files, asking, about)),
      act: (work, { evidence, file }, { data }) => keepOriginal(work, evidence, { original: file, reply: data }),
      done: (t, { evidence }) => ({ address: `/evidence/${evidence.id}`, notice: t('redacted_copy.keep.done') }),
      redraw: ({ t }, { evidence }, form) => show('evidence/redaction/keep', keepOriginalPage(t, evidence, form)),
    }),

    get('/evidence/:id/files/:fileId/unredacted', 'evidence.read', async (req, res, permission) => {
      const { evidence } = await unredacted({ db, actor: actorOf(res), permission, params: req.params })
      page(res, 'evidence/redaction/unredacted', unredactedPage(res.locals.t, evidence, emptyForm))
    }),

    submitForm(parts, {
      path: '/evidence/:id/files/:fileId/unredacted',
      permission: 'evidence.read',
      load: unredacted,
      form: ({ t }) => unredactedForm(t),
      act: (work, { evidence, original }, { data }) => openUnredacted(work, evidence, original, data.reason),
      done: (_t, { evidence, copyId }, { result: openingId }) => ({
        address: `/evidence/${evidence.id}/files/${copyId}/unredacted/${openingId}`,
      }),
      redraw: ({ t }, { evidence }, form) => show('evidence/redaction/unredacted', unredactedPage(t, evidence, form)),
    }),

    get('/evidence/:id/files/:fileId/unredacted/:openingId', 'evidence.read', async (req, res, permission) => {
      const actor = actorOf(res)
      const { evidence, original } = await unredacted({ db, actor, permission, params: req.params })
      if (
        !(await hasOpening(
          db,
          actor,
          { id: req.params.openingId, fileId: original.id },
          addMinutes(clock.now(), -minutesOpen),
        ))
      )
        throw new NotFound()
      await write(actor, work => recordOpening(work, evidence, { what: 'file', entityId: original.id }))
      await sendFile(res, parts, original, 'inline')
    }),
  ]
}

interface OfFile {
  db: Db | Tx
  actor: Actor
  permission: EvidencePermission
  params: { id: string; fileId: string }
}

async function redacted({ db, actor, permission, params }: OfFile) {
  const evidence = await findEvidence(db, actor, permission, params.id)
  const file = toRedact(evidence, params.fileId)
  const mayKeep = can(actor, 'file_to_redact.keep', evidence)
  return { evidence, organisation: organisationOf(evidence), file, before: await copiesBefore(db, file), mayKeep }
}

type Redaction = Awaited<ReturnType<typeof redacted>>

const sha256OfOriginal = ({ evidence, file }: Redaction): string | undefined =>
  evidence.files.find(({ id }) => id === (file.redactsId ?? file.id))?.sha256

/** @throws NotFound for a file that does not need a redacted copy, and for one that has ever had a redacted copy */
async function fileToKeep({ db, actor, permission, params }: OfFile) {
  const evidence = await findEvidence(db, actor, permission, params.id)
  const file = filesListed(evidence).find(each => each.id === params.fileId && needsRedactedCopy(each))
  if (!file || redactedCopiesOf(evidence.files, file).length > 0) throw new NotFound()
  return { evidence, organisation: organisationOf(evidence), file }
}
type KeptFile = Awaited<ReturnType<typeof fileToKeep>>

/** @throws NotFound for a file that cannot be opened or was removed */
export function toRedact(evidence: EvidenceItem, id: string): EvidenceFile {
  const file = filesListed(evidence).find(each => each.id === id && each.removedAt === null && each.state === 'ready')
  if (!file) throw new NotFound()
  return file
}

/**
 * @throws NotFound for a file without a redacted copy, for people who can open the original without a reason, and for
 * helpers
 */
async function unredacted({ db, actor, permission, params }: OfFile) {
  const evidence = await findEvidence(db, actor, permission, params.id)
  const original = evidence.unredacted.get(params.fileId)
  // Helpers and interpreters read everything that the panel reads, but never the original of a redacted copy.
  const isHelper = evidence.through !== null && rolesIn(actor, evidence.through).includes('helper')
  if (!original || isHelper) throw new NotFound()
  return { evidence, original, copyId: params.fileId }
}
