// Types of the views of the components in views/components/. Form fields are in fields.ts.
// Text is whole sentences from `t`, without markup; null prints nothing.

/** The icons in views/components/icon.ejs. Each has one meaning. */
export type Icon =
  | 'tick'
  | 'page-plus'
  | 'dotted-ring'
  | 'speech'
  | 'door'
  | 'hourglass'
  | 'triangle'
  | 'arrow-to-bar'
  | 'clock'
  | 'equals'
  | 'pencil'
  | 'plus'
  | 'shield'
  | 'padlock'
  | 'pause'
  | 'calendar'
  | 'information'
  | 'disc-tick'
  | 'half-disc'
  | 'ring'
  | 'dash'
  | 'page'
  | 'link'
  | 'envelope'
  | 'people'
  | 'eye'
  | 'star'

/**
 * Colours by meaning. `done`: success. `you`: the reader must act. `us`: the charity must act. `cloth`: the panel must
 * act, or neutral emphasis. `stop`: a problem, or late. `quiet`: the rest.
 */
export type Tone = 'done' | 'you' | 'us' | 'cloth' | 'stop' | 'quiet'

/** `hidden` is extra text for screen readers, for link text such as "Change". */
export interface Link {
  text: string
  href: string
  hidden?: string | null
}

/** `fill` fills the background. Use it only for a state that needs action, or for the main result on a page. */
export interface Status {
  icon: Icon
  text: string
  tone: Tone
  fill?: boolean
}

/** A sentence with one part in bold, created by `emphasis`. */
export interface Emphasis {
  before: string
  strong: string
  after: string
}

/** A sentence about a date, with one part in bold. The tone says how urgent it is. */
export interface DueLine extends Emphasis {
  tone: 'plain' | 'soon' | 'late'
  /** the link "Add to calendar", created by `withCalendar` */
  calendar?: Link | null
}

export type ButtonKind = 'primary' | 'secondary' | 'warning' | 'start'
/** A submit button or, with `href`, a link that looks like one. */
export interface Button {
  text: string
  kind?: ButtonKind
  href?: string | null
  hidden?: string | null
  name?: string
  value?: string
  /** submits the form by GET instead of POST, to show the page again with the entered values */
  method?: 'get'
  /** another address for the form, or the part of the page to show again, such as `#areas` */
  goal?: string
}
/** A form with only a button, always POST. `fields` are hidden fields. */
export interface ButtonForm {
  action: string
  text: string
  kind?: ButtonKind | 'link'
  hidden?: string | null
  fields?: readonly HiddenField[]
}
export interface HiddenField {
  name: string
  value: string | number
}

export type BookState = 'written' | 'needs evidence' | 'not started'
/** A row of books that shows progress, drawn by `progressPicture`. */
export interface ProgressPicture {
  width: number
  books: readonly Book[]
}
export interface Book {
  state: BookState
  x: number
  y: number
  width: number
  height: number
}

/**
 * The cards for tasks on /home and /appraisals, most important first. The first card is larger, and its button is the
 * primary one.
 */
export interface DueCards {
  cards: readonly DueCard[]
}
export interface DueCard {
  title: string
  href: string | null
  due?: DueLine | null
  status?: Status | null
  progress?: ProgressPicture | null
  text?: string | null
  who?: string | null // who can do the task
  button?: string | null // the text of the link
  buttonHref?: string | null // the link’s address, when it differs from the title’s
}

export interface TaskList {
  groups: readonly TaskGroup[]
}
/** `heading` and `sentence` are shown above the group: "Learn", "5 of 6 written. 1 needs evidence". */
export interface TaskGroup {
  id: string
  heading?: string | null
  headingLanguage?: TextLanguage | null
  sentence?: string | null
  rows: readonly TaskRow[]
}
export interface TaskRow {
  code?: string | null
  title: string
  titleLanguage?: TextLanguage | null
  href: string | null
  /** text beside the title, such as "recommended" */
  note?: string | null
  hint?: string | null
  status: Status
  /** the person to whom the item is assigned and the due date, shown below the status */
  who?: string | null
}

