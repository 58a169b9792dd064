// What the other modules and the composition root may use of `evidence`.
export { blackoutRoutes } from './blackout/blackout.routes.ts'
export { consentRoutes } from './consents/consent.routes.ts'
export { consentsMissing } from './consents/consent.store.ts'
export { evidenceRoutes } from './editing/editing.routes.ts'
export { takingOutRoutes } from './export/export.routes.ts'
export { trayBulkRoutes } from './inbox-bulk/inbox-bulk.routes.ts'
export { trayRoutes } from './inbox/inbox.routes.ts'
export { traysOf } from './inbox/inbox.store.ts'
export { asRead } from './items/as-read.ts'
export { branchChips, covers, nobody, thumbnail } from './items/evidence-card.pages.ts'
export { evidenceItemRoutes } from './items/evidence-item.routes.ts'
export { type EvidencePiece, findEvidence, holdEvidence, isShown } from './items/evidence-item.store.ts'
export {
  type EvidenceLine,
  cardsUsedFor,
  evidenceCardsOf,
  evidenceLinesOf,
  usableAmong,
  whereReadable,
  withChosen,
} from './list/list.store.ts'
export { keepingRoutes } from './ownership/ownership.routes.ts'
export { choosePartnerRoutes } from './partner-evidence/partner-evidence.routes.ts'
export {
  type Partnership,
  carryShown,
  partnershipsIn,
  partnershipsShown,
  showingByPartners,
} from './partner-evidence/partner-evidence.store.ts'
export { partnerRoutes } from './partners/partner.routes.ts'
export {
  type PartnerName,
  type PartnershipBlock,
  frozenPartnerships,
  partnershipBlock,
} from './partners/partnership.pages.ts'
export { forgetHeldFiles, harmsInWords } from './personal-data/personal-data.actions.ts'
export type { HarmLine, HarmPanel } from './personal-data/personal-data.pages.ts'
export { foundInWords } from './personal-data/remark.pages.ts'
export { type FindOnShelf, findOnShelf } from './picker/picker.pages.ts'
export { planningRoutes } from './planning/planning.routes.ts'
export { previewRoutes } from './previews/preview.routes.ts'
export { quickRoutes } from './quick-upload/quick-upload.routes.ts'
export { recurringRoutes } from './recurring/recurring.routes.ts'
export { type RecurrenceDue, recurrencesDue } from './recurring/recurring.store.ts'
export { redactionRoutes } from './redaction/redaction.routes.ts'
export { indexAllEvidence } from './search-index/search-index.actions.ts'
export { noFacets, wantedIn } from './search-index/search-index.store.ts'
export { type FoundPiece, type ShelfPlace, piecesOnShelf } from './search/search.store.ts'
export { forgetCaptures, recordRefusedCapture, tellOfTrays } from './upload-links/upload-link.actions.ts'
export { captureRoutes } from './upload-links/upload-link.routes.ts'
export { recordVerdict } from './versions/version.actions.ts'
export { revisionRoutes } from './versions/version.routes.ts'
export { frozenPiece } from './submitted/submitted.store.ts'
