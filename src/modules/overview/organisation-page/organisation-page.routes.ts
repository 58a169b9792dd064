import {
  branchesOf,
  countNotes,
  findOrganisation,
  openOn,
  organisationCoordinator,
} from '../../organisations/organisations.public.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { can } from '../../../domain/permissions.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { organisationPage, type OrganisationShown } from './organisation-page.pages.ts'
import { applicationsOf, awardsOf } from './organisation-page.store.ts'

/** An organisation's page, with its awards and applications. */
export const organisationPageRoutes = ({ db }: Parts): Route[] => [
  get('/organisations/:id', 'organisation.know', async (req, res, permission) => {
    const actor = actorOf(res)
    const organisation = await findOrganisation(db, actor, permission, req.params.id)
    const seesAwards = can(actor, 'organisation.read', organisation) || can(actor, 'awards.list')
    const seesApplications = can(actor, 'applications.list') && membershipsIn(actor, organisation.id).length === 0
    const shown: OrganisationShown = {
      organisation,
      coordinator: await organisationCoordinator(db, organisation),
      branches: openOn(await branchesOf(db, organisation), res.locals.today).length,
      awards: seesAwards ? await awardsOf(db, organisation) : [],
      applications: seesApplications ? await applicationsOf(db, actor, organisation) : [],
      may: permissionsOf(actor, organisation),
      notes: can(actor, 'organisation_note.read', organisation) ? await countNotes(db, organisation) : null,
    }
    page(res, 'overview/organisation-page/show', organisationPage(res.locals.t, shown))
  }),
]

const permissionsOf = (actor: Actor, organisation: Organisation): OrganisationShown['may'] => ({
  evidence: can(actor, 'evidence.list', organisation),
  targets: can(actor, 'target.read', organisation),
  partners: can(actor, 'partner.read', organisation),
  inbox: can(actor, 'inbox.manage', organisation),
  applications: can(actor, 'application.list', organisation),
  recommendations: can(actor, 'recommendation.list', organisation),
  team: can(actor, 'team.read', organisation),
  edit: can(actor, 'organisation.edit', organisation),
  others: can(actor, 'organisations.list'),
  write: membershipsIn(actor, organisation.id).length > 0,
  chooseCoordinator: can(actor, 'organisation.choose_coordinator', organisation),
  close: can(actor, 'organisation.close', organisation),
  merge: can(actor, 'organisation.merge', organisation),
})
