import {
  charityRoles,
  declarationOf,
  mustDeclare,
  helpedSeat,
  seatOf,
  type Actor,
  type CharityRole,
  type MemberRole,
} from './actor.ts'
import { mayOpenRequest, mayReadRequest, type AccessRequest } from './role-approval.ts'
import {
  isBeforeDecision,
  isBeingRead,
  canBeWritten,
  canItemBeWritten,
  isUnderWay,
  isWrittenNow,
  type Application,
  type Seat,
} from './application.ts'
import { awardRoles, type Award } from './award.ts'
import { canBeCase } from './calibration.ts'
import { canBeExample, canChooseSharing } from './example.ts'
import type { EvidenceSubject } from './evidence.ts'
import {
  hasCharityRole,
  hasDecisionLetter,
  hasGivenAll,
  hasRole,
  isExpectedAtMeeting,
  isHelper,
  isHelperExpected,
  isHolder,
  isMemberAs,
  isReader,
  leadsOneOf,
  mayAttend,
  mayFollowAsHelper,
  mayKnowBeforeDeclaring,
  mayManageMerge,
  mayReadOthers,
  mayReadOwn,
  mayReadThrough,
  libraryRoles,
  charityReaders,
  hasRoleOutsideOwnLibrary,
  type MergeSubject,
} from './permission-conditions.ts'

/** The facts about a finding that permissions depend on. */
export interface FindingSubject {
  seatId: string
  givenAt: string | null
}
/** The facts about a question that permissions depend on. */
export interface QuestionSubject {
  askedBy: string
  status: string
}
/** The facts about a comment that permissions depend on. */
export interface CommentSubject {
  writtenBy: string
}
/** The facts about a file that permissions depend on, besides its evidence. */
export interface FileSubject {
  uploadedBy: string
}
/** The facts about a panel meeting that permissions depend on: the applications on its agenda. */
export interface MeetingSubject {
  applications: readonly Application[]
}
export interface OrganisationSubject {
  id: string
}
/** The facts about an invitation that permissions depend on. */
export interface InvitationSubject {
  role: CharityRole | MemberRole
}

/**
 * Rights follow from a membership, a seat or a role in the charity. docs/security/permissions.md is generated from this
 * table.
 */
