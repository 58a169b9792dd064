import { fileTypes } from '../../../domain/evidence.ts'
import { NotFound, Stale } from '../../../domain/refusals.ts'
import { previewOf, type Scale } from '../../../files/preview.store.ts'
import type { Parts } from '../../../parts.ts'
import { sendFile } from '../../../web/downloads.ts'
import { flash } from '../../../web/flash.ts'
import { parseForm, valuesIn } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { recordView } from '../../../history/record.ts'
import { filesListed } from '../items/evidence-item.pages.ts'
import { findEvidence, type EvidenceFile, type EvidenceItem } from '../items/evidence-item.store.ts'
import { describePicture } from './preview.actions.ts'
import { pictureWordsForm } from './preview.forms.ts'
import { formOfWords, pictureWords, previewPage } from './preview.pages.ts'

/** Pictures of files, made by us from them: who may open the file may look at them, and nobody else. */
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

    // What somebody looks at is the picture: its page alone shows nothing.
    get('/evidence/:id/files/:fileId/pages/:number/picture', 'evidence.read', async (req, res, permission) => {
      const evidence = await findEvidence(db, actorOf(res), permission, req.params.id)
      const { file, number } = drawnIn(evidence, req.params.fileId, req.params.number)
      await write(actorOf(res), work =>
        recordView(work, {
          what: 'file',
          entityId: file.id,
          evidenceId: evidence.id,
          organisationId: evidence.organisationId,
          applicationId: evidence.through?.id ?? null,
        }),
      )
      await send(res, file, number, 'page')
    }),

    // On the page of the piece, whose look is recorded.
    get('/evidence/:id/files/:fileId/small', 'evidence.read', async (req, res, permission) => {
      const { file, number } = drawnIn(
        await findEvidence(db, actorOf(res), permission, req.params.id),
        req.params.fileId,
        '1',
      )
      await send(res, file, number, 'small')
    }),

    get('/evidence/:id/files/:fileId/words', 'evidence.edit', async (req, res, permission) => {
      const evidence = await findEvidence(db, actorOf(res), permission, req.params.id)
      const file = pictureIn(evidence, req.params.fileId)
      page(
        res,
        'evidence/previews/picture-words',
        pictureWords(res.locals.t, evidence, file, formOfWords(evidence, file)),
      )
    }),

    post('/evidence/:id/files/:fileId/words', 'evidence.edit', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const evidence = await findEvidence(db, actor, permission, req.params.id)
      const file = pictureIn(evidence, req.params.fileId)
      const { data, form } = parseForm(pictureWordsForm(t), req.body)
      if (form) return page(res.status(422), 'evidence/previews/picture-words', pictureWords(t, evidence, file, form))
      try {
        await write(actor, work => describePicture(work, evidence, file, data))
      } catch (problem) {
        if (!(problem instanceof Stale)) throw problem
        const theirs = await findEvidence(db, actor, permission, evidence.id)
        return page(
          res.status(409),
          'evidence/previews/picture-words',
          pictureWords(
            t,
            theirs,
            file,
            { values: { ...valuesIn(req.body), version: String(theirs.version) }, errors: [] },
            true,
          ),
        )
      }
      flash(res, t('preview.words.done', { name: file.name }))
      res.redirect(303, `/evidence/${evidence.id}`)
    }),
  ]
}

function openIn(evidence: EvidenceItem, id: string): EvidenceFile {
  const file = filesListed(evidence).find(each => each.id === id)
  if (file?.state !== 'ready') throw new NotFound()
  return file
}

function pictureIn(evidence: EvidenceItem, id: string): EvidenceFile {
  const file = openIn(evidence, id)
  if (!fileTypes[file.type].picture) throw new NotFound()
  return file
}