export interface EvidenceCards {
  cards: readonly EvidenceCard[]
  level?: 3 | 4
}
export interface Thumbnail {
  src: string
  alternative: string
}
export interface EvidenceCard {
  title: string
  thumbnail?: Thumbnail | null
  href: string | null
  facts: readonly Fact[]
  chips?: Chips | null
  details?: Details | null
  links?: readonly Link[]
  forms?: readonly ButtonForm[]
  /** the checkbox to select the card */
  pick?: RowPick | null
}
/** A term with its value. `figures`: digits of equal width, for numbers and dates. */
export interface Fact {
  term: string
  text?: string | null
  status?: Status | null
  link?: Link | null
  figures?: boolean
}
export interface Facts {
  facts: readonly Fact[]
}
export interface Chips {
  label: string
  items: readonly string[]
  more?: Details | null
}

export interface Details {
  summary: string
  text: readonly string[]
  open?: boolean
  isPrinted?: boolean // prints the text, even of a closed section
}
export interface Inset {
  text: readonly string[]
}
export interface Warning {
  text: string
}

/** A message that people should read before they continue. Not used for the errors of a form or to confirm success. */
export interface Notice {
  tone: 'plain' | 'welcome' | 'stop'
  icon: Icon
  heading?: string | null
  text: readonly string[]
  /** quotations of what people entered, below the text */
  quotes?: readonly Quote[]
  /** links in a list, below the text */
  links?: readonly Link[]
  link?: Link | null
}

/** Text that a person entered, with a line that says who or when. */
export interface Quote {
  heading: string
  text: readonly string[]
}

/** Confirms what the person has just done, such as a submission. Contains the page's h1. */
export interface Panel {
  title: string
  text?: string | null
  strong?: string | null
}

/** The attributes of an element whose text is in a different language from the page. */
export interface TextLanguage {
  lang: string
  dir: 'ltr' | 'rtl'
}

/** The caption and the page's h1. Size `xl` is for a few main pages, `l` for the others. */
export interface Heading {
  caption?: string | null
  text: string
  size: 'xl' | 'l'
  language?: TextLanguage | null
}

/** Asks for confirmation before a serious change. `text` says what changes, for whom, and whether it can be undone. */
export interface Confirmation {
  heading: Heading
  text: readonly string[]
  fields?: readonly HiddenField[]
  button: Button
  cancel: Link
}

export interface EmptyState {
  picture: 'shelf' | 'door' | 'letters' | 'people' | 'table'
  heading: string
  text: readonly string[]
  button?: Button | null
  link?: Link | null
}

export interface SummaryList {
  rows: readonly SummaryRow[]
}
/** An array as value is shown as several lines. `code` is for hashes and certificate codes. */
export interface SummaryRow {
  key: string
  value: string | readonly string[]
  hint?: string | null
  code?: boolean
  status?: Status | null
  /** shown below the value, one per line */
  statuses?: readonly Status[]
  links?: readonly Link[]
  /** a collapsed section for long content */
  more?: Details | null
}

/** A table that becomes cards on a phone. The first cell of a row is the heading of its card. */
export interface Table {
  caption: string
  captionSize?: 's' | 'm' | 'hidden'
  kind?: 'plain' | 'criteria' | 'found' | 'import' | 'pool' // every kind except `plain` fixes the widths of columns
  /** for screen readers: the heading of the column of checkboxes */
  pick?: string | null
  columns: readonly string[]
  rows: readonly TableRow[]
}
/** `differs` marks a row of a comparison with two different values. */
export interface TableRow {
  cells: readonly Cell[]
  differs?: boolean
  code?: string | null
  pick?: RowPick | null
}
/** A checkbox for a row. `text` is its label for screen readers. */
export interface RowPick {
  name: string
  value: string
  text: string
  checked?: boolean
}
export interface Cell {
  text?: string | null
  href?: string | null
  /** extra text for screen readers after the text of a link */
  hidden?: string | null
  status?: Status | null
  due?: DueLine | null
  reason?: string | null // a second, smaller line
  link?: Link | null // after the text
  figures?: boolean | 'one line' // figures of equal width; 'one line' for a code that must not wrap
  code?: boolean // in a monospaced font, for text whose every character matters, such as a detail in a document
  form?: ButtonForm | null
  /** a button of the form around the table, shown as a link */
  button?: { text: string; hidden: string | null; name: string; value: string; goal: string } | null
}

