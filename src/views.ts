import type * as answers from './modules/applications/answers/answer.pages.ts'
import type * as frozenAnswers from './modules/applications/answers/frozen.pages.ts'
import type * as picking from './modules/applications/choosing-evidence/choosing-evidence.pages.ts'
import type * as appraisals from './modules/appraisal/reading/reading.pages.ts'
import type * as findings from './modules/appraisal/findings/finding.pages.ts'
import type * as appraisalLists from './modules/appraisal/appraisals/appraisal.pages.ts'
import type * as declarations from './modules/appraisal/declarations/declaration.pages.ts'
import type * as meetings from './modules/appraisal/meeting/meeting.pages.ts'
import type * as offers from './modules/appraisal/seat-offers/seat-offer.pages.ts'
import type * as moreEvidence from './modules/appraisal/more-evidence/more-evidence.pages.ts'
import type * as panels from './modules/appraisal/panels/panel.pages.ts'
import type * as seats from './modules/appraisal/seats/seat.pages.ts'
import type * as questions from './modules/applications/questions/question.pages.ts'
import type * as applications from './modules/applications/applications/application.pages.ts'
import type * as deskMoves from './modules/applications/casework/casework.pages.ts'
import type * as cases from './modules/applications/casework/case.pages.ts'
import type * as caseHistory from './modules/applications/history/history.pages.ts'
import type * as applicationLists from './modules/applications/list/list.pages.ts'
import type * as tasks from './modules/applications/task-list/task-list.pages.ts'
import type * as light from './modules/applications/light-renewals/light-renewal.pages.ts'
import type * as libraryRenewals from './modules/applications/renewals/renewal.pages.ts'
import type * as frozenCopies from './modules/applications/submissions/frozen-copy.pages.ts'
import type * as submissions from './modules/applications/submissions/submission.pages.ts'
import type { EvidenceViews } from './evidence-views.ts'
import type * as evidence from './modules/evidence/list/list.pages.ts'
import type * as evidenceForm from './modules/evidence/editing/editing.pages.ts'
import type * as evidenceItem from './modules/evidence/items/evidence-item.pages.ts'
import type * as coverage from './modules/evidence/planning/coverage.pages.ts'
import type * as freshness from './modules/evidence/planning/freshness.pages.ts'
import type * as takingOut from './modules/evidence/export/export.pages.ts'
import type * as awards from './modules/awards/awards/award.pages.ts'
import type * as awardMoves from './modules/awards/moves/move.pages.ts'
import type * as paperAwards from './modules/awards/recording/recording.pages.ts'
import type * as decisionLists from './modules/overview/decisions-list/decisions-list.pages.ts'
import type * as confirmations from './modules/appraisal/confirmations/confirmation.pages.ts'
import type { ChangedItem } from './modules/appraisal/decisions/changed.pages.ts'
import type * as decisions from './modules/appraisal/decisions/decision.pages.ts'
import type * as proposals from './modules/appraisal/proposals/proposal.pages.ts'
import type * as recommendations from './modules/applications/recommendations/recommendation.pages.ts'
import type * as register from './modules/awards/verification/verification.pages.ts'
import type * as help from './modules/site/help/help.pages.ts'
import type * as history from './modules/site/history/history.pages.ts'
import type * as home from './modules/overview/home/home.pages.ts'
import type * as organisations from './modules/organisations/organisations/organisation.pages.ts'
import type * as renewalBoard from './modules/overview/renewals-board/renewals-board.pages.ts'
import type * as renewalBulk from './modules/overview/renewals-bulk/renewals-bulk.pages.ts'
import type * as demo from './modules/site/demo/demo.pages.ts'
import type * as rounds from './modules/frameworks/rounds/round.pages.ts'
import type * as team from './modules/organisations/team/team.pages.ts'
import type * as c from './web/components.ts'
import type { ComponentViews } from './web/component-views.ts'
import type { RecommendationCards } from './modules/applications/recommendations/recommendation-card.pages.ts'
import type { LastTime } from './modules/applications/applications/judgement.pages.ts'
import type { LinkOverPage } from './web/link-over.ts'
import type { TypedBefore } from './web/what-was-typed.ts'
import type { LetterView } from './email/render.ts'
import type { AccountPage, PasswordPage, SecurityPage } from './modules/access/account/account.pages.ts'
import type { JoinPage, OpenAccountPage } from './modules/access/invitations/invitation.pages.ts'
import type { MailList, OneLetter } from './modules/notifications/emails/email.pages.ts'
import type { ChoicePage, UnsubscribePage } from './modules/notifications/preferences/preference.pages.ts'
import type { PreviewPage, ReminderList } from './modules/notifications/reminder-list/reminder-list.pages.ts'
import type { InvitePerson, OnePerson, PeopleList } from './modules/access/people/people.pages.ts'
import type {
  ForgottenPage,
  LetterOnItsWay,
  ResetPage,
  SignInPage,
  SignOutPage,
} from './modules/access/sign-in/sign-in.pages.ts'
import type { T } from './words/words.ts'

