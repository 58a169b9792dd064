import { libraryStream } from '../../../domain/framework.ts'
import {
  branchesOf,
  branchesTaken,
  findOrganisation,
  openOn,
  organisationLines,
} from '../../organisations/organisations.public.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { flash } from '../../../web/flash.ts'
import { claimKey } from '../../../web/form-ids.ts'
import { pageOf, placeAfter, queryText } from '../../../web/lists.ts'
import { parseForm, refusalOf } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { holderForm, recordForm } from '../awards/award.forms.ts'
import { recordAward } from './recording.actions.ts'
import { chooseOrganisationPage, freeOf, recordPage, type ToRecord } from './recording.pages.ts'

/** Awards that were decided elsewhere. */
export const recordRoutes = ({ db, write }: Parts): Route[] => {
  return [
    get('/awards/new', 'award.record', async (req, res) => {
      const [actor, { t, today }] = [actorOf(res), res.locals]
      const id = queryText(req, 'organisation')
      if (id !== '') return page(res, 'awards/recording/new', recordPage(t, await toRecord(actor, id, today)))
      allow(actor, 'organisation.register')
      const search = queryText(req, 'name')
      const found = await organisationLines(db, search, placeAfter(req, 'nameKey', 'id'), 51)
      const { lines, next } = pageOf(
        found,
        50,
        `/awards/new?name=${encodeURIComponent(search)}`,
        ({ nameKey, id: last }) => ({ nameKey, id: last }),
      )
      page(res, 'awards/recording/choose', chooseOrganisationPage(t, search, lines, next))
    }),

    post('/awards/new', 'award.record', async (req, res) => {
      const [actor, { t, today }] = [actorOf(res), res.locals]
      const it = await toRecord(actor, holderForm.parse(req.body ?? {}).organisation, today)
      const { data, form } = parseForm(
        recordForm(
          t,
          today,
          freeOf(it).map(({ id }) => id),
        ),
        req.body,
      )
      if (form) return page(res.status(422), 'awards/recording/new', recordPage(t, it, form))
      let done = ''
      const refused = await refusalOf(t, req.body, async () => {
        done = await write(actor, work =>
          claimKey(work, data.idempotencyKey, async () => `/awards/${await recordAward(work, it.organisation, data)}`),
        )
      })
      if (refused)
        return page(
          res.status(422),
          'awards/recording/new',
          recordPage(t, await toRecord(actor, it.organisation.id, today), refused),
        )
      flash(res, t('awards.record.done', { organisation: it.organisation.name }))
      res.redirect(303, done)
    }),
  ]

  async function toRecord(actor: Actor, id: string, today: Day): Promise<ToRecord> {
    const organisation = await findOrganisation(db, actor, 'award.record', id)
    return {
      organisation,
      branches: openOn(await branchesOf(db, organisation), today),
      taken: await branchesTaken(db, organisation, libraryStream),
    }
  }
}
