import type { Parts } from '../parts.ts'
import type { Route } from '../web/routes.ts'
import { accountRoutes } from './account/account.routes.ts'
import { answerRoutes } from './answers/answer.routes.ts'
import { pickRoutes } from './answers/pick.routes.ts'
import { appraisalRoutes } from './appraisals/appraisal.routes.ts'
import { applicationRoutes } from './applications/application.routes.ts'
import { lightRoutes } from './applications/light.routes.ts'
import { libraryRenewalRoutes } from './applications/renewal.routes.ts'
import { deskRoutes } from './applications/desk.routes.ts'
import { moveRoutes } from './applications/move.routes.ts'
import { submissionRoutes } from './submissions/submission.routes.ts'
import { evidenceRoutes } from './evidence/evidence.routes.ts'
import { blackoutRoutes } from './evidence/blackout.routes.ts'
import { redactionRoutes } from './evidence/redaction.routes.ts'
import { revisionRoutes } from './evidence/revision.routes.ts'
import { evidenceItemRoutes } from './evidence/evidence-item.routes.ts'
import { captureRoutes } from './capture/capture.routes.ts'
import { trayRoutes } from './evidence/tray.routes.ts'
import { trayBulkRoutes } from './evidence/tray-bulk.routes.ts'
import { quickRoutes } from './evidence/quick.routes.ts'
import { consentRoutes } from './consents/consent.routes.ts'
import { awardRoutes } from './awards/award.routes.ts'
import { decisionRoutes } from './decisions/decision.routes.ts'
import { demoRoutes } from './demo/demo.routes.ts'
import { recommendationRoutes } from './recommendations/recommendation.routes.ts'
import { registerRoutes } from './register/register.routes.ts'
import { helpRoutes } from './help/help.routes.ts'
import { historyRoutes } from './history/history.routes.ts'
import { homeRoutes } from './home/home.routes.ts'
import { invitationRoutes } from './invitations/invitation.routes.ts'
import { mailRoutes } from './mail/mail.routes.ts'
import { mailReminderRoutes } from './mail/reminders.routes.ts'
import { organisationRoutes } from './organisations/organisation.routes.ts'
import { declarationRoutes } from './panels/declaration.routes.ts'
import { meetingRoutes } from './panels/meeting.routes.ts'
import { moreEvidenceRoutes } from './panels/more.routes.ts'
import { offerRoutes } from './panels/offer.routes.ts'
import { panelRoutes } from './panels/panel.routes.ts'
import { seatRoutes } from './panels/seat.routes.ts'
import { choosePartnerRoutes } from './partners/choose.routes.ts'
import { partnerRoutes } from './partners/partner.routes.ts'
import { peopleRoutes } from './people/people.routes.ts'
import { choiceRoutes } from './reminders/choice.routes.ts'
import { planningRoutes } from './planning/planning.routes.ts'
import { recurringRoutes } from './evidence/recurring.routes.ts'
import { keepingRoutes } from './evidence/keeping.routes.ts'
import { previewRoutes } from './evidence/preview.routes.ts'
import { questionRoutes } from './questions/question.routes.ts'
import { renewalRoutes } from './renewals/renewal.routes.ts'
import { roundRoutes } from './rounds/round.routes.ts'
import { signInRoutes } from './sign-in/sign-in.routes.ts'
import { takingOutRoutes } from './taking-out/taking-out.routes.ts'
import { teamRoutes } from './team/team.routes.ts'

/** Every address of the service. The app mounts these rows, and the permission matrix walks them. */
export const routes = (parts: Parts): Route[] => [
  ...homeRoutes(parts),
  ...signInRoutes(parts),
  ...accountRoutes(parts),
  ...invitationRoutes(parts),
  ...peopleRoutes(parts),
  ...organisationRoutes(parts),
  ...teamRoutes(parts),
  ...roundRoutes(parts),
  ...captureRoutes(parts),
  ...trayBulkRoutes(parts),
  ...trayRoutes(parts),
  ...quickRoutes(parts),
  ...evidenceRoutes(parts),
  ...evidenceItemRoutes(parts),
  ...redactionRoutes(parts),
  ...revisionRoutes(parts),
  ...keepingRoutes(parts),
  ...recurringRoutes(parts),
  ...blackoutRoutes(parts),
  ...previewRoutes(parts),
  ...planningRoutes(parts),
  ...takingOutRoutes(parts),
  ...consentRoutes(parts),
  ...partnerRoutes(parts),
  ...choosePartnerRoutes(parts),
  ...applicationRoutes(parts),
  ...libraryRenewalRoutes(parts),
  ...lightRoutes(parts),
  ...moveRoutes(parts),
  ...deskRoutes(parts),
  ...answerRoutes(parts),
  ...pickRoutes(parts),
  ...submissionRoutes(parts),
  ...declarationRoutes(parts),
  ...panelRoutes(parts),
  ...seatRoutes(parts),
  ...offerRoutes(parts),
  ...appraisalRoutes(parts),
  ...questionRoutes(parts),
  ...moreEvidenceRoutes(parts),
  ...meetingRoutes(parts),
  ...choiceRoutes(parts),
  ...mailReminderRoutes(parts),
  ...mailRoutes(parts),
  ...decisionRoutes(parts),
  ...awardRoutes(parts),
  ...recommendationRoutes(parts),
  ...renewalRoutes(parts),
  ...registerRoutes(parts),
  ...historyRoutes(parts),
  ...helpRoutes(parts),
  ...demoRoutes(parts),
]
