import type * as answers from './features/answers/answer.pages.ts'
import type * as frozenAnswers from './features/answers/frozen.pages.ts'
import type * as picking from './features/answers/pick.pages.ts'
import type * as appraisals from './features/appraisals/appraisal.pages.ts'
import type * as findings from './features/appraisals/finding.pages.ts'
import type * as appraisalLists from './features/appraisals/list.pages.ts'
import type * as declarations from './features/panels/declaration.pages.ts'
import type * as meetings from './features/panels/meeting.pages.ts'
import type * as offers from './features/panels/offer.pages.ts'
import type * as moreEvidence from './features/panels/more.pages.ts'
import type * as panels from './features/panels/panel.pages.ts'
import type * as seats from './features/panels/seat.pages.ts'
import type * as questions from './features/questions/question.pages.ts'
import type * as applications from './features/applications/application.pages.ts'
import type * as deskMoves from './features/applications/desk.pages.ts'
import type * as cases from './features/applications/case.pages.ts'
import type * as caseHistory from './features/applications/history.pages.ts'
import type * as applicationLists from './features/applications/list.pages.ts'
import type * as tasks from './features/applications/task-list.pages.ts'
import type * as light from './features/applications/light.pages.ts'
import type * as libraryRenewals from './features/applications/renewal.pages.ts'
import type * as frozenCopies from './features/submissions/frozen-copy.pages.ts'
import type * as submissions from './features/submissions/submission.pages.ts'
import type { EvidenceViews } from './evidence-views.ts'
import type * as evidence from './features/evidence/evidence.pages.ts'
import type * as evidenceForm from './features/evidence/evidence-form.pages.ts'
import type * as evidenceItem from './features/evidence/evidence-item.pages.ts'
import type * as coverage from './features/planning/coverage.pages.ts'
import type * as freshness from './features/planning/freshness.pages.ts'
import type * as takingOut from './features/taking-out/taking-out.pages.ts'
import type * as awards from './features/awards/award.pages.ts'
import type * as awardMoves from './features/awards/award-move.pages.ts'
import type * as paperAwards from './features/awards/record.pages.ts'
import type * as decisionLists from './features/decisions/list.pages.ts'
import type * as confirmations from './features/decisions/confirm.pages.ts'
import type { ChangedItem } from './features/decisions/changed.pages.ts'
import type * as decisions from './features/decisions/decision.pages.ts'
import type * as proposals from './features/decisions/proposal.pages.ts'
import type * as recommendations from './features/recommendations/recommendation.pages.ts'
import type * as register from './features/register/register.pages.ts'
import type * as help from './features/help/help.pages.ts'
import type * as history from './features/history/history.pages.ts'
import type * as home from './features/home/home.pages.ts'
import type * as organisations from './features/organisations/organisation.pages.ts'
import type * as renewalBoard from './features/renewals/board.pages.ts'
import type * as renewalBulk from './features/renewals/bulk.pages.ts'
import type * as demo from './features/demo/demo.pages.ts'
import type * as rounds from './features/rounds/round.pages.ts'
import type * as team from './features/team/team.pages.ts'
import type * as c from './web/components.ts'
import type { ComponentViews } from './web/component-views.ts'
import type { RecommendationCards } from './web/recommendation-cards.ts'
import type { LastTime } from './web/verdicts.ts'
import type { LinkOverPage } from './web/link-over.ts'
import type { TypedBefore } from './web/what-was-typed.ts'
import type { LetterView } from './mail/render.ts'
import type { AccountPage, PasswordPage, SecurityPage } from './features/account/account.pages.ts'
import type { JoinPage, OpenAccountPage } from './features/invitations/invitation.pages.ts'
import type { MailList, OneLetter } from './features/mail/mail.pages.ts'
import type { ChoicePage, UnsubscribePage } from './features/reminders/choice.pages.ts'
import type { PreviewPage, ReminderList } from './features/mail/reminders.pages.ts'
import type { InvitePerson, OnePerson, PeopleList } from './features/people/people.pages.ts'
import type {
  ForgottenPage,
  LetterOnItsWay,
  ResetPage,
  SignInPage,
  SignOutPage,
} from './features/sign-in/sign-in.pages.ts'
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
  // a line per page, grouped by feature: 'questions/new': NewQuestion
  'sign-in/sign-in': SignInPage
  'sign-in/sign-out': SignOutPage
  'sign-in/forgotten': ForgottenPage
  'sign-in/letter-on-its-way': LetterOnItsWay
  'sign-in/reset': ResetPage
  'sign-in/link-over': LinkOverPage
  'invitations/open-account': OpenAccountPage
  'invitations/join': JoinPage
  'account/account': AccountPage
  'account/password': PasswordPage
  'account/security': SecurityPage
  'people/list': PeopleList
  'people/invite': InvitePerson
  'people/one': OnePerson
  'letters/letter': LetterView
  'mail/list': MailList
  'mail/reminders': ReminderList
  'mail/preview': PreviewPage
  'mail/reminding': MailList['reminding']
  'reminders/choice': ChoicePage
  'reminders/unsubscribe': UnsubscribePage
  'mail/one': OneLetter
  'awards/list': ReturnType<typeof awards.awardList>
  'awards/show': ReturnType<typeof awards.awardPage>
  'awards/certificate': ReturnType<typeof awards.certificatePage>
  'awards/move': ReturnType<typeof awardMoves.awardMovePage>
  'awards/choose': ReturnType<typeof paperAwards.chooseOrganisationPage>
  'awards/record': ReturnType<typeof paperAwards.recordPage>
  'decisions/proposal': ReturnType<typeof proposals.proposalPage>
  'decisions/list': ReturnType<typeof decisionLists.decisionList>
  'decisions/proposed': Pick<ReturnType<typeof proposals.proposalPage>, 'recommendations'>
  'decisions/recommend': NonNullable<ReturnType<typeof proposals.proposalPage>['write']>['add']
  'decisions/confirm': ReturnType<typeof confirmations.confirmPage>
  'decisions/changed': { items: readonly ChangedItem[] }
  'decisions/confirm-form': NonNullable<ReturnType<typeof confirmations.confirmPage>['form']>
  'decisions/decision': ReturnType<typeof decisions.decisionPage>
  'recommendations/cards': RecommendationCards
  'recommendations/list': ReturnType<typeof recommendations.recommendationList>
  'recommendations/answer': ReturnType<typeof recommendations.answerPage>
  'recommendations/closing': ReturnType<typeof recommendations.verdictPage>
  'register/verify': ReturnType<typeof register.verifyPage>
  'register/validity': ReturnType<typeof register.validityPage>
  'help/text': ReturnType<typeof help.helpPage>
  'history/all': ReturnType<typeof history.historyPage>
  'home/start': Page
  'home/show': ReturnType<typeof home.homePage>
  'applications/list': ReturnType<typeof applicationLists.deskList>
  'applications/own': ReturnType<typeof applicationLists.ownList>
  'applications/new': ReturnType<typeof applications.startPage>
  'applications/tasks': ReturnType<typeof tasks.taskList>
  'applications/renewal': ReturnType<typeof libraryRenewals.renewalStartPage>
  'applications/scope': ReturnType<typeof libraryRenewals.scopePage>
  'applications/panel-wanted': ReturnType<typeof libraryRenewals.panelWantedPage>
  'applications/light': light.LightPage
  'applications/light-section': light.LightSection
  'applications/light-text': light.LightText
  'applications/light-recommendation': light.LightRecommendation
  'applications/light-rest': light.LightRest
  'applications/case': ReturnType<typeof cases.casePage>
  'applications/summary': ReturnType<typeof applications.summaryPage>
  'applications/check': ReturnType<typeof applications.checkPage>
  'applications/return': ReturnType<typeof applications.returnPage>
  'applications/desk-move': ReturnType<typeof deskMoves.holdPage>
  'applications/withdraw': ReturnType<typeof applications.withdrawPage>
  'applications/history': ReturnType<typeof caseHistory.historyPage>
  'answers/criterion': ReturnType<typeof answers.criterionPage>
  'answers/read': ReturnType<typeof answers.criterionRead> | ReturnType<typeof frozenAnswers.frozenCriterion>
  'answers/conflict': ReturnType<typeof answers.conflictPage>
  'answers/evidence': ReturnType<typeof picking.pickPage>
  'answers/frame': Pick<ReturnType<typeof answers.frame>, 'heading' | 'lead' | 'counts' | 'scope'>
  'answers/pieces': answers.Pieces
  'answers/partners': answers.PartnersShown
  'answers/aside': answers.Aside
  'panels/declaration': ReturnType<typeof declarations.declarationPage>
  'panels/desk': ReturnType<typeof panels.panelDesk>
  'panels/members': ReturnType<typeof panels.panelForReaders>
  'panels/withdraw': ReturnType<typeof panels.withdrawSeatPage>
  'panels/seat': ReturnType<typeof seats.seatPage>
  'panels/offer': ReturnType<typeof offers.offerPage>
  'panels/declined': ReturnType<typeof offers.declinedPage>
  'panels/meeting': ReturnType<typeof meetings.meetingPage>
  'panels/agreed': ReturnType<typeof meetings.agreedPage>
  'panels/more-evidence': ReturnType<typeof moreEvidence.moreEvidencePage>
  'panels/take-up': ReturnType<typeof moreEvidence.takeUpPage>
  'appraisals/last-time': LastTime
  'appraisals/list': ReturnType<typeof appraisalLists.appraisalList>
  'appraisals/reading': ReturnType<typeof appraisals.readingPage>
  'appraisals/criterion': ReturnType<typeof findings.findingPage>
  'appraisals/write': NonNullable<ReturnType<typeof findings.findingPage>['write']>
  'appraisals/own': NonNullable<ReturnType<typeof findings.findingPage>['read']>
  'appraisals/pieces': Pick<ReturnType<typeof findings.findingPage>, 'pieces'>
  'appraisals/question': ReturnType<typeof findings.findingPage>['questions'][number]
  'questions/list': ReturnType<typeof questions.questionList>
  'questions/new': ReturnType<typeof questions.newQuestion>
  'questions/reply': ReturnType<typeof questions.replyPage>
  'submissions/check': ReturnType<typeof submissions.checkAnswers>
  'submissions/answers': { groups: readonly submissions.ReadGroup[] }
  'submissions/receipt': ReturnType<typeof submissions.receiptPage>
  'submissions/show': ReturnType<typeof frozenCopies.frozenPage>
  'submissions/none': Page
  'organisations/list': ReturnType<typeof organisations.organisationList>
  'organisations/new': ReturnType<typeof organisations.registration>
  'organisations/show': ReturnType<typeof organisations.organisationHome>
  'organisations/edit': ReturnType<typeof organisations.organisationEdit>
  'organisations/branches': ReturnType<typeof organisations.branchList>
  'organisations/branch': ReturnType<typeof organisations.branchEdit>
  'evidence/quick': ReturnType<typeof evidenceForm.quickPage>
  'evidence/list': ReturnType<typeof evidence.evidenceBank>
  'evidence/item': ReturnType<typeof evidenceItem.evidencePage>
  'evidence/removal': evidenceItem.RemovalPage
  'evidence/new': ReturnType<typeof evidenceForm.newEvidence>
  'evidence/edit': ReturnType<typeof evidenceForm.editEvidence>
  'evidence/more': ReturnType<typeof evidenceForm.moreEvidence>
  'renewals/board': ReturnType<typeof renewalBoard.boardPage>
  'renewals/extension': ReturnType<typeof renewalBulk.extensionPage>
  'renewals/preview': ReturnType<typeof renewalBulk.extensionPreview>
  'renewals/nudge': ReturnType<typeof renewalBulk.nudgePage>
  'renewals/done': ReturnType<typeof renewalBulk.donePage>
  'demo/clock': ReturnType<typeof demo.clockPage>
  'planning/coverage': ReturnType<typeof coverage.coveragePage>
  'planning/grid': NonNullable<ReturnType<typeof coverage.coveragePage>['table']>
  'taking-out/show': ReturnType<typeof takingOut.takingOutPage>
  'taking-out/index': ReturnType<typeof takingOut.indexPage>
  'planning/freshness': ReturnType<typeof freshness.freshnessPage>
  'rounds/list': ReturnType<typeof rounds.roundList>
  'rounds/edit': ReturnType<typeof rounds.roundPage>
  'team/show': ReturnType<typeof team.teamPage>
}

declare global {
  namespace Express {
    interface Locals extends Shared {}
  }
}
