import { asRead } from '../../../../src/modules/evidence/items/evidence-item.forms.ts'
import type { Route } from '../../../../src/web/routes.ts'
import type { Day } from '../../../../src/domain/time.ts'
import { hashOfFacts } from '../../../../src/modules/awards/corrections/correction.forms.ts'
import type { World } from './world.ts'

export type State = keyof World['cases']

/** The value of each parameter, by the part of the address before it. A missing one fails the matrix. */
export function addressOf(
  { path, method }: Pick<Route, 'path' | 'method'>,
  world: World,
  ids: Record<string, string>,
): string {
  const owner = /^\/(\w+)/.exec(path)?.[1] ?? ''
  const values: Record<string, string | undefined> = {
    id: {
      applications: ids.application,
      evidence: ids.evidence,
      organisations: ids.organisation,
      awards: ids[awardFor[path] ?? ''] ?? world.cases.released.award,
      rounds: ids.round,
      people: ids.person,
      approvals: ids.request,
      mail: ids.email,
      partners: ids.partner,
      regular: ids.recurring,
      account: ids.signIn,
      seats: ids.seat,
      merges: path.endsWith('/completion') ? ids.mergeAgreed : ids.merge,
    }[owner],
    code: owner === 'verify' ? ids.certificate : 'L1',
    n: '1',
    number: '1',
    openingId: ids.opening,
    itemId: ids.inboxItemId,
    linkId: ids.linkId,
    fileId: path.includes('/inbox/')
      ? ids.inboxFile
      : /\/(restoration|erasure)$/.test(path)
        ? ids.removedFile
        : /\/(redacted-copy|kept-original)/.test(path)
          ? ids.toRedact
          : /\/unredacted/.test(path)
            ? ids.redactedCopy
            : /\/(small|words|blackout|pages\/.*)$/.test(path)
              ? ids.drawn
              : ids.file,
    branchId: ids.branchId,
    intoId: ids.survivor,
    membershipId: ids.membershipId,
    invitationId: ids.invitationId,
    roleId: ids.roleId,
    questionId: ids.question,
    recommendationId: ids.recommendation,
    seatId: ids.seat,
    evidenceId: path.includes('/removed/') ? ids.removed : ids.evidence,
    consentId: ids.consent,
    activityId: ids.activity,
    occurrence: '2',
    key: 'a'.repeat(20),
    token: path.startsWith('/upload/')
      ? ids.uploading
      : path.startsWith('/unsubscribe/')
        ? ids.unsubscribing
        : 'not-a-token',
  }
  if (path.startsWith('/people/invitations/:id')) values.id = ids.invitation
  return (
    path.replace(/:(\w+)/g, (_, name: string) => {
      const value = values[name]
      if (value === undefined) throw new Error(`the matrix does not know what :${name} of ${path} stands for`)
      return value
    }) +
    (chosenBefore.includes(path) ? `?inboxItem=${ids.inboxItemId}` : '') +
    (method === 'post' && path === '/awards/new' ? `?organisation=${ids.organisation}` : '')
  )
}

/** Pages whose query string has a choice from the page before. */
const chosenBefore = ['/organisations/:id/inbox/evidence', '/organisations/:id/inbox/removal']

/** The award for moves that need one in a certain state. Other requests use the award that is being renewed. */
const awardFor: Partial<Record<string, string>> = {
  '/awards/:id/opening': 'awardValid',
  '/awards/:id/extension': 'awardValid',
  '/awards/:id/restoration': 'awardSuspended',
  '/awards/:id/branches': 'awardValid',
  '/awards/:id/correction': 'awardRecorded',
  '/awards/:id/removal': 'awardRecorded',
  '/awards/:id/correction/answer': 'awardWaiting',
}

const corrected = {
  from: '2025-06-01' as Day,
  to: '2028-05-31' as Day,
  decidedBy: 'The board',
  source: 'Letter of 1 June 2025',
  reason: 'It was the board',
}
const date = (name: string) => ({ [`${name}-day`]: '1', [`${name}-month`]: '6', [`${name}-year`]: '2027' })
type Body = Record<string, string>
const canaryOfA = 'canary of A, kingfisher'

/**
 * A valid body for every route that changes something, so that a refusal is about permission. A route without one fails
 * the matrix.
 */
