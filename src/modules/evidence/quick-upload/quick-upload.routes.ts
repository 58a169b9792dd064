import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { claimKey, sentForm } from '../../../web/form-ids.ts'
import { personalDataQuestion, checkPersonalData } from '../personal-data/personal-data.pages.ts'
import { refusalOf } from '../../../web/parse-form.ts'
import { actorOf, isScript } from '../../../web/request.ts'
import { get, upload, type Route } from '../../../web/routes.ts'
import { storeAll } from '../../../web/store-all.ts'
import { page } from '../../../web/view-engine.ts'
import { latestFramework } from '../editing/editing.routes.ts'
import { receiveEvidence } from '../editing/receiving.actions.ts'
import { placesIn, readEvidenceForm } from '../editing/receiving.forms.ts'
import { holdAll, namesKnownAt, recordPersonalDataAnswer, takeHeld } from '../personal-data/personal-data.actions.ts'
import { findOrganisation } from '../../organisations/organisations.public.ts'
import { addQuickly } from './quick-upload.actions.ts'
import { quickForm } from './quick-upload.forms.ts'
import { quickPage, quickStart } from '../editing/editing.pages.ts'

/** Evidence in two fields and a file, from a phone; the rest is said later. */
export const quickRoutes = (parts: Parts): Route[] => {
  const { db } = parts
  return [
    get('/organisations/:id/evidence/quick', 'evidence.add', async (req, res, permission) => {
      const organisation = await findOrganisation(db, actorOf(res), permission, req.params.id)
      page(res, 'evidence/quick-upload/new', quickPage(res.locals.t, organisation, quickStart))
    }),

    upload('/organisations/:id/evidence/quick', 'evidence.add', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const organisation = await findOrganisation(db, actor, permission, req.params.id)
      const received = await receiveEvidence(parts, actor, organisation, req, res)
      const { data, form } = readEvidenceForm(t, quickForm(t), received)
      if (form)
        return page(
          res.status(received.status),
          'evidence/quick-upload/new',
          quickPage(t, organisation, form, personalDataQuestion(t, form, [], received.held)),
        )
      const personalData = checkPersonalData(
        t,
        received.body,
        placesIn(data, received.files),
        await namesKnownAt(db, actor, organisation),
      )
      if (personalData.ask) {
        const { held, ask } = await holdAll(parts, t, actor, organisation, received, personalData.ask)
        return page(
          res.status(422),
          'evidence/quick-upload/new',
          quickPage(t, organisation, ask, personalDataQuestion(t, ask, personalData.found, held)),
        )
      }
      const framework = await latestFramework(db)
      const isRestricted = personalData.answer?.choice === 'restrict'
      let href = ''
      const refused = await refusalOf(t, received.body, async () => {
        href = await storeAll(parts, actor, received, (work, files) =>
          claimKey(
            work,
            isScript(req) ? data.idempotencyKey : sentForm(data.idempotencyKey, 'title', received.body, received.sent),
            async () => {
              await findOrganisation(work.trx, work.actor, permission, organisation.id)
              await takeHeld(work.trx, received)
              const ids = await addQuickly(work, organisation, framework, data, files, isRestricted)
              for (const id of ids)
                await recordPersonalDataAnswer(work, 'evidence', { id, organisationId: organisation.id }, personalData)
              return ids.length === 1 ? `/evidence/${ids[0]}` : `/organisations/${organisation.id}/evidence`
            },
          ),
        )
      })
      if (refused)
        return page(
          res.status(422),
          'evidence/quick-upload/new',
          quickPage(t, organisation, refused, personalDataQuestion(t, refused, [], received.held)),
        )
      if (isScript(req)) return res.status(201).json({ href })
      flash(
        res,
        data.together === 'each' && received.files.length > 1
          ? t('quick_upload.done.several', { count: received.files.length })
          : t('quick_upload.done', { title: data.title }),
      )
      res.redirect(303, href)
    }),
  ]
}