const permissions = {
  // Applications. People who must declare can see that an application exists before they declare.
  // Once they have declared a conflict of interest, they cannot. The charity never reads drafts.
  'application.know': (actor: Actor, it: Application) =>
    hasRole(actor, it, ...libraryRoles) || mayKnowBeforeDeclaring(actor, it),
  'application.read': (actor: Actor, it: Application) =>
    hasRole(actor, it, ...libraryRoles) || isReader(actor, it) || isHelper(actor, it),
  'application.submit': (actor: Actor, it: Application) => hasRole(actor, it, 'lead'),
  'application.withdraw': (actor: Actor, it: Application) => hasRole(actor, it, 'lead'),
  'application.check': (actor: Actor, it: Application) => it.isSubmitted && hasRole(actor, it, 'coordinator'),
  'application.return': (actor: Actor, it: Application) => it.isSubmitted && hasRole(actor, it, 'coordinator'),
  'application.take_up': (actor: Actor, it: Application) => it.isSubmitted && hasRole(actor, it, 'coordinator'),
  'application.hold': (actor: Actor, it: Application) => it.isSubmitted && hasRole(actor, it, 'coordinator'),
  'application.move_date': (actor: Actor, it: Application) => it.isSubmitted && hasRole(actor, it, 'coordinator'),
  'application.extend_round': (actor: Actor, it: Application) =>
    it.kind === 'first' && it.status === 'draft' && hasRole(actor, it, 'coordinator'),
  'application.change_coordinator': (actor: Actor, it: Application) =>
    it.isSubmitted && isUnderWay(it) && hasRole(actor, it, 'coordinator'),
  'application.close': (actor: Actor, it: Application) => hasRole(actor, it, 'coordinator'),
  'application.change_scope': (actor: Actor, it: Application) => isWrittenNow(it) && hasRole(actor, it, 'lead'),
  'application.want_panel': (actor: Actor, it: Application) =>
    it.isSubmitted &&
    it.kind === 'renewal' &&
    (it.status === 'submitted' || it.status === 'checked') &&
    hasRole(actor, it, 'coordinator', 'trustee'),
  'submission.read': (actor: Actor, it: Application) =>
    it.isSubmitted && hasRole(actor, it, ...libraryRoles, ...charityReaders, 'helper'),
  'history.read': (actor: Actor, it: Application) => hasRole(actor, it, ...libraryRoles) || isReader(actor, it),

  // Only the library reads answers while it is writing them. The charity reads submissions.
  'answer.read': (actor: Actor, it: Application) => hasRole(actor, it, ...libraryRoles),
  'answer.write': (actor: Actor, it: Application) => canBeWritten(it) && hasRole(actor, it, 'lead', 'contributor'),
  'answer.write_item': (actor: Actor, it: Application, itemId: string) =>
    canItemBeWritten(it, itemId) && hasRole(actor, it, 'lead', 'contributor'),

  // The page for councillors belongs to the library. The charity never sees it.
  'councillor_page.read': (actor: Actor, it: Application) => hasRole(actor, it, ...libraryRoles),
  'councillor_page.write': (actor: Actor, it: Application) => hasRole(actor, it, 'lead', 'contributor'),

  // Only a lead assigns items to colleagues. domain/assignment.ts says what else a writer can do with assignments.
  'assignment.manage': (actor: Actor, it: Application) => canBeWritten(it) && hasRole(actor, it, 'lead'),

  // Comments belong to the library. Nobody else learns that they exist.
  'comment.read': (actor: Actor, it: Application) => hasRole(actor, it, ...libraryRoles),
  'comment.write': (actor: Actor, it: Application) => isUnderWay(it) && hasRole(actor, it, 'lead', 'contributor'),
  'comment.change': (actor: Actor, it: Application, comment: CommentSubject) =>
    comment.writtenBy === actor.id && hasRole(actor, it, 'lead', 'contributor'),
  'comment.delete': (actor: Actor, it: Application, comment: CommentSubject) =>
    hasRole(actor, it, 'lead') || (comment.writtenBy === actor.id && hasRole(actor, it, 'contributor')),

  // Sign-off before submitting. A person who writes the application cannot sign it off.
  'sign_off.ask': (actor: Actor, it: Application) => isWrittenNow(it) && hasRole(actor, it, 'lead'),
  'sign_off.make': (actor: Actor, it: Application) =>
    isWrittenNow(it) && hasRole(actor, it, 'observer') && !hasRole(actor, it, 'lead', 'contributor'),

  'endorsement.ask': (actor: Actor, it: Application) => isWrittenNow(it) && hasRole(actor, it, 'lead'),

  // People declare for themselves. A conflict that is discovered later can still be declared.
  'declaration.make': (actor: Actor, it: Application) => mustDeclare(actor, it) && declarationOf(actor, it) === null,
  'declaration.change': (actor: Actor, it: Application) =>
    mustDeclare(actor, it) && declarationOf(actor, it) === 'no conflict',
  // A coordinator lifts a conflict that someone else declared by mistake. domain/conflicts.ts lists the rules.
  'declaration.lift': (actor: Actor, it: Application) => it.isSubmitted && hasRole(actor, it, 'coordinator'),

  'question.read': (actor: Actor, it: Application) =>
    hasRole(actor, it, ...libraryRoles) || isReader(actor, it) || isHelper(actor, it),
  'question.ask': (actor: Actor, it: Application) => isBeingRead(it) && isReader(actor, it),
  'question.reply': (actor: Actor, it: Application, question: QuestionSubject) =>
    question.status === 'open' && isUnderWay(it) && hasRole(actor, it, 'lead'),
  'question.withdraw': (actor: Actor, it: Application, question: QuestionSubject) =>
    question.status === 'open' &&
    isReader(actor, it) &&
    (question.askedBy === actor.id || hasRole(actor, it, 'chair', 'coordinator')),

  // Panels. Only the holder of a seat and coordinators see its kind, and whether it is marked independent.
  'panel.manage': (actor: Actor, it: Application) =>
    it.isSubmitted && isUnderWay(it) && it.status !== 'decided' && hasRole(actor, it, 'coordinator'),
  'panel.read': (actor: Actor, it: Application) => isReader(actor, it),
  // The real names of present and former members and helpers. Everyone else sees the names that members chose to show.
  'panel.read_names': (actor: Actor, it: Application) => it.isSubmitted && hasRole(actor, it, 'coordinator'),
  // The sample of branches that the panel reads more closely. The library does not see which branches are in it.
  'sample.read': (actor: Actor, it: Application) => isReader(actor, it) || isHelper(actor, it),
  'sample.draw': (actor: Actor, it: Application) =>
    it.isSubmitted && isUnderWay(it) && it.status !== 'decided' && hasRole(actor, it, 'coordinator'),
  'seat.answer': (actor: Actor, it: Application) =>
    seatOf(actor, it)?.status === 'offered' && mayKnowBeforeDeclaring(actor, it),
  'seat.read_kind': (actor: Actor, it: Application, seat: Seat) =>
    (isHolder(actor, it, seat.id) && mayKnowBeforeDeclaring(actor, it)) || hasRole(actor, it, 'coordinator'),

  // Findings. Once members have given all their own findings, they see the others', and can no longer change their own.
  // A helper reads the findings of the member whom they help, but never that member's private notes.
  'appraisal.read': (actor: Actor, it: Application) => it.isSubmitted && hasRole(actor, it, 'panel', 'helper'),
  'finding.write': (actor: Actor, it: Application) =>
    it.status === 'with the panel' && hasRole(actor, it, 'panel') && !hasGivenAll(actor, it),
  'finding.read': (actor: Actor, it: Application, finding: FindingSubject) =>
    (isHelper(actor, it) && helpedSeat(actor, it)?.id === finding.seatId) ||
    (isReader(actor, it) &&
      (isHolder(actor, it, finding.seatId) || (finding.givenAt !== null && mayReadOthers(actor, it)))),
  'finding.read_note': (actor: Actor, it: Application, finding: FindingSubject) =>
    isReader(actor, it) && isHolder(actor, it, finding.seatId),
  // The page where an application's panel agrees its findings.
  'meeting.read': (actor: Actor, it: Application) => isReader(actor, it) && mayReadOthers(actor, it),
  // Panel meetings. On the agenda, an application is shown only to its panel, their helpers and coordinators.
  'panel_meeting.read': (actor: Actor, it: MeetingSubject) =>
    it.applications.some(
      each =>
        mayAttend(actor, each) ||
        isExpectedAtMeeting(actor, each) ||
        mayFollowAsHelper(actor, each) ||
        isHelperExpected(actor, each),
    ),
  // Helpers follow a meeting, but are not recorded as present.
  'panel_meeting.attend': (actor: Actor, it: MeetingSubject) =>
    it.applications.some(each => mayAttend(actor, each) || isExpectedAtMeeting(actor, each)),
  'panel_meeting.change': (actor: Actor, it: MeetingSubject) =>
    it.applications.some(each => hasRole(actor, each, 'coordinator')),
  // A coordinator who is barred from one of the items cannot change the order.
  'panel_meeting.order': (actor: Actor, it: MeetingSubject) =>
    it.applications.length > 0 && it.applications.every(each => hasRole(actor, each, 'coordinator')),
  'agenda_item.follow': (actor: Actor, it: Application) => mayAttend(actor, it) || mayFollowAsHelper(actor, it),
  'agenda_item.attend': (actor: Actor, it: Application) => mayAttend(actor, it),
  // Allowed even after a withdrawal or the decision letter, so that the item and the meeting can still be ended.
  'agenda_item.run': (actor: Actor, it: Application) => it.isSubmitted && hasRole(actor, it, 'chair', 'coordinator'),
  // Minutes reveal others' findings, so a member can read them only after giving all their own.
  'minutes.read': (actor: Actor, it: Application) => isReader(actor, it) && mayReadOthers(actor, it),
  'minutes.write': (actor: Actor, it: Application) =>
    it.isSubmitted && isBeforeDecision(it) && hasRole(actor, it, 'panel', 'coordinator') && mayReadOthers(actor, it),
  'visit_note.read': (actor: Actor, it: Application) => isReader(actor, it),
  'visit_note.write': (actor: Actor, it: Application) =>
    it.isSubmitted && isBeforeDecision(it) && hasRole(actor, it, 'panel', 'coordinator'),
  'agreed_finding.read': (actor: Actor, it: Application) =>
    (isReader(actor, it) && mayReadOthers(actor, it)) || hasDecisionLetter(actor, it),
  'agreed_finding.write': (actor: Actor, it: Application) =>
    it.status === 'with the panel' && hasRole(actor, it, 'chair') && hasGivenAll(actor, it),
  'more_evidence.ask': (actor: Actor, it: Application) => hasRole(actor, it, 'chair'),
  'proposal.read': (actor: Actor, it: Application) => isReader(actor, it) && mayReadOthers(actor, it),
  'proposal.write': (actor: Actor, it: Application) =>
    it.status === 'with the panel' && hasRole(actor, it, 'chair') && hasGivenAll(actor, it),

  // Decisions. The panel and the library see a decision only after its release. `decision.read` opens the page, for the
  // panel even before the release. `decision_letter.read` decides whether the page shows the decision and the decision
  // letter.
  'decision.make': (actor: Actor, it: Application) =>
    hasRole(actor, it, 'trustee') &&
    (it.status === 'with a trustee' || (it.status === 'checked' && it.kind === 'renewal')),
  'decision.read': (actor: Actor, it: Application) => isReader(actor, it) || hasDecisionLetter(actor, it),
  'decision_letter.read': (actor: Actor, it: Application) =>
    hasRole(actor, it, 'coordinator', 'trustee') ||
    hasDecisionLetter(actor, it) ||
    (it.hasReleasedDecision && isReader(actor, it)),
  'decision_letter.read_held': (actor: Actor, it: Application) => hasRole(actor, it, 'coordinator', 'trustee'),
  // A pack contains only what its reader can see on the application's pages.
  // The library's pack leaves out the decision.
  'pack.read': (actor: Actor, it: Application) => hasRole(actor, it, ...libraryRoles) || isReader(actor, it),
  'decision_letter.release': (actor: Actor, it: Application) =>
    it.status === 'decided' && hasRole(actor, it, 'coordinator'),

  // Changing a decision (review.ts). Coordinators ask for corrections, which the library does not see.
  // The library asks for reviews. Corrections of recorded awards are below (`award.correct`).
  'correction.ask': (actor: Actor, it: Application) => it.status === 'decided' && hasRole(actor, it, 'coordinator'),
  'review.read': (actor: Actor, it: Application) => hasDecisionLetter(actor, it),
  'review.ask': (actor: Actor, it: Application) =>
    it.status === 'decided' && it.decisionLetterReleased && hasRole(actor, it, 'lead'),
  'decision_request.read': (actor: Actor, it: Application) =>
    it.isSubmitted && hasRole(actor, it, 'coordinator', 'trustee'),
  'decision_request.answer': (actor: Actor, it: Application) =>
    it.status === 'decided' && hasRole(actor, it, 'trustee'),

  // Calibration cases: answers with names removed, on which appraisers practise.
  // Only the library's leads and coordinators know which library a case is from.
  // The library must agree first, and can withdraw at any time.
  'calibration_agreement.read': (actor: Actor, it: Application) => it.hasReleasedDecision && hasRole(actor, it, 'lead'),
  'calibration_agreement.give': (actor: Actor, it: Application) => canBeCase(it) && hasRole(actor, it, 'lead'),
  'calibration_agreement.withdraw': (actor: Actor, it: Application) =>
    it.hasReleasedDecision && hasRole(actor, it, 'lead'),
  'calibration_case.manage': (actor: Actor, it: Application) => canBeCase(it) && hasRole(actor, it, 'coordinator'),

  // Examples: the text of answers that other libraries read.
  'example_choice.make': (actor: Actor, it: Application) => canChooseSharing(it) && hasRole(actor, it, 'lead'),
  'example.manage': (actor: Actor, it: Application) => canBeExample(it) && hasRole(actor, it, 'coordinator'),

  'recommendation.list': (actor: Actor, it: OrganisationSubject) =>
    isMemberAs(actor, it.id, ...libraryRoles) || hasRoleOutsideOwnLibrary(actor, it.id, 'coordinator', 'trustee'),
  'recommendation.answer': (actor: Actor, it: OrganisationSubject) => isMemberAs(actor, it.id, 'lead'),
  'recommendation.close': (actor: Actor, it: Application) =>
    it.isSubmitted && hasRole(actor, it, 'coordinator', 'trustee'),

  // Evidence belongs to the library.
  // The charity reads an item only through an application whose submission or reply includes it.
  // `through` is the application that `findEvidence` chose, or null.
  'evidence.read': (actor: Actor, it: EvidenceSubject, through: Application | null) =>
    mayReadOwn(actor, it) || mayReadThrough(actor, it, through),
  'evidence.edit': (actor: Actor, it: EvidenceSubject) =>
    isMemberAs(actor, it.organisationId, 'lead', 'contributor') && mayReadOwn(actor, it),
  // Opening the original of a redacted copy without giving a reason. Other readers must give one, which is recorded.
  'original.read': (actor: Actor, it: EvidenceSubject) =>
    isMemberAs(actor, it.organisationId, 'lead', 'contributor') && mayReadOwn(actor, it),
  // A file that needs a redacted copy. To people without this permission, the file does not exist.
  'file_to_redact.read': (actor: Actor, it: EvidenceSubject, file: FileSubject) =>
    isMemberAs(actor, it.organisationId, 'lead') ||
    (isMemberAs(actor, it.organisationId, 'contributor') &&
      mayReadOwn(actor, it) &&
      (it.ownerId === actor.id || file.uploadedBy === actor.id)),
  'file_to_redact.keep': (actor: Actor, it: EvidenceSubject) => isMemberAs(actor, it.organisationId, 'lead'),
  // A person withdraws consent through the library, or through a coordinator who can read the evidence.
  'consent.record': (actor: Actor, it: EvidenceSubject) =>
    isMemberAs(actor, it.organisationId, 'lead', 'contributor') && mayReadOwn(actor, it),
  'consent.withdraw': (actor: Actor, it: EvidenceSubject, through: Application | null) =>
    (isMemberAs(actor, it.organisationId, 'lead', 'contributor') && mayReadOwn(actor, it)) ||
    (through !== null && mayReadThrough(actor, it, through) && hasRole(actor, through, 'coordinator')),
  'consent.list': (actor: Actor, it: OrganisationSubject) => isMemberAs(actor, it.id, 'lead', 'contributor'),
  // The owner can remove an item, so only the owner or a lead can transfer it to another owner.
  'evidence.transfer': (actor: Actor, it: EvidenceSubject) =>
    isMemberAs(actor, it.organisationId, 'lead') ||
    (isMemberAs(actor, it.organisationId, 'contributor') && it.ownerId === actor.id),
  'evidence.remove': (actor: Actor, it: EvidenceSubject) =>
    isMemberAs(actor, it.organisationId, 'lead') ||
    (isMemberAs(actor, it.organisationId, 'contributor') && it.ownerId === actor.id),

  // Organisations. Coordinators can edit every organisation except their own, where they have only their rights as
  // members.
  'organisation.know': (actor: Actor, it: OrganisationSubject) =>
    isMemberAs(actor, it.id, ...libraryRoles) || hasCharityRole(actor, 'coordinator', 'trustee', 'administrator'),
  'organisation.read': (actor: Actor, it: OrganisationSubject) =>
    isMemberAs(actor, it.id, ...libraryRoles) || hasRoleOutsideOwnLibrary(actor, it.id, 'coordinator', 'trustee'),
  'organisation.edit': (actor: Actor, it: OrganisationSubject) =>
    isMemberAs(actor, it.id, 'lead') || hasRoleOutsideOwnLibrary(actor, it.id, 'coordinator'),
  'organisation.close': (actor: Actor, it: OrganisationSubject) =>
    hasRoleOutsideOwnLibrary(actor, it.id, 'coordinator'),
  'organisation.choose_coordinator': (actor: Actor, it: OrganisationSubject) =>
    hasRoleOutsideOwnLibrary(actor, it.id, 'coordinator', 'administrator'),
  // A merge. If evidence becomes readable to other people, a lead of the organisation that holds it must agree.
  'organisation.merge': (actor: Actor, it: OrganisationSubject) =>
    hasRoleOutsideOwnLibrary(actor, it.id, 'coordinator'),
  'merge.read': (actor: Actor, it: MergeSubject) => mayManageMerge(actor, it) || leadsOneOf(actor, it),
  'merge.answer': (actor: Actor, it: MergeSubject) => leadsOneOf(actor, it),
  'merge.finish': (actor: Actor, it: MergeSubject) => mayManageMerge(actor, it),
  // The charity team's notes. The library cannot see whether there are any.
  'organisation_note.read': (actor: Actor, it: OrganisationSubject) =>
    hasRoleOutsideOwnLibrary(actor, it.id, 'coordinator', 'trustee'),
  'organisation_note.write': (actor: Actor, it: OrganisationSubject) =>
    hasRoleOutsideOwnLibrary(actor, it.id, 'coordinator'),
  'branch.manage': (actor: Actor, it: OrganisationSubject) =>
    isMemberAs(actor, it.id, 'lead') || hasRoleOutsideOwnLibrary(actor, it.id, 'coordinator'),
  'team.read': (actor: Actor, it: OrganisationSubject) =>
    isMemberAs(actor, it.id, ...libraryRoles) || hasRoleOutsideOwnLibrary(actor, it.id, 'coordinator'),
  'sign_off.choose': (actor: Actor, it: OrganisationSubject) => isMemberAs(actor, it.id, 'lead'),
  'team.manage': (actor: Actor, it: OrganisationSubject) =>
    isMemberAs(actor, it.id, 'lead') || hasRoleOutsideOwnLibrary(actor, it.id, 'coordinator'),
  // Everyone who adds evidence confirms who can read it. A contributor can confirm only after a lead has confirmed.
  'readers.confirm': (actor: Actor, it: OrganisationSubject) => isMemberAs(actor, it.id, 'lead', 'contributor'),
  'evidence.list': (actor: Actor, it: OrganisationSubject) => isMemberAs(actor, it.id, ...libraryRoles),
  'evidence.add': (actor: Actor, it: OrganisationSubject) => isMemberAs(actor, it.id, 'lead', 'contributor'),
  'evidence.restore': (actor: Actor, it: OrganisationSubject) => isMemberAs(actor, it.id, 'lead'),
  // Partners belong to the library. The charity reads the partners in a submission.
  'partner.read': (actor: Actor, it: OrganisationSubject) => isMemberAs(actor, it.id, ...libraryRoles),
  'partner.write': (actor: Actor, it: OrganisationSubject) => isMemberAs(actor, it.id, 'lead', 'contributor'),
  // Targets belong to the library. The charity reads them in submissions.
  'target.read': (actor: Actor, it: OrganisationSubject) => isMemberAs(actor, it.id, ...libraryRoles),
  'target.write': (actor: Actor, it: OrganisationSubject) => isMemberAs(actor, it.id, 'lead', 'contributor'),
  // Regular evidence. A lead sets it up. Anyone who adds evidence can answer in place of a colleague.
  'recurring.read': (actor: Actor, it: OrganisationSubject) => isMemberAs(actor, it.id, ...libraryRoles),
  'recurring.manage': (actor: Actor, it: OrganisationSubject) => isMemberAs(actor, it.id, 'lead'),
  'recurring.answer': (actor: Actor, it: OrganisationSubject) => isMemberAs(actor, it.id, 'lead', 'contributor'),
  // Uploads in the evidence inbox can contain anything, so only leads see them before they become evidence.
  'inbox.manage': (actor: Actor, it: OrganisationSubject) => isMemberAs(actor, it.id, 'lead'),
  'application.list': (actor: Actor, it: OrganisationSubject) => isMemberAs(actor, it.id, ...libraryRoles),
  'application.start': (actor: Actor, it: OrganisationSubject) => isMemberAs(actor, it.id, 'lead'),
  'award.record': (actor: Actor, it: OrganisationSubject) => hasRoleOutsideOwnLibrary(actor, it.id, 'coordinator'),

  // Awards. Reading an award needs no declaration; `awardRoles` says who is barred from its moves.
  'award.read': (actor: Actor, it: Award) =>
    isMemberAs(actor, it.organisationId, ...libraryRoles) || hasCharityRole(actor, 'coordinator', 'trustee'),
  'award.extend': (actor: Actor, it: Award) => awardRoles(actor, it).includes('coordinator'),
  'award.open_renewal': (actor: Actor, it: Award) => awardRoles(actor, it).includes('coordinator'),
  'award.ask_full': (actor: Actor, it: Award) => awardRoles(actor, it).includes('coordinator'),
  // A coordinator corrects or removes a recorded award.
  // If the award has been shown outside the charity, a trustee must confirm the change.
  'award.correct': (actor: Actor, it: Award) => it.isRecorded && awardRoles(actor, it).includes('coordinator'),
  'award.confirm_correction': (actor: Actor, it: Award) => it.isRecorded && awardRoles(actor, it).includes('trustee'),
  'award.add_branches': (actor: Actor, it: Award) => awardRoles(actor, it).includes('coordinator'),
  'award.suspend': (actor: Actor, it: Award) =>
    awardRoles(actor, it).some(role => role === 'coordinator' || role === 'trustee'),
  'award.restore': (actor: Actor, it: Award) => awardRoles(actor, it).includes('trustee'),
  // A follow-up records what was done about a lapsed or suspended award.
  'award.follow_up': (actor: Actor, it: Award) =>
    awardRoles(actor, it).some(role => role === 'coordinator' || role === 'trustee'),
  'award.end': (actor: Actor, it: Award) => awardRoles(actor, it).some(role => role === 'lead' || role === 'trustee'),

  // The charity's lists and casework.
  'applications.list': (actor: Actor) => hasCharityRole(actor, 'coordinator', 'trustee'),
  'awards.list': (actor: Actor) => hasCharityRole(actor, 'coordinator', 'trustee'),
  'renewals.list': (actor: Actor) => hasCharityRole(actor, 'coordinator', 'trustee'),
  // Bulk actions leave out awards that the coordinator cannot change (domain/renewal-bulk.ts).
  'renewals.manage': (actor: Actor) => hasCharityRole(actor, 'coordinator'),
  'overview.read': (actor: Actor) => hasCharityRole(actor, 'coordinator', 'trustee'),
  'decisions.list': (actor: Actor) => hasCharityRole(actor, 'coordinator', 'trustee'),
  'organisations.list': (actor: Actor) => hasCharityRole(actor, 'coordinator', 'trustee', 'administrator'),
  'branches.list': (actor: Actor) => hasCharityRole(actor, 'coordinator', 'trustee'),
  'organisation.register': (actor: Actor) => hasCharityRole(actor, 'coordinator'),
  // Enquiries from organisations that would like to apply, with the contact details of the senders.
  'enquiries.manage': (actor: Actor) => hasCharityRole(actor, 'coordinator'),
  // The charity's own criteria. Coordinators edit and publish them.
  'frameworks.list': (actor: Actor) => hasCharityRole(actor, 'coordinator', 'trustee', 'administrator'),
  'frameworks.edit': (actor: Actor) => hasCharityRole(actor, 'coordinator'),
  'imports.manage': (actor: Actor) => hasCharityRole(actor, 'coordinator'),
  'meetings.list': (actor: Actor) => hasCharityRole(actor, 'appraiser', 'trustee', 'coordinator', 'helper'),
  'meetings.call': (actor: Actor) => hasCharityRole(actor, 'coordinator'),
  'rounds.manage': (actor: Actor) => hasCharityRole(actor, 'coordinator'),
  'decision_letters.release': (actor: Actor) => hasCharityRole(actor, 'coordinator'),
  'wordings.manage': (actor: Actor) => hasCharityRole(actor, 'coordinator'),
  'outbox.read': (actor: Actor) => hasCharityRole(actor, 'coordinator', 'administrator'),
  'outbox.read_email': (actor: Actor, about: Application | null) =>
    about
      ? hasRole(actor, about, 'coordinator') && about.isSubmitted
      : hasCharityRole(actor, 'coordinator', 'administrator'),
  'reminders.manage': (actor: Actor) => hasCharityRole(actor, 'coordinator', 'administrator'),
  'people.manage': (actor: Actor) => hasCharityRole(actor, 'administrator'),
  // Coordinators invite people to the pool of appraisers, and administrators to every role except helper.
  'people.invite': (actor: Actor) => hasCharityRole(actor, 'coordinator', 'administrator'),
  // Helpers are invited from panels, but their invitations are in the same list.
  'invitation.manage': (actor: Actor, it: InvitationSubject) =>
    rolesOfInvitations(actor).includes(it.role as CharityRole),
  // The pool of appraisers. Only coordinators and the appraiser see an appraiser's weekdays, needs and kinds of seat.
  'pool.read': (actor: Actor) => hasCharityRole(actor, 'coordinator'),
  'pool.invite': (actor: Actor) => hasCharityRole(actor, 'coordinator'),
  'appraiser_profile.edit': (actor: Actor) => hasCharityRole(actor, 'appraiser', 'trustee'),
  // A person's own calibration. They never see a case of their own library, or of a panel that they were on.
  'calibration.do': (actor: Actor) => hasCharityRole(actor, 'appraiser', 'trustee'),
  // Examples are for people at every library and at the charity, and never public.
  'examples.read': (actor: Actor) =>
    actor.memberships.length > 0 || hasCharityRole(actor, 'appraiser', 'trustee', 'coordinator', 'administrator'),
  'examples.check': (actor: Actor) => hasCharityRole(actor, 'coordinator'),
  // Requests for roles. domain/role-approval.ts defines who approves which.
  'approvals.list': (actor: Actor) =>
    actor.memberships.some(({ role }) => role === 'lead') ||
    hasCharityRole(actor, 'coordinator', 'trustee', 'administrator'),
  'approval.read': (actor: Actor, it: AccessRequest) => mayReadRequest(actor, it),
  'approval.answer': (actor: Actor, it: AccessRequest) => mayOpenRequest(actor, it),
  // Moves that the nightly job made with a wrong clock.
  // An administrator asks to undo them, and a trustee confirms that.
  'clock_moves.read': (actor: Actor) => hasCharityRole(actor, 'administrator', 'trustee'),
  'clock_moves.undo': (actor: Actor) => hasCharityRole(actor, 'administrator'),
  'clock_moves.confirm': (actor: Actor) => hasCharityRole(actor, 'trustee'),
  'settings.manage': (actor: Actor) => hasCharityRole(actor, 'administrator'),
  'permissions.read': (actor: Actor) => hasCharityRole(actor, 'coordinator', 'trustee', 'administrator'),
  'history.all': (actor: Actor) => hasCharityRole(actor, 'coordinator', 'trustee', 'administrator'),
  // People who can read an application's history can read its events. Coordinators, trustees and administrators can
  // read all other events.
  'history.read_line': (actor: Actor, about: Application | null) =>
    about
      ? isReader(actor, about) || hasRole(actor, about, ...libraryRoles)
      : hasCharityRole(actor, 'coordinator', 'trustee', 'administrator'),
  // Everyone can list their own seats.
  'appraisals.list': (_who: Actor) => true,
  'framework.read': (_who: Actor) => true,
} satisfies Record<string, (actor: Actor, ...subject: never[]) => boolean>

