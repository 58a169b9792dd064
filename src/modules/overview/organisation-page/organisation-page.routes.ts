import { branchesOf, findOrganisation, openOn } from '../../organisations/organisations.public.ts'
import { membershipsIn } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import type { Parts } from '../../../parts.ts'
import { actor } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { organisationHome } from './organisation-page.pages.ts'
import { awardsOf, casesOf } from './organisation-page.store.ts'

/** An organisation's own page, with the awards it holds and the applications it made. */
export const organisationPageRoutes = ({ db }: Parts): Route[] => [
  get('/organisations/:id', 'organisation.know', async (req, res, permission) => {
    const who = actor(res)
    const organisation = await findOrganisation(db, who, permission, req.params.id)
    const branches = openOn(await branchesOf(db, organisation), res.locals.today).length
    page(
      res,
      'overview/organisation-page/show',
      organisationHome(
        res.locals.t,
        organisation,
        branches,
        {
          evidence: can(who, 'evidence.list', organisation),
          partners: can(who, 'partner.read', organisation),
          tray: can(who, 'capture.manage', organisation),
          applications: can(who, 'application.list', organisation),
          recommendations: can(who, 'recommendation.list', organisation),
          team: can(who, 'team.read', organisation),
          edit: can(who, 'organisation.edit', organisation),
          others: can(who, 'organisations.list'),
        },
        {
          awards:
            can(who, 'organisation.read', organisation) || can(who, 'awards.list')
              ? await awardsOf(db, organisation)
              : [],
          cases:
            can(who, 'applications.list') && membershipsIn(who, organisation.id).length === 0
              ? await casesOf(db, who, organisation)
              : [],
        },
      ),
    )
  }),
]
