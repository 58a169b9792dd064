import { can } from '../../../domain/permissions.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { emptyForm } from '../../../web/form.ts'
import { claimKey, sentForm } from '../../../web/form-ids.ts'
import { parseForm, refusalOf } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { findOrganisation } from '../organisations/organisation.store.ts'
import {
  findInvitation,
  invitationsWaiting,
  sendInvitationAgain,
  takeInvitationBack,
} from '../../access/access.public.ts'
import { endTeamMembership, inviteToTeam } from './team.actions.ts'
import { teamForm } from './team.forms.ts'
import { teamPage } from './team.pages.ts'
import { teamOf } from './team.store.ts'

export const teamRoutes = ({ db, write }: Parts): Route[] => [
  get('/organisations/:id/team', 'team.read', async (req, res, permission) => {
    const organisation = await findOrganisation(db, actorOf(res), permission, req.params.id)
    const [members, waiting] = await Promise.all([teamOf(db, organisation), invitationsWaiting(db, organisation.id)])
    page(
      res,
      'organisations/team/show',
      teamPage(res.locals.t, organisation, members, waiting, can(actorOf(res), 'team.manage', organisation)),
    )
  }),

  post('/organisations/:id/team', 'team.manage', async (req, res, permission) => {
    const { t } = res.locals
    const actor = actorOf(res)
    const organisation = await findOrganisation(db, actor, permission, req.params.id)
    const back = `/organisations/${organisation.id}/team`
    const { data, form } = parseForm(teamForm(t), req.body)
    const refused =
      form ??
      (await refusalOf(t, req.body, () =>
        write(actor, work =>
          claimKey(work, sentForm(data.idempotencyKey, 'name', req.body), async () => {
            await inviteToTeam(work, organisation, data)
            return back
          }),
        ),
      ))
    if (refused) {
      const [members, waiting] = await Promise.all([teamOf(db, organisation), invitationsWaiting(db, organisation.id)])
      return page(
        res.status(422),
        'organisations/team/show',
        teamPage(t, organisation, members, waiting, true, refused),
      )
    }
    flash(res, t('team.invite.done', { name: data?.name ?? '' }))
    res.redirect(303, back)
  }),

  post('/organisations/:id/team/:membershipId/ending', 'team.manage', async (req, res, permission) => {
    const { t } = res.locals
    const organisation = await findOrganisation(db, actorOf(res), permission, req.params.id)
    const refused = await refusalOf(t, {}, () =>
      write(actorOf(res), work => endTeamMembership(work, organisation, req.params.membershipId)),
    )
    if (refused) {
      const [members, waiting] = await Promise.all([teamOf(db, organisation), invitationsWaiting(db, organisation.id)])
      return page(
        res.status(422),
        'organisations/team/show',
        teamPage(t, organisation, members, waiting, true, { ...emptyForm, errors: refused.errors }),
      )
    }
    flash(res, t('team.ended'))
    res.redirect(303, can(actorOf(res), 'team.read', organisation) ? `/organisations/${organisation.id}/team` : '/home')
  }),

  post('/organisations/:id/team/invitations/:invitationId/resending', 'team.manage', async (req, res, permission) => {
    const organisation = await findOrganisation(db, actorOf(res), permission, req.params.id)
    const invitation = await findInvitation(db, organisation.id, req.params.invitationId)
    await write(actorOf(res), work => sendInvitationAgain(work, invitation))
    flash(res, res.locals.t('team.resent'))
    res.redirect(303, `/organisations/${organisation.id}/team`)
  }),

  post('/organisations/:id/team/invitations/:invitationId/revocation', 'team.manage', async (req, res, permission) => {
    const organisation = await findOrganisation(db, actorOf(res), permission, req.params.id)
    const invitation = await findInvitation(db, organisation.id, req.params.invitationId)
    await write(actorOf(res), work => takeInvitationBack(work, invitation))
    flash(res, res.locals.t('team.revoked'))
    res.redirect(303, `/organisations/${organisation.id}/team`)
  }),
]
