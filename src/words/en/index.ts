import { assignments } from './applications/assignments.ts'
import { blankForm } from './applications/blank-form.ts'
import { comments } from './applications/comments.ts'
import { word } from './applications/word.ts'
import { signOffs } from './applications/sign-offs.ts'
import { targets } from './applications/targets.ts'
import { endorsements } from './applications/endorsements.ts'
import { pledges } from './applications/pledges.ts'
import { answers } from './applications/answers.ts'
import { applications } from './applications/applications.ts'
import { publishing } from './applications/publishing.ts'
import { coordinators } from './applications/coordinators.ts'
import { organisationCoordinators } from './organisations/coordinators.ts'
import { casework } from './applications/casework.ts'
import { applicationHistory } from './applications/history.ts'
import { applicationList } from './applications/list.ts'
import { moves } from './applications/moves.ts'
import { taskList } from './applications/task-list.ts'
import { renewal } from './applications/renewals.ts'
import { comparison } from './applications/since-last-year.ts'
import { appraisals } from './appraisal/appraisals.ts'
import { calibration } from './appraisal/calibration.ts'
import { changes } from './appraisal/changes.ts'
import { confirmations } from './appraisal/confirmations.ts'
import { declarations } from './appraisal/declarations.ts'
import { discussions } from './appraisal/discussions.ts'
import { examples } from './appraisal/examples.ts'
import { findings } from './appraisal/findings.ts'
import { meetings } from './appraisal/meetings.ts'
import { minutes } from './appraisal/minutes.ts'
import { moreEvidence } from './appraisal/more-evidence.ts'
import { packs } from './appraisal/packs.ts'
import { helpers } from './appraisal/seat-helpers.ts'
import { panelMeetings } from './appraisal/panel-meetings.ts'
import { panels } from './appraisal/panels.ts'
import { pool } from './appraisal/pool.ts'
import { profiles } from './appraisal/profiles.ts'
import { proposals } from './appraisal/proposals.ts'
import { letters } from './appraisal/letters.ts'
import { releases } from './appraisal/releases.ts'
import { reviews } from './appraisal/reviews.ts'
import { samples } from './appraisal/samples.ts'
import { seating } from './appraisal/seating.ts'
import { seats } from './appraisal/seats.ts'
import { visits } from './appraisal/visits.ts'
import { importChecks } from './imports/checks.ts'
import { importReasons } from './imports/reasons.ts'
import { importRuns } from './imports/runs.ts'
import { importStarting } from './imports/starting.ts'
import { importUploads } from './imports/uploads.ts'
import { questions } from './applications/questions.ts'
import { submissions } from './applications/submissions.ts'
import { account } from './access/account.ts'
import { approvals } from './access/approvals.ts'
import { roleEmails } from './access/role-emails.ts'
import { common } from './common.ts'
import { invitations } from './access/invitations.ts'
import { listDownloads } from './access/list-downloads.ts'
import { people } from './access/people.ts'
import { previews } from './evidence/previews.ts'
import { savedFilters } from './access/saved-filters.ts'
import { signIn } from './access/sign-in.ts'
import { signInLinks } from './access/sign-in-links.ts'
import { quickUpload } from './evidence/quick-upload.ts'
import { uploadLinks } from './evidence/upload-links.ts'
import { uploads } from './evidence/uploads.ts'
import { inbox } from './evidence/inbox.ts'
import { inboxBulk } from './evidence/inbox-bulk.ts'
import { inboxSorting } from './evidence/inbox-sorting.ts'
import { documentDetails } from './evidence/document-details.ts'
import { evidence } from './evidence/items.ts'
import { ownership } from './evidence/ownership.ts'
import { evidenceList } from './evidence/list.ts'
import { search } from './evidence/search.ts'
import { files } from './evidence/files.ts'
import { drafts as frameworkDrafts } from './frameworks/drafts.ts'
import { frameworks } from './frameworks/frameworks.ts'
import { frameworkImports } from './frameworks/imports.ts'
import { frameworkMapping } from './frameworks/mapping.ts'
import { frameworkRetirement } from './frameworks/retirement.ts'
import { frameworkTranslations } from './frameworks/translations.ts'
import { frameworkItems } from './frameworks/items.ts'
import { start } from './site/public.ts'
import { help } from './site/help.ts'
import { siteSearch } from './site/search.ts'
import { history } from './site/history.ts'
import { awardEmails } from './awards/emails.ts'
import { awards } from './awards/awards.ts'
import { consents } from './evidence/consents.ts'
import { decisions } from './appraisal/decisions.ts'
import { demo } from './site/demo.ts'
import { blackout } from './evidence/blackout.ts'
import { bulkChanges } from './evidence/bulk-changes.ts'
import { contentWarnings } from './evidence/content-warnings.ts'
import { personalData } from './evidence/personal-data.ts'
import { redactedCopy } from './evidence/redacted-copy.ts'
import { redaction } from './evidence/redaction.ts'
import { removal } from './evidence/removal.ts'
import { fileVersions } from './evidence/versions.ts'
import { recommendations } from './applications/recommendations.ts'
import { followUps } from './awards/follow-ups.ts'
import { awardLifecycle } from './awards/lifecycle.ts'
import { certificate } from './awards/certificate.ts'
import { clockRuns } from './awards/clock-runs.ts'
import { clock } from './site/clock.ts'
import { merges } from './site/merges.ts'
import { corrections } from './awards/corrections.ts'
import { recording } from './awards/recording.ts'
import { wordings } from './notifications/wordings.ts'
import { verification } from './awards/verification.ts'
import { digests } from './notifications/digests.ts'
import { calendarFeed } from './notifications/calendar-feed.ts'
import { preferences } from './notifications/preferences.ts'
import { reminderList } from './notifications/reminder-list.ts'
import { decisionsList } from './overview/decisions-list.ts'
import { home } from './overview/home.ts'
import { libraryHome } from './overview/library-home.ts'
import { charityHome } from './overview/charity-home.ts'
import { kinds } from './kinds.ts'
import { layout } from './layout.ts'
import { lifecycle } from './applications/lifecycle.ts'
import { partnerActivities } from './evidence/partner-activities.ts'
import { partnerEvidence } from './evidence/partner-evidence.ts'
import { partners } from './evidence/partners.ts'
import { councillors } from './applications/councillors.ts'
import { shownPartners } from './applications/shown-partners.ts'
import { permissions } from './access/rights.ts'
import { occurrences } from './evidence/occurrences.ts'
import { recurring } from './evidence/recurring.ts'
import { emails } from './notifications/email-texts.ts'
import { branches } from './organisations/branches.ts'
import { closing } from './organisations/closing.ts'
import { enquiries } from './organisations/enquiries.ts'
import { notes } from './organisations/notes.ts'
import { organisations } from './organisations/organisations.ts'
import { readers } from './organisations/readers.ts'
import { renewals } from './overview/renewals-board.ts'
import { coverage } from './evidence/coverage.ts'
import { freshness } from './evidence/freshness.ts'
import { reports } from './overview/reports.ts'
import { year } from './overview/year.ts'
import { capacity } from './overview/capacity.ts'
import { dateMoves } from './overview/date-moves.ts'
import { renewalsBulk } from './overview/renewals-bulk.ts'
import { evidenceExport } from './evidence/export.ts'
import { exportIndex } from './evidence/export-index.ts'
import { rounds } from './frameworks/rounds.ts'
import { team } from './organisations/team.ts'
import { addresses } from './notifications/addresses.ts'
import { outbox } from './notifications/emails.ts'
import { service } from './site/service.ts'

