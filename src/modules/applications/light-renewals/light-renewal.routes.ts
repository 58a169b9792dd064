import { findApplication } from '../../access/access.public.ts'
import type { Actor } from '../../../domain/actor.ts'
import { isOutstanding } from '../../../domain/recommendation.ts'
import { NotFound, Stale } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { formOf } from '../../../web/form.ts'
import { parseForm, valuesIn } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { saveLight, type Conflict } from './light-renewal.actions.ts'
import { lightForm, lightGiven, type LightGiven } from './light-renewal.forms.ts'
import { formReadAgain } from './form.pages.ts'
import { lightItems } from './parts.pages.ts'
import { lightPage } from './light-renewal.pages.ts'
import { lightOf } from './light-renewal.store.ts'

export function lightRoutes({ db, write, clock }: Parts): Route[] {
  return [
    post('/applications/:id', 'answer.write', async (req, res, permission) => {
      const { t } = res.locals
      const actor = actorOf(res)
      const application = await findApplication(db, actor, permission, req.params.id)
      if (application.kind !== 'renewal' || application.status === 'more evidence asked') throw new NotFound()
      const it = await lightOf(db, actor, application, clock.now())
      const [{ texts }, waiting] = [lightItems(it.framework), it.recommendations.filter(isOutstanding)]
      const { data, form } = parseForm(lightForm(t, texts, waiting), req.body)
      if (form) return page(res.status(422), 'applications/light-renewals/edit', lightPage(t, actor, it, form))
      const given = lightGiven(data, texts, waiting)
      const conflicts = await saved(actor, application.id, given)
      if (conflicts.length > 0) {
        const now = await lightOf(db, actor, application, clock.now())
        return page(
          res.status(409),
          'applications/light-renewals/edit',
          lightPage(t, actor, now, formReadAgain(formOf(valuesIn(req.body)), now), conflicts),
        )
      }
      if (given.then === 'check') return res.redirect(303, `/applications/${application.id}/submission`)
      flash(res, t('renewal.light.saved'))
      res.redirect(303, `/applications/${application.id}`)
    }),
  ]

  /** Two at the very same moment: the second looks again at what the first wrote. */
  async function saved(actor: Actor, id: string, given: LightGiven): Promise<Conflict[]> {
    try {
      return await write(actor, work => saveLight(work, id, given))
    } catch (refusal) {
      if (!(refusal instanceof Stale)) throw refusal
      return write(actor, work => saveLight(work, id, given))
    }
  }
}
