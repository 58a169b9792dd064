// The public exports of `evidence`, for other modules and the composition root.
import { readingSlowly } from '../../db/connection.ts'
import type { Parts } from '../../parts.ts'
import type { Route } from '../../web/routes.ts'
import { blackoutRoutes } from './blackout/blackout.routes.ts'
import { consentRoutes } from './consents/consent.routes.ts'
import { editingRoutes } from './editing/editing.routes.ts'
import { exportRoutes } from './export/export.routes.ts'
import { fileRoutes } from './files/file.routes.ts'
import { inboxBulkRoutes } from './inbox-bulk/inbox-bulk.routes.ts'
import { inboxSortingRoutes } from './inbox-sorting/inbox-sorting.routes.ts'
import { inboxRoutes } from './inbox/inbox.routes.ts'
import { evidenceItemRoutes } from './items/evidence-item.routes.ts'
import { occurrenceRoutes } from './occurrences/occurrence.routes.ts'
import { listRoutes } from './list/list.routes.ts'
import { ownershipRoutes } from './ownership/ownership.routes.ts'
import { partnerActivityRoutes } from './partner-activities/partner-activity.routes.ts'
import { partnerEvidenceRoutes } from './partner-evidence/partner-evidence.routes.ts'
import { partnerRoutes } from './partners/partner.routes.ts'
import { coverageRoutes } from './coverage/coverage.routes.ts'
import { freshnessRoutes } from './freshness/freshness.routes.ts'
import { previewRoutes } from './previews/preview.routes.ts'
import { quickRoutes } from './quick-upload/quick-upload.routes.ts'
import { recurringRoutes } from './recurring/recurring.routes.ts'
import { redactedCopyRoutes } from './redacted-copy/redacted-copy.routes.ts'
import { redactionRoutes } from './redaction/redaction.routes.ts'
import { removalRoutes } from './removal/removal.routes.ts'
import { bulkChangeRoutes } from './bulk-changes/bulk-change.routes.ts'
import { uploadLinkRoutes } from './upload-links/upload-link.routes.ts'
import { uploadRoutes } from './uploads/upload.routes.ts'
import { versionRoutes } from './versions/version.routes.ts'

export { consentsMissing, hasPictures } from './consents/consent.store.ts'
export { type Quotable, quotableEvidence, quotableLookup } from './consents/quotable.store.ts'
export {
  type ConsentJson,
  consentEndingFirst,
  consentEndsIn,
  consentsAsJson,
  hasConsentEnding,
} from './consents/consent-ends.store.ts'
export { leftOutSentences } from './export-index/export-index.pages.ts'
export { type WithdrawnUse, withdrawnUses } from './uses/withdrawn-use.store.ts'
export { countExport } from './export/export.actions.ts'
export { incompleteEvidence, type IncompleteEvidence } from './quick-upload/incomplete.store.ts'
export { inboxesOf, type Inbox } from './inbox/inbox.store.ts'
export { asRead } from './items/evidence-item.forms.ts'
export { branchChips, expiredStatus, periodText, thumbnail } from './items/evidence-card.pages.ts'
export {
  type EvidenceItem,
  findEvidence,
  lockEvidence,
  isShown,
  readableEvidenceFields,
} from './items/evidence-item.store.ts'
export {
  type EvidenceLine,
  cardsUsedFor,
  evidenceCardsOf,
  evidenceLinesLookup,
  evidenceLinesOf,
  usableAmong,
  whereReadable,
  whereUsable,
  withChosen,
} from './list/list.store.ts'
export { type ChoosePartners, choosePartners } from './partner-evidence/partner-evidence.pages.ts'
export { lockPartner, partnersFoundAt, partnersLookup, partnersOf } from './partners/partner.store.ts'
export {
  type PartnerName,
  type PartnershipBlock,
  frozenPartnerships,
  partnershipBlock,
} from './partnerships/partnership.pages.ts'
export {
  type Partnership,
  partnershipsIn,
  partnershipsShown,
  showingByPartners,
} from './partnerships/partnership.store.ts'
export { forgetKeptFiles } from './files/file.actions.ts'
export { makeRedactedCopies } from './redacted-copy/redacted-copy.actions.ts'
export { erasures, erasuresDue, maxErasures, type ErasuresDue } from './erasures-due/erasure-due.actions.ts'
export { deleteOldBulkChanges, runBulkChanges } from './bulk-changes/bulk-change-run.actions.ts'
export { eraseRemoved } from './removal/removal.actions.ts'
export { personalDataCheck, personalDetailsInText } from './personal-data/personal-data.actions.ts'
export { type PersonalDataReply } from './personal-data/personal-data.forms.ts'
export { type PersonalDataLine, type PersonalDataQuestion, foundInWords } from './personal-data/personal-data.pages.ts'
export { redactedOn, wayToRedact } from './redaction/redaction.pages.ts'
export {
  type FileNeedingCopy,
  filesNeedingCopies,
  hasVirus,
  isScanning,
  needsCopy,
} from './redaction/redaction.store.ts'
export { type FindEvidenceForm, findEvidenceForm } from './search/search.pages.ts'
export { type RecurringDue, recurringDue } from './recurring/recurring-line.store.ts'
export { previewRows } from './previews/preview.store.ts'
export { indexAllEvidence } from './search-index/search-index.actions.ts'
export { noFacets, searchTermsIn } from './search-index/search-index.store.ts'
export { type FoundEvidence, type EvidencePosition, evidenceFound } from './search/search.store.ts'
export { previewInboxFiles } from './inbox-previews/inbox-preview.actions.ts'
export { deleteOldInboxItems, emailAboutInboxes, recordRefusedInboxFile } from './inbox/inbox.actions.ts'
export { recordOpenings } from './viewers/viewer.actions.ts'
export { recordVerdict } from './versions/version.actions.ts'
export { frozenEvidence } from './submitted/submitted.store.ts'
export { evidenceTables } from './evidence.tables.ts'

export const routes = (parts: Parts): Route[] => [
  ...uploadRoutes(parts),
  ...uploadLinkRoutes(parts),
  ...inboxBulkRoutes(parts),
  ...inboxRoutes(parts),
  ...inboxSortingRoutes(parts),
  ...quickRoutes(parts),
  ...listRoutes(parts),
  ...bulkChangeRoutes(parts),
  ...editingRoutes(parts),
  ...evidenceItemRoutes(parts),
  ...fileRoutes(parts),
  ...redactionRoutes(parts),
  ...removalRoutes(parts),
  ...redactedCopyRoutes(parts),
  ...versionRoutes(parts),
  ...ownershipRoutes(parts),
  ...recurringRoutes(parts),
  ...occurrenceRoutes(parts),
  ...blackoutRoutes(parts),
  ...previewRoutes(parts),
  ...coverageRoutes(parts),
  ...freshnessRoutes(parts),
  ...exportRoutes(readingSlowly(parts)),
  ...consentRoutes(parts),
  ...partnerRoutes(parts),
  ...partnerActivityRoutes(parts),
  ...partnerEvidenceRoutes(parts),
]
