import { branchesOf, findOrganisation, openOn } from '../../organisations/organisations.public.ts'
import { membershipsIn } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { organisationHome } from './organisation-page.pages.ts'
import { awardsOf, applicationsMadeBy } from './organisation-page.store.ts'

/** An organisation's own page, with the awards it holds and the applications it made. */
export const organisationPageRoutes = ({ db }: Parts): Route[] => [
  get('/organisations/:id', 'organisation.know', async (req, res, permission) => {
    const actor = actorOf(res)
    const organisation = await findOrganisation(db, actor, permission, req.params.id)
    const branches = openOn(await branchesOf(db, organisation), res.locals.today).length
    page(
      res,
      'overview/organisation-page/show',
      organisationHome(
        res.locals.t,
        organisation,
        branches,
        {
          evidence: can(actor, 'evidence.list', organisation),
          partners: can(actor, 'partner.read', organisation),
          inbox: can(actor, 'inbox.manage', organisation),
          applications: can(actor, 'application.list', organisation),
          recommendations: can(actor, 'recommendation.list', organisation),
          team: can(actor, 'team.read', organisation),
          edit: can(actor, 'organisation.edit', organisation),
          others: can(actor, 'organisations.list'),
        },
        {
          awards:
            can(actor, 'organisation.read', organisation) || can(actor, 'awards.list')
              ? await awardsOf(db, organisation)
              : [],
          cases:
            can(actor, 'applications.list') && membershipsIn(actor, organisation.id).length === 0
              ? await applicationsMadeBy(db, actor, organisation)
              : [],
        },
      ),
    )
  }),
]