export const bodies: Record<string, (ids: Record<string, string>) => Body> = {
  '/sign-in': () => ({ email: 'somebody@fellwick.example', password: 'not the right one at all' }),
  '/sign-out': () => ({}),
  '/password/forgotten': () => ({ email: 'somebody@fellwick.example' }),
  '/password/reset': () => ({ password: 'a long enough sentence' }),
  '/invitations/accept': () => ({ name: 'Somebody', password: 'a long enough sentence' }),
  '/invitations/join': () => ({}),
  '/account': () => ({ name: 'Somebody', language: 'en', version: '1' }),
  '/account/password': () => ({ old: 'x', password: 'a long enough sentence' }),
  '/account/security/:id/ending': () => ({}),
  '/people/invitations/new': () => ({ name: 'Somebody', email: 'new@fellwick.example', role: 'appraiser' }),
  '/people/invitations/:id/resending': () => ({}),
  '/people/invitations/:id/revocation': () => ({}),
  '/approvals/:id': () => ({ answer: 'approve', how: 'We spoke on the phone', reason: '' }),
  '/organisations/:id/readers': () => ({ next: '' }),
  '/people/:id/roles/:roleId/ending': () => ({}),
  '/people/:id/suspension': () => ({}),
  '/people/:id/reactivation': () => ({}),
  '/mail/:id/resending': () => ({}),
  '/mail/reminders/release': ids => ({ morning: ids.morning! }),
  '/mail/reminders/on': () => ({}),
  '/mail/reminders/off': () => ({}),
  '/account/notifications': () => ({ wanted: 'award' }),
  '/unsubscribe/:token': () => ({}),
  '/organisations/new': () => ({
    name: 'New',
    kind: 'library',
    place: 'Here',
    branches: '',
    roleMailbox: '',
    leadName: 'Lead',
    leadEmail: 'lead@fellwick.example',
  }),
  '/organisations/:id/closing': () => ({ reason: 'It has ended' }),
  '/organisations/:id/reopening': () => ({}),
  '/organisations/:id/notes': () => ({ body: 'Ring before noon' }),
  '/organisations/:id/merge/:intoId': () => ({ reason: 'One service', sure: 'yes' }),
  '/merges/:id/answer': () => ({ answer: 'agree' }),
  '/merges/:id/completion': () => ({ sure: 'yes' }),
  '/merges/:id/withdrawal': () => ({}),
  '/applications/:id/conflicts': ids => ({ person: ids.inConflict!, reason: 'The wrong button' }),
  '/organisations/:id/edit': () => ({
    version: '1',
    name: 'Fellwick Libraries',
    kind: 'library',
    place: 'Fellwick',
    roleMailbox: '',
  }),
  '/organisations/:id/branches': () => ({ names: 'A new branch', kind: 'branch' }),
  '/organisations/:id/branches/:branchId': () => ({ version: '1', name: 'Renamed', kind: 'branch', place: '' }),
  '/organisations/:id/team': () => ({ name: 'Somebody', email: 'colleague@fellwick.example', role: 'contributor' }),
  '/organisations/:id/team/:membershipId/ending': () => ({}),
  '/organisations/:id/team/invitations/:invitationId/resending': () => ({}),
  '/organisations/:id/team/invitations/:invitationId/revocation': () => ({}),
  '/upload/:token': () => ({ words: 'A sign by the door', people: 'no', sender: 'Sam' }),
  '/organisations/:id/upload-links': ids => ({ branch: ids.branchId!, days: '30' }),
  '/organisations/:id/upload-links/:linkId/ending': () => ({}),
  '/organisations/:id/inbox/evidence': ids => ({
    inboxItem: ids.inboxItemId!,
    kind: 'policy',
    branches: 'own',
    owner: '',
  }),
  '/organisations/:id/inbox/removal': ids => ({ inboxItem: ids.inboxItemId! }),
  '/organisations/:id/inbox/:itemId': () => ({
    title: 'The welcome table',
    kind: 'policy',
    language: 'en',
    sensitivity: 'ordinary',
    note: 'What was seen',
    owner: '',
  }),
  '/organisations/:id/inbox/:itemId/adding': ids => ({ evidence: ids.evidence!, note: 'What was seen' }),
  '/organisations/:id/evidence/quick': () => ({ title: 'A note', note: 'What was seen' }),
  '/organisations/:id/evidence/new': () => ({
    title: 'A note',
    kind: 'policy',
    language: 'en',
    sensitivity: 'ordinary',
    note: 'What was seen',
  }),
  '/organisations/:id/export': () => ({ password: 'not the right one at all' }),
  '/organisations/:id/applications/new': ids => ({ scope: ids.freeBranch! }),
  '/evidence/:id/edit': () => ({
    version: '1',
    title: 'Renamed',
    kind: 'policy',
    language: 'en',
    sensitivity: 'ordinary',
  }),
  '/evidence/:id/more': () => ({ note: 'One more note' }),
  '/evidence/:id/consents/new': () => ({
    person: 'R-9',
    isChild: 'yes',
    guardian: 'Her mother',
    uses: 'panel',
    language: 'en',
    wording: 'Version 2',
    heldBy: 'Branch manager',
    heldWhere: 'Cabinet',
    'givenOn-day': '1',
    'givenOn-month': '3',
    'givenOn-year': '2026',
  }),
  '/evidence/:id/consents/:consentId/withdrawal': () => ({}),
  '/evidence/:id/consents/:consentId/mistake': () => ({}),
  '/organisations/:id/partners/new': () => ({
    name: 'Another partner',
    language: 'uk',
    englishName: '',
    kind: 'twinned library',
    place: '',
    'since-day': '1',
    'since-month': '3',
    'since-year': '2026',
    agreed: '',
    contact: '',
  }),
  '/partners/:id/edit': () => ({
    version: '1',
    name: 'Renamed',
    language: 'ar',
    englishName: '',
    kind: 'school',
    place: '',
    'since-day': '1',
    'since-month': '3',
    'since-year': '2026',
    agreed: '',
    contact: 'Community librarian',
  }),
  '/partners/:id/removal': () => ({ version: '1' }),
  '/partners/:id/activities/new': () => ({
    title: 'A reading',
    'from-day': '1',
    'from-month': '3',
    'from-year': '2026',
  }),
  '/partners/:id/activities/:activityId': () => ({
    version: '1',
    title: 'Two readings',
    'from-day': '1',
    'from-month': '3',
    'from-year': '2026',
  }),
  '/partners/:id/activities/:activityId/removal': () => ({}),
  '/partners/:id/evidence': ids => ({ evidence: ids.spare! }),
  '/partners/:id/evidence/:evidenceId/removal': () => ({}),
  '/evidence/:id/partners': ids => ({ partner: ids.partner! }),
  '/applications/:id/criteria/:code/partners': ids => ({ partner: ids.partner! }),
  '/organisations/:id/regular-evidence/new': ids => ({
    title: 'Visits every quarter',
    what: 'Count the sheets',
    every: 'quarter',
    asked: ids.lead!,
    kind: '',
    branch: '',
    'nextDue-day': '15',
    'nextDue-month': '4',
    'nextDue-year': '2027',
  }),
  '/regular-evidence/:id/edit': ids => ({
    version: '1',
    title: 'Visits every month',
    what: '',
    every: 'month',
    asked: ids.lead!,
    kind: 'statistic',
    branch: '',
    'nextDue-day': '15',
    'nextDue-month': '4',
    'nextDue-year': '2027',
  }),
  '/regular-evidence/:id/ending': () => ({ version: '1' }),
  '/regular-evidence/:id/occurrences/:occurrence/evidence': ids => ({ evidence: ids.spare! }),
  '/regular-evidence/:id/occurrences/:occurrence/skipping': () => ({ reason: 'The group paused' }),
  '/evidence/:id/ownership': ids => ({
    version: '1',
    owner: ids.lead!,
    'expiresOn-day': '1',
    'expiresOn-month': '3',
    'expiresOn-year': '2028',
  }),
  '/evidence/:id/removal': () => ({ version: '1' }),
  '/evidence/:id/files/:fileId/removal': () => ({}),
  '/evidence/:id/files/:fileId/restoration': () => ({}),
  '/evidence/:id/files/:fileId/erasure': () => ({}),
  '/organisations/:id/evidence/removed/:evidenceId/restoration': () => ({}),
  '/organisations/:id/evidence/removed/:evidenceId/erasure': () => ({}),
  '/evidence/:id/files/:fileId/redaction': () => ({}),
  '/evidence/:id/files/:fileId/redacted-copy': () => ({ 'read-details': '', shown: '1', seen: '', phrases: '' }),
  '/evidence/:id/files/:fileId/kept-original': () => ({ reason: 'It names a character in a book' }),
  '/evidence/:id/files/:fileId/version': () => ({}),
  '/evidence/:id/files/:fileId/blackout': () => ({
    'left-1': '10',
    'top-1': '20',
    'width-1': '30',
    'height-1': '40',
    seen: '1000,2000,3000,4000',
    then: 'make',
  }),
  '/evidence/:id/files/:fileId/unredacted': () => ({ reason: 'The number under the black' }),
  '/evidence/:id/files/:fileId/words': () => ({ version: '1', alternative: 'A shelf by the entrance', caption: '' }),
  '/rounds/new': () => ({ name: 'Autumn', ...date('opensOn'), ...date('closesOn'), graceMinutes: '0' }),
  '/rounds/:id': () => ({ version: '1', name: 'Spring', ...date('opensOn'), ...date('closesOn'), graceMinutes: '0' }),
  '/awards/:id/renewal': () => ({}),
  '/applications/:id': ids => ({
    'answer-F4': 'Nothing changed',
    'read-answer-F4': asRead(`Answer, ${canaryOfA}`),
    'answer-F5': `Answer, ${canaryOfA}`,
    'read-answer-F5': asRead(`Answer, ${canaryOfA}`),
    [`recommendation-${ids.recommendation}`]: '',
    [`read-recommendation-${ids.recommendation}`]: '1',
    unchanged: 'yes',
    contacts: 'yes',
    then: 'stay',
  }),
  '/applications/:id/scope': ids => ({ version: '1', scope: ids.branch! }),
  '/applications/:id/panel-wanted': () => ({ reason: 'Another operator runs it now' }),
  '/applications/:id/summary': () => ({ version: '1', summary: 'In plain words', mayBeShared: 'yes' }),
  '/applications/:id/criteria/:code': () => ({ version: '1', narrative: 'What we do', ownRating: 'met', then: 'save' }),
  '/applications/:id/criteria/:code/evidence': ids => ({ use: ids.spare! }),
  '/applications/:id/criteria/:code/evidence/:evidenceId/removal': () => ({}),
  '/applications/:id/submission': () => ({ contacts: 'yes' }),
  '/applications/:id/withdrawal': () => ({ sure: 'yes' }),
  '/applications/:id/check': () => ({}),
  '/applications/:id/return': () => ({ reasons: 'The plan is missing', ...date('until') }),
  '/applications/:id/hold': () => ({ reason: 'The library is flooded' }),
  '/applications/:id/hold/ending': () => ({}),
  '/applications/:id/closing': () => ({ reason: 'Nothing came' }),
  '/applications/:id/date': () => ({ reason: 'The lead was ill', ...date('until') }),
  '/renewals/extension': ids => ({
    award: `${ids.awardValid}.1`,
    reason: 'The panels are late',
    'until-day': '30',
    'until-month': '6',
    'until-year': '2028',
  }),
  '/renewals/reminder': ids => ({ award: ids.awardOpen! }),
  '/applications/:id/declaration': () => ({ says: 'no conflict', independent: 'yes' }),
  '/applications/:id/declaration/conflict': () => ({ reason: 'I used to work there' }),
  '/applications/:id/declaration/independence': () => ({ independent: 'yes' }),
  '/applications/:id/meeting/agreement': () => ({}),
  '/applications/:id/meeting/:code': () => ({ version: '1', judgement: 'met', reason: 'As all of us see it' }),
  '/applications/:id/panel': () => ({
    person: '',
    name: 'Somebody',
    email: 'another@fellwick.example',
    kind: 'local group',
  }),
  '/applications/:id/panel/passing': () => ({}),
  '/applications/:id/panel/seats/:seatId/withdrawal': () => ({}),
  '/seats/offer': () => ({ name: 'Somebody', password: 'a long enough sentence' }),
  '/seats/offer/claim': () => ({}),
  '/seats/offer/decline': () => ({ reason: 'No time' }),
  '/applications/:id/seat': () => ({ shownName: 'Reader' }),
  '/applications/:id/seat/decline': () => ({ reason: 'No time' }),
  '/applications/:id/more-evidence': ids => ({
    criteria: ids.itemId!,
    reasons: 'One branch is missing',
    ...date('until'),
  }),
  '/applications/:id/take-up': () => ({ reason: 'It is complete' }),
  '/applications/:id/appraisal': () => ({}),
  '/applications/:id/appraisal/:code': () => ({
    version: '1',
    judgement: 'met',
    reason: 'Shown by the policy',
    commendation: '',
    privateNote: '',
    then: 'stay',
  }),
  '/applications/:id/criteria/:code/questions/new': () => ({ body: 'Which branches?', ...date('replyBy') }),
  '/applications/:id/questions/:questionId/reply': ids => ({ reply: 'All of them', evidence: ids.evidence! }),
  '/applications/:id/questions/:questionId/withdrawal': () => ({}),
  '/applications/:id/proposal': () => ({
    version: '1',
    outcome: 'awarded with recommendations',
    outcomeReason: '',
    decisionLetter: 'Dear all',
    then: 'save',
  }),
  '/applications/:id/decision': () => ({ version: '1' }),
  '/applications/:id/confirmation': () => ({ version: '1', outcome: 'awarded', decisionLetter: 'Dear all' }),
  '/applications/:id/decision/send-back': () => ({ version: '1', reason: 'One reason is missing' }),
  '/applications/:id/decision/release': () => ({}),
  '/awards/new': ids => ({
    scope: ids.freeBranch!,
    'from-day': '1',
    'from-month': '6',
    'from-year': '2025',
    'to-day': '31',
    'to-month': '5',
    'to-year': '2028',
    decidedBy: 'A local group',
    source: 'Letter of 1 June 2025',
  }),
  '/awards/:id/opening': () => ({ reason: 'They asked' }),
  '/awards/:id/branches': ids => ({ scope: ids.freeBranch! }),
  '/awards/:id/correction': ids => ({
    ...corrected,
    scope: ids.recordedBranch!,
    shown: hashOfFacts({ ...corrected, scope: [ids.recordedBranch!] }),
  }),
  '/awards/:id/removal': () => ({ reason: 'It is another library’s', sure: 'yes' }),
  '/awards/:id/correction/answer': ids => ({ correction: ids.correction!, answer: 'confirm', reason: '' }),
  '/awards/:id/extension': () => ({
    'until-day': '30',
    'until-month': '6',
    'until-year': '2028',
    reason: 'We are late',
  }),
  '/awards/:id/full-next': () => ({ reason: 'Much has changed' }),
  '/awards/:id/suspension': () => ({ reason: 'A complaint is looked into' }),
  '/awards/:id/restoration': () => ({ reason: 'It is settled' }),
  '/awards/:id/ending': () => ({ reason: 'The service closes', sure: 'yes' }),
  '/organisations/:id/recommendations/:recommendationId/answer': () => ({
    version: '1',
    answer: 'Two evenings in June',
    owner: 'library manager',
  }),
  '/organisations/:id/recommendations/:recommendationId/closing': () => ({
    version: '1',
    verdict: 'closed',
    note: 'Well done',
  }),
}

