import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { fileTypes } from '../../../domain/evidence.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Scale } from '../../../files/preview.store.ts'
import type { Parts } from '../../../parts.ts'
import { sendFile } from '../../../web/downloads.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { filesListed, findEvidence, type EvidenceFile, type EvidenceItem } from '../items/evidence-item.store.ts'
import { recordOpening } from '../viewers/viewer.actions.ts'
import { describePicture } from './preview.actions.ts'
import { pictureWordsForm } from './preview.forms.ts'
import { formOfWords, pictureWords, previewPage } from './preview.pages.ts'
import { previewOf } from './preview.store.ts'

/** Shows previews to people who can open the file, and saves the descriptions of pictures. */
export const previewRoutes = (parts: Parts): Route[] => {
  const { db, write } = parts

  const drawnIn = (evidence: EvidenceItem, id: string, number: string): { file: EvidenceFile; number: number } => {
    const file = openIn(evidence, id)
    if (!/^[1-9]\d{0,3}$/.test(number) || Number(number) > (file.drawn ?? 0)) throw new NotFound()
    return { file, number: Number(number) }
  }

  const send = async (res: Parameters<typeof sendFile>[0], file: EvidenceFile, number: number, scale: Scale) => {
    const preview = await previewOf(db, file.id, number, scale)
    if (!preview) throw new NotFound()
    await sendFile(
      res,
      parts,
      { id: preview.id, name: file.name, type: 'image/webp', size: Number(preview.size), sha256: preview.sha256 },
      'inline',
    )
  }

  return [
    get('/evidence/:id/files/:fileId/pages/:number', 'evidence.read', async (req, res, permission) => {
      const evidence = await findEvidence(db, actorOf(res), permission, req.params.id)
      const { file, number } = drawnIn(evidence, req.params.fileId, req.params.number)
      page(res, 'evidence/previews/preview', previewPage(res.locals.t, evidence, file, number))
    }),

    // Records a view when the picture is sent, because the page around it records none.
    get('/evidence/:id/files/:fileId/pages/:number/picture', 'evidence.read', async (req, res, permission) => {
      const evidence = await findEvidence(db, actorOf(res), permission, req.params.id)
      const { file, number } = drawnIn(evidence, req.params.fileId, req.params.number)
      await write(actorOf(res), work => recordOpening(work, evidence, { what: 'file', entityId: file.id }))
      await send(res, file, number, 'page')
    }),

    // Small previews are not recorded as views. They are part of the evidence page, whose view is recorded.
    get('/evidence/:id/files/:fileId/small', 'evidence.read', async (req, res, permission) => {
      const { file, number } = drawnIn(
        await findEvidence(db, actorOf(res), permission, req.params.id),
        req.params.fileId,
        '1',
      )
      await send(res, file, number, 'small')
    }),

    get('/evidence/:id/files/:fileId/words', 'evidence.edit', async (req, res, permission) => {
      const about = await describedPicture({ db, actor: actorOf(res), permission, params: req.params })
      const form = formOfWords(about.evidence, about.file)
      page(res, 'evidence/previews/picture-words', pictureWords(res.locals.t, about, form))
    }),

    submitForm(parts, {
      path: '/evidence/:id/files/:fileId/words',
      permission: 'evidence.edit',
      load: describedPicture,
      form: ({ t }) => pictureWordsForm(t),
      act: (work, { evidence, file }, { data }) => describePicture(work, evidence, file, data),
      done: (t, { evidence, file }) => ({
        address: `/evidence/${evidence.id}`,
        notice: t('preview.description.done', { name: file.name }),
      }),
      redraw: ({ t }, about, form) => show('evidence/previews/picture-words', pictureWords(t, about, form)),
      redrawStale: ({ t }, about, { values }) => {
        const form = { values: { ...values, version: String(about.evidence.version) }, errors: [] }
        return show('evidence/previews/picture-words', pictureWords(t, { ...about, isStale: true }, form))
      },
    }),
  ]
}

async function describedPicture(about: {
  db: Db | Tx
  actor: Actor
  permission: 'evidence.edit'
  params: { id: string; fileId: string }
}) {
  const evidence = await findEvidence(about.db, about.actor, about.permission, about.params.id)
  const file = openIn(evidence, about.params.fileId)
  if (!fileTypes[file.type].picture) throw new NotFound()
  return { evidence, file, isStale: false }
}

function openIn(evidence: EvidenceItem, id: string): EvidenceFile {
  const file = filesListed(evidence).find(each => each.id === id)
  if (file?.state !== 'ready') throw new NotFound()
  return file
}
