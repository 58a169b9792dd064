import type { ConsentViews } from './features/consents/consent.pages.ts'
import type { PartnerViews } from './features/partners/partner.pages.ts'
import type * as evidenceForm from './features/evidence/evidence-form.pages.ts'
import type { Link } from './web/components.ts'
import type * as tray from './features/evidence/tray.pages.ts'
import type { CaptureViews } from './features/capture/capture.pages.ts'
import type * as blackout from './features/evidence/blackout.pages.ts'
import type * as findings from './features/appraisals/finding.pages.ts'
import type * as item from './features/evidence/evidence-item.pages.ts'
import type * as revision from './features/evidence/revision.pages.ts'
import type * as redaction from './features/evidence/redaction.pages.ts'
import type * as keeping from './features/evidence/keeping.pages.ts'
import type * as picking from './features/answers/pick.pages.ts'
import type { RecurringViews } from './features/evidence/recurring.pages.ts'
import type * as uses from './features/evidence/evidence-uses.pages.ts'
import type * as preview from './features/evidence/preview.pages.ts'

/** Parts of pages about evidence, and pages that show pictures: a part of `Views`, which would grow too long. */
export interface EvidenceViews extends ConsentViews, PartnerViews, CaptureViews, RecurringViews {
  'answers/candidates': picking.Candidates
  'evidence/about-fields': evidenceForm.AboutFields
  'evidence/period-fields': evidenceForm.AboutFields
  'evidence/upload-list': { link: Link | null; done: string }
  'evidence/item-fields': Pick<evidenceForm.AboutFields, 'items' | 'itemsError'>
  'tray/list': ReturnType<typeof tray.trayPage>
  'tray/row': Pick<ReturnType<typeof tray.sortPage>['capture'], 'facts' | 'files'>
  'tray/sort': ReturnType<typeof tray.sortPage>
  'tray/join': ReturnType<typeof tray.joinPage>
  'tray/bulk': ReturnType<typeof tray.bulkPage>
  'tray/removal': ReturnType<typeof tray.throwAwayPage>
  'evidence/tag-fields': evidenceForm.AboutFields
  'evidence/shows-fields': evidenceForm.ShowsFields
  'evidence/blackout': ReturnType<typeof blackout.blackoutPage>
  'evidence/area-row': blackout.AreaRow
  'evidence/uses': ReturnType<typeof uses.usesSection>
  'evidence/redaction': ReturnType<typeof redaction.redactionPage>
  'appraisals/piece-content': ReturnType<typeof findings.findingPage>['pieces'][number]
  'evidence/content': Pick<ReturnType<typeof item.evidencePage>, 'summary' | 'files' | 'links' | 'notes'>
  'evidence/revision': ReturnType<typeof revision.revisionPage>
  'evidence/unredacted': ReturnType<typeof redaction.unredactedPage>
  'evidence/keeping': ReturnType<typeof keeping.keepingPage>
  'evidence/preview': ReturnType<typeof preview.previewPage>
  'evidence/picture-words': ReturnType<typeof preview.pictureWords>
}