/** The state of the application for a route. Other routes use the application that is with the panel. */
export const natural: Partial<Record<string, State>> = {
  '/applications/:id/scope': 'renewal draft',
  '/applications/:id/panel-wanted': 'renewal',
  '/applications/:id/summary': 'draft',
  '/applications/:id/criteria/:code/partners': 'draft',
  '/applications/:id/criteria/:code/evidence': 'draft',
  '/applications/:id/criteria/:code/evidence/:evidenceId/removal': 'draft',
  '/applications/:id/check': 'submitted',
  '/applications/:id/return': 'submitted',
  '/applications/:id/decision/release': 'decided',
  '/applications/:id/take-up': 'resubmitted',
  '/applications/:id/hold/ending': 'on hold',
  '/applications/:id/closing': 'returned',
  '/applications/:id/date': 'returned',
  '/applications/:id/panel/passing': 'checked',
  '/organisations/:id/recommendations/:recommendationId/answer': 'released',
  '/organisations/:id/recommendations/:recommendationId/closing': 'released',
}
export const naturalByMethod: Partial<Record<string, State>> = {
  'POST /applications/:id': 'renewal draft',
  'POST /applications/:id/criteria/:code': 'draft',
  'POST /applications/:id/submission': 'draft',
  'POST /applications/:id/decision': 'with a trustee',
  'POST /applications/:id/decision/send-back': 'with a trustee',
  'POST /applications/:id/confirmation': 'renewal',
  'GET /applications/:id/decision': 'released',
}