// What each template is given. Types only. A page of a feature is one line in its feature's group below.
/** Printed as it is; only the view engine makes it. */
export type Html = string & { readonly html: unique symbol }
/** What every page of a request shares: `res.locals`, set by the pipeline before any row. */
export interface Shared {
  t: T
  person: { name: string } | null
  navigation: readonly NavigationItem[]
  /** sentences that the page before left for this one */
  notices: readonly string[]
  demo: boolean
}
export interface NavigationItem {
  text: string
  href: string
  current: boolean
}

/** What the view of every page carries besides its own data; the layout draws it. */
export interface Page {
  /** alone, without the service's name: "Evidence" */
  title: string
  back?: c.Link | null
  /** from `errorSummary(form)`: the layout draws the summary first in <main> and the title begins with "Error:". Pages do not draw it. */
  errors?: readonly c.ErrorLink[]
  /** from `harmPanel`: when it asks, focus goes there, and the title begins with "Question:" */
  harm?: { asks: unknown } | null
  /** 1,200 px, for boards and comparisons */
  wide?: boolean
  /** the page has a save bar: focus is kept clear of it on a phone */
  savebar?: boolean
  certificate?: boolean // nothing else is printed
}

/** The layout and what a refused request is shown: what `page` takes besides the pages of features. */
interface Frames extends ComponentViews, EvidenceViews {
  layout: Required<Omit<Page, 'harm'>> &
    Omit<Shared, 't'> & { titleWithout: string; body: Html; stylesheet: string; script: string; icon: string }
  'errors/error': ErrorPage
  'errors/kept': KeptPage
  'errors/typed': KeptPage['typed']
}

/** What a refused request is told. */
export interface ErrorPage {
  heading: string
  text: readonly string[]
  link: c.Link | null
  reference: string | null
}

/** What was typed, given back: to be read and copied, and whole to be sent again where that may help. */
export interface KeptPage extends ErrorPage {
  typed: Pick<TypedBefore, 'texts' | 'advice'>
  again: { action: string; fields: readonly { name: string; value: string }[] } | null
  signInHref: string | null
}

