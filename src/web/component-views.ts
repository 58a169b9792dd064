import type { autosavePart, keptNotice } from './autosave.ts'
import type { autosavedPart } from './autosaved-page.ts'
import type { Chart } from './chart.ts'
import type * as c from './components.ts'
import type * as f from './fields.ts'
import type { KeepBox } from './form.ts'
import type { TextDifference } from './word-differences.ts'

export interface ComponentViews {
  'components/autosave': ReturnType<typeof autosavePart>
  'components/autosaved': ReturnType<typeof autosavedPart>
  'components/keep-box': { id: string; keep: KeepBox }
  'components/kept-text': ReturnType<typeof keptNotice>
  'components/back-link': c.Link
  'components/button': c.Button
  'components/button-form': c.ButtonForm
  'components/chart': Chart
  'components/checkboxes': f.Choices
  'components/chips': c.Chips
  'components/confirmation': c.Confirmation
  'components/date-field': f.DateField
  'components/details': c.Details
  'components/door': NoData
  'components/due-cards': c.DueCards
  'components/due-line': c.DueLine
  'components/emphasis': c.Emphasis
  'components/empty-state': c.EmptyState
  'components/error-message': { id: string; error: string | null }
  'components/error-summary': c.ErrorSummary
  'components/events': c.Events
  'components/evidence-cards': c.EvidenceCards
  'components/thumbnail': c.Thumbnail
  'components/facts': c.Facts
  'components/file-field': f.FileField
  'components/file-list': c.FileList
  'components/file-picture': c.FilePicture
  'components/file-versions': c.FileVersions
  'components/filters': c.Filters
  'components/heading': c.Heading
  'components/form-key': Record<never, string>
  'components/hidden-field': c.HiddenField
  'components/hint': { id: string; hint: string | null }
  'components/icon': { icon: c.Icon }
  'components/input': f.TextField
  'components/inset': c.Inset
  'components/judge': f.Choices
  'components/label': { id: string; label: string; labelSize: f.LabelSize }
  'components/legend': { label: string; labelSize: f.LabelSize }
  'components/lines': { lines: readonly string[] }
  'components/link': c.Link
  'components/mark': NoData
  'components/moves': c.Moves
  'components/notice': c.Notice
  'components/numbers': c.Numbers
  'components/pick': c.RowPick
  'components/progress': c.Progress
  'components/pagination': c.Pagination
  'components/panel': c.Panel
  'components/paragraphs': { text: readonly string[] }
  'components/picture': { picture: c.EmptyState['picture'] }
  'components/radios': f.Choices
  'components/word-differences': { stretches: readonly TextDifference[] }
  'components/word-stretch': TextDifference
  'components/savebar': c.SaveBar
  'components/sees': c.Sees
  'components/select': f.Select
  'components/progress-picture': c.ProgressPicture
  'components/status': c.Status
  'components/summary-list': c.SummaryList
  'components/table': c.Table
  'components/table-cell': c.Cell
  'components/task-list': c.TaskList
  'components/terms': c.Terms
  'components/text-area': f.TextArea
  'components/text-field': f.TextField
  'components/tick-box': f.Tick
  'components/validity': c.Validity
  'components/warning': c.Warning
}
type NoData = Record<string, never>
