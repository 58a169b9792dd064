// What the other modules and the composition root may use of `appraisal`.
import type { Parts } from '../../parts.ts'
import type { Route } from '../../web/routes.ts'
import { decisionRoutes } from './decisions/decision.routes.ts'
import { declarationRoutes } from './declarations/declaration.routes.ts'
import { appraisalRoutes } from './findings/finding.routes.ts'
import { meetingRoutes } from './meeting/meeting.routes.ts'
import { moreEvidenceRoutes } from './more-evidence/more-evidence.routes.ts'
import { panelRoutes } from './panels/panel.routes.ts'
import { offerRoutes } from './seat-offers/seat-offer.routes.ts'
import { seatRoutes } from './seats/seat.routes.ts'

export const routes = (parts: Parts): Route[] => [
  ...declarationRoutes(parts),
  ...panelRoutes(parts),
  ...seatRoutes(parts),
  ...offerRoutes(parts),
  ...appraisalRoutes(parts),
  ...moreEvidenceRoutes(parts),
  ...meetingRoutes(parts),
  ...decisionRoutes(parts),
]