/** Every sentence that people read, from one file for each feature. */
export const en = {
  ...importChecks,
  ...importReasons,
  ...importRuns,
  ...importStarting,
  ...importUploads,
  ...common,
  ...account,
  ...readers,
  ...approvals,
  ...roleEmails,
  ...invitations,
  ...packs,
  ...listDownloads,
  ...reports,
  ...year,
  ...savedFilters,
  ...capacity,
  ...dateMoves,
  ...people,
  ...previews,
  ...signIn,
  ...signInLinks,
  ...submissions,
  ...applications,
  ...applicationList,
  ...taskList,
  ...casework,
  ...coordinators,
  ...organisationCoordinators,
  ...moves,
  ...applicationHistory,
  ...renewal,
  ...comparison,
  ...answers,
  ...assignments,
  ...signOffs,
  ...blankForm,
  ...comments,
  ...word,
  ...targets,
  ...endorsements,
  ...pledges,
  ...panels,
  ...helpers,
  ...pool,
  ...samples,
  ...profiles,
  ...seating,
  ...letters,
  ...releases,
  ...reviews,
  ...wordings,
  ...seats,
  ...declarations,
  ...appraisals,
  ...findings,
  ...moreEvidence,
  ...meetings,
  ...discussions,
  ...minutes,
  ...panelMeetings,
  ...visits,
  ...proposals,
  ...questions,
  ...quickUpload,
  ...uploadLinks,
  ...uploads,
  ...inbox,
  ...inboxBulk,
  ...inboxSorting,
  ...evidence,
  ...evidenceList,
  ...search,
  ...ownership,
  ...blackout,
  ...bulkChanges,
  ...contentWarnings,
  ...personalData,
  ...documentDetails,
  ...redactedCopy,
  ...redaction,
  ...removal,
  ...fileVersions,
  ...files,
  ...frameworks,
  ...frameworkDrafts,
  ...frameworkItems,
  ...frameworkMapping,
  ...frameworkRetirement,
  ...frameworkTranslations,
  ...frameworkImports,
  ...publishing,
  ...start,
  ...help,
  ...siteSearch,
  ...history,
  ...awards,
  ...awardEmails,
  ...consents,
  ...partnerActivities,
  ...partnerEvidence,
  ...partners,
  ...councillors,
  ...shownPartners,
  ...occurrences,
  ...recurring,
  ...decisions,
  ...confirmations,
  ...calibration,
  ...examples,
  ...changes,
  ...decisionsList,
  ...demo,
  ...recommendations,
  ...followUps,
  ...awardLifecycle,
  ...corrections,
  ...merges,
  ...clock,
  ...clockRuns,
  ...certificate,
  ...recording,
  ...verification,
  ...digests,
  ...calendarFeed,
  ...preferences,
  ...reminderList,
  ...home,
  ...libraryHome,
  ...charityHome,
  ...kinds,
  ...layout,
  ...lifecycle,
  ...permissions,
  ...emails,
  ...outbox,
  ...addresses,
  ...service,
  ...team,
  ...coverage,
  ...freshness,
  ...evidenceExport,
  ...exportIndex,
  ...rounds,
  ...renewals,
  ...renewalsBulk,
  ...organisations,
  ...branches,
  ...closing,
  ...notes,
  ...enquiries,
} as const