/** Counts side by side. `you`: the reader must act. `late`: a problem. */
export interface Numbers {
  numbers: readonly { name: string; count: string; what?: string | null; tone?: 'you' | 'late' | null }[]
}
/** The progress of a long job. */
export interface Progress {
  id: string
  sentence: string
  done: number
  all: number
}

/** Links to the previous and next pages of a list. */
export interface Pagination {
  previous: Link | null
  next: Link | null
}

/** The moves on a page. A move with unmet guards has sentences that say why, instead of a button. */
export interface Moves {
  heading: string | null
  moves: readonly Move[]
}
export interface Move {
  text: string
  hint?: string | null
  unmet: readonly string[]
  href?: string | null
  form?: ButtonForm | null
  kind?: ButtonKind
}

/** The actions and pages that a person can access, and those they cannot. */
export interface Sees {
  /** the level of the headings, 3 by default */
  level?: 2 | 3
  yes: SeesList
  no: SeesList
}
interface SeesList {
  heading: string
  lines: readonly string[]
}

/** A history, shown in the order of the array. */
export interface Events {
  events: readonly EventLine[]
}
export interface EventLine {
  when: string
  instant: string
  actor: string
  text: string
  details?: readonly string[]
  /** text that a person entered, collapsed */
  reason?: Details | null
  link?: Link | null
}

export interface FileList {
  files: readonly FileLine[]
}
/** A preview that links to a larger one. */
export interface FilePicture {
  src: string
  alternative: string
  href: string
  caption: string | null
  /** the label of the collapsed section with the picture, when the evidence has a content warning */
  asked?: string | null
}
/** `kind` is type and size: "PDF, 84 KB". */
export interface FileLine {
  picture?: FilePicture | null
  name: string
  href: string | null
  kind: string
  status?: Status | null
  note?: string | null
  links?: readonly Link[]
  forms?: readonly ButtonForm[]
  versions?: FileVersions | null
}
/** Every version of a file, newest first. */
export interface FileVersions {
  summary: string
  versions: readonly {
    name: string
    href: string | null
    kind: string
    by: string
    sha256: string
    notes: readonly string[]
    links: readonly Link[]
  }[]
}

/**
 * The save bar of a long form. On a phone it stays at the bottom of the screen. The page's view must set
 * `savebar: true`.
 */
export interface SaveBar {
  button: Button
  note?: string | null
  second?: Button | null
  link?: Link | null
}

export interface Filters {
  label: string
  items: readonly Filter[]
}
export interface Filter extends Link {
  current: boolean
}

export interface Validity {
  icon: Icon
  tone: 'done' | 'you' | 'stop' | 'quiet'
  heading: string
  text: readonly string[]
  small?: string | null
  due?: DueLine | null
  button?: Button | null
}

/** The timeline of an award. `today`, and the `from` and `width` of a band, are per cent of the timeline. */
export interface Terms {
  id: string
  title: string
  /** the content of the table as text, for people who cannot see the timeline */
  description: string
  years: readonly string[]
  bands: readonly Band[]
  today: number | null
  key: readonly { kind: Band['kind'] | 'today'; text: string }[]
}
export interface Band {
  kind: 'valid' | 'light' | 'extended' | 'with us' | 'gap'
  from: number
  width: number
}

export interface ErrorSummary {
  errors: readonly ErrorLink[]
  titleWithout: string
}
export interface ErrorLink {
  text: string
  href: string
}
