// What the other modules and the composition root may use of `appraisal`.
export { decisionRoutes } from './decisions/decision.routes.ts'
export { declarationRoutes } from './declarations/declaration.routes.ts'
export { appraisalRoutes } from './findings/finding.routes.ts'
export { meetingRoutes } from './meeting/meeting.routes.ts'
export { moreEvidenceRoutes } from './more-evidence/more-evidence.routes.ts'
export { panelRoutes } from './panels/panel.routes.ts'
export { offerRoutes } from './seat-offers/seat-offer.routes.ts'
export { seatRoutes } from './seats/seat.routes.ts'