export interface Views extends Frames {
  // a line per page, grouped by feature: 'applications/questions/new': NewQuestion
  'access/sign-in/sign-in': SignInPage
  'access/sign-in/sign-out': SignOutPage
  'access/sign-in/forgotten': ForgottenPage
  'access/sign-in/letter-on-its-way': LetterOnItsWay
  'access/sign-in/reset': ResetPage
  'access/sign-in/link-over': LinkOverPage
  'access/invitations/open-account': OpenAccountPage
  'access/invitations/join': JoinPage
  'access/account/account': AccountPage
  'access/account/password': PasswordPage
  'access/account/security': SecurityPage
  'access/people/list': PeopleList
  'access/people/invite': InvitePerson
  'access/people/one': OnePerson
  'email/email': LetterView
  'notifications/emails/list': MailList
  'notifications/reminder-list/list': ReminderList
  'notifications/reminder-list/preview': PreviewPage
  'notifications/reminder-list/now': MailList['reminding']
  'notifications/preferences/choice': ChoicePage
  'notifications/preferences/unsubscribe': UnsubscribePage
  'notifications/emails/one': OneLetter
  'awards/awards/list': ReturnType<typeof awards.awardList>
  'awards/awards/show': ReturnType<typeof awards.awardPage>
  'awards/awards/certificate': ReturnType<typeof awards.certificatePage>
  'awards/moves/move': ReturnType<typeof awardMoves.awardMovePage>
  'awards/recording/choose': ReturnType<typeof paperAwards.chooseOrganisationPage>
  'awards/recording/new': ReturnType<typeof paperAwards.recordPage>
  'appraisal/proposals/edit': ReturnType<typeof proposals.proposalPage>
  'overview/decisions-list/list': ReturnType<typeof decisionLists.decisionList>
  'appraisal/proposals/proposed': Pick<ReturnType<typeof proposals.proposalPage>, 'recommendations'>
  'appraisal/proposals/recommend': NonNullable<ReturnType<typeof proposals.proposalPage>['write']>['add']
  'appraisal/confirmations/edit': ReturnType<typeof confirmations.confirmPage>
  'appraisal/decisions/changed': { items: readonly ChangedItem[] }
  'appraisal/confirmations/form': NonNullable<ReturnType<typeof confirmations.confirmPage>['form']>
  'appraisal/decisions/decision': ReturnType<typeof decisions.decisionPage>
  'applications/recommendations/cards': RecommendationCards
  'applications/recommendations/list': ReturnType<typeof recommendations.recommendationList>
  'applications/recommendations/answer': ReturnType<typeof recommendations.answerPage>
  'applications/recommendations/closing': ReturnType<typeof recommendations.verdictPage>
  'awards/verification/verify': ReturnType<typeof register.verifyPage>
  'awards/verification/validity': ReturnType<typeof register.validityPage>
  'site/help/text': ReturnType<typeof help.helpPage>
  'site/history/all': ReturnType<typeof history.historyPage>
  'overview/home/start': Page
  'overview/home/show': ReturnType<typeof home.homePage>
  'applications/list/list': ReturnType<typeof applicationLists.deskList>
  'applications/list/own': ReturnType<typeof applicationLists.ownList>
  'applications/applications/new': ReturnType<typeof applications.startPage>
  'applications/task-list/task-list': ReturnType<typeof tasks.taskList>
  'applications/renewals/new': ReturnType<typeof libraryRenewals.renewalStartPage>
  'applications/renewals/scope': ReturnType<typeof libraryRenewals.scopePage>
  'applications/renewals/panel': ReturnType<typeof libraryRenewals.panelWantedPage>
  'applications/light-renewals/edit': light.LightPage
  'applications/light-renewals/section': light.LightSection
  'applications/light-renewals/text': light.LightText
  'applications/light-renewals/recommendation': light.LightRecommendation
  'applications/light-renewals/rest': light.LightRest
  'applications/casework/case': ReturnType<typeof cases.casePage>
  'applications/applications/summary': ReturnType<typeof applications.summaryPage>
  'applications/moves/check': ReturnType<typeof applications.checkPage>
  'applications/moves/return': ReturnType<typeof applications.returnPage>
  'applications/casework/move': ReturnType<typeof deskMoves.holdPage>
  'applications/moves/withdraw': ReturnType<typeof applications.withdrawPage>
  'applications/history/history': ReturnType<typeof caseHistory.historyPage>
  'applications/answers/criterion': ReturnType<typeof answers.criterionPage>
  'applications/answers/read':
    ReturnType<typeof answers.criterionRead> | ReturnType<typeof frozenAnswers.frozenCriterion>
  'applications/answers/conflict': ReturnType<typeof answers.conflictPage>
  'applications/answers/evidence': ReturnType<typeof picking.pickPage>
  'applications/answers/frame': Pick<ReturnType<typeof answers.frame>, 'heading' | 'lead' | 'counts' | 'scope'>
  'applications/answers/pieces': answers.Pieces
  'applications/answers/partners': answers.PartnersShown
  'applications/answers/aside': answers.Aside
  'appraisal/declarations/edit': ReturnType<typeof declarations.declarationPage>
  'appraisal/panels/panel': ReturnType<typeof panels.panelDesk>
  'appraisal/panels/members': ReturnType<typeof panels.panelForReaders>
  'appraisal/panels/withdraw': ReturnType<typeof panels.withdrawSeatPage>
  'appraisal/seats/seat': ReturnType<typeof seats.seatPage>
  'appraisal/seat-offers/offer': ReturnType<typeof offers.offerPage>
  'appraisal/seat-offers/declined': ReturnType<typeof offers.declinedPage>
  'appraisal/meeting/meeting': ReturnType<typeof meetings.meetingPage>
  'appraisal/meeting/agreed': ReturnType<typeof meetings.agreedPage>
  'appraisal/more-evidence/ask': ReturnType<typeof moreEvidence.moreEvidencePage>
  'appraisal/more-evidence/take-up': ReturnType<typeof moreEvidence.takeUpPage>
  'appraisal/findings/last-time': LastTime
  'appraisal/appraisals/list': ReturnType<typeof appraisalLists.appraisalList>
  'appraisal/reading/reading': ReturnType<typeof appraisals.readingPage>
  'appraisal/findings/criterion': ReturnType<typeof findings.findingPage>
  'appraisal/findings/write': NonNullable<ReturnType<typeof findings.findingPage>['write']>
  'appraisal/findings/own': NonNullable<ReturnType<typeof findings.findingPage>['read']>
  'appraisal/findings/evidence': Pick<ReturnType<typeof findings.findingPage>, 'pieces'>
  'appraisal/findings/question': ReturnType<typeof findings.findingPage>['questions'][number]
  'applications/questions/list': ReturnType<typeof questions.questionList>
  'applications/questions/new': ReturnType<typeof questions.newQuestion>
  'applications/questions/reply': ReturnType<typeof questions.replyPage>
  'applications/submissions/check': ReturnType<typeof submissions.checkAnswers>
  'applications/submissions/answers': { groups: readonly submissions.ReadGroup[] }
  'applications/submissions/receipt': ReturnType<typeof submissions.receiptPage>
  'applications/submissions/show': ReturnType<typeof frozenCopies.frozenPage>
  'applications/submissions/none': Page
  'organisations/organisations/list': ReturnType<typeof organisations.organisationList>
  'organisations/organisations/new': ReturnType<typeof organisations.registration>
  'organisations/organisations/show': ReturnType<typeof organisations.organisationHome>
  'organisations/organisations/edit': ReturnType<typeof organisations.organisationEdit>
  'organisations/branches/list': ReturnType<typeof organisations.branchList>
  'organisations/branches/edit': ReturnType<typeof organisations.branchEdit>
  'evidence/quick-upload/new': ReturnType<typeof evidenceForm.quickPage>
  'evidence/list/list': ReturnType<typeof evidence.evidenceBank>
  'evidence/items/item': ReturnType<typeof evidenceItem.evidencePage>
  'evidence/editing/removal': evidenceItem.RemovalPage
  'evidence/editing/new': ReturnType<typeof evidenceForm.newEvidence>
  'evidence/editing/edit': ReturnType<typeof evidenceForm.editEvidence>
  'evidence/editing/more': ReturnType<typeof evidenceForm.moreEvidence>
  'overview/renewals-board/board': ReturnType<typeof renewalBoard.boardPage>
  'overview/renewals-board/extension': ReturnType<typeof renewalBulk.extensionPage>
  'overview/renewals-board/preview': ReturnType<typeof renewalBulk.extensionPreview>
  'overview/renewals-board/nudge': ReturnType<typeof renewalBulk.nudgePage>
  'overview/renewals-board/done': ReturnType<typeof renewalBulk.donePage>
  'site/demo/clock': ReturnType<typeof demo.clockPage>
  'evidence/planning/coverage': ReturnType<typeof coverage.coveragePage>
  'evidence/planning/grid': NonNullable<ReturnType<typeof coverage.coveragePage>['table']>
  'evidence/export/show': ReturnType<typeof takingOut.takingOutPage>
  'evidence/export/index': ReturnType<typeof takingOut.indexPage>
  'evidence/planning/freshness': ReturnType<typeof freshness.freshnessPage>
  'frameworks/rounds/list': ReturnType<typeof rounds.roundList>
  'frameworks/rounds/edit': ReturnType<typeof rounds.roundPage>
  'organisations/team/show': ReturnType<typeof team.teamPage>
}

declare global {
  namespace Express {
    interface Locals extends Shared {}
  }
}