type Table = typeof permissions
export type Permission = keyof Table
/** The arguments that `can` takes after the actor and this permission. */
export type Subject<P extends Permission> = Table[P] extends (actor: Actor, ...subject: infer S) => boolean ? S : never
type CheckedAgainst<S extends unknown[]> = {
  [P in Permission]: Subject<P> extends S ? (S extends Subject<P> ? P : never) : never
}[Permission]
/** Permissions on an application. */
export type ApplicationPermission = CheckedAgainst<[it: Application]>
export type OrganisationPermission = CheckedAgainst<[it: OrganisationSubject]>
export type AwardPermission = CheckedAgainst<[it: Award]>
export type MeetingPermission = CheckedAgainst<[it: MeetingSubject]>
/** Permissions that depend only on the person. */
export type CharityPermission = CheckedAgainst<[]>

/** Whether a person has a permission. Lists, searches and counts in SQL must apply the same rules. */
export function can<P extends Permission>(actor: Actor, permission: P, ...subject: Subject<P>): boolean {
  return (permissions[permission] as (actor: Actor, ...subject: unknown[]) => boolean)(actor, ...subject)
}

export const allPermissions = Object.keys(permissions) as Permission[]

/** The roles in the charity that a person can invite others to. */
export function rolesToInvite(actor: Actor): readonly CharityRole[] {
  if (hasCharityRole(actor, 'administrator')) return charityRoles.filter(role => role !== 'helper')
  return hasCharityRole(actor, 'coordinator') ? ['appraiser'] : []
}

/** The roles in the charity whose invitations a person can send again or cancel. */
export function rolesOfInvitations(actor: Actor): readonly CharityRole[] {
  const roles = rolesToInvite(actor)
  return roles.length > 0 ? [...roles, 'helper'] : []
}
