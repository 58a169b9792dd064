import type * as c from './components.ts'
import type { ComponentViews } from './component-views.ts'
import type { LinkOverPage } from './link-over.ts'
import type { TypedBefore } from './what-was-typed.ts'
import type { T } from '../words/words.ts'

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
  /**
   * from `errorSummary(form)`: the layout draws the summary first in <main> and the title begins with "Error:". Pages
   * do not draw it.
   */
  errors?: readonly c.ErrorLink[]
  /** from `harmPanel`: when it asks, focus goes there, and the title begins with "Question:" */
  personalData?: { asks: unknown } | null
  /** 1,200 px, for boards and comparisons */
  wide?: boolean
  /** the page has a save bar: focus is kept clear of it on a phone */
  savebar?: boolean
  certificate?: boolean // nothing else is printed
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

/**
 * What each template takes. A pages file adds its own templates beside the functions that make their views:
 * `declare module '../../../web/views.ts' { interface Views { 'frameworks/rounds/list': ReturnType<typeof roundList> }
 * }`
 */
export interface Views extends ComponentViews {
  layout: Required<Omit<Page, 'personalData'>> &
    Omit<Shared, 't'> & { titleWithout: string; body: Html; stylesheet: string; script: string; icon: string }
  header: Pick<Shared, 'person' | 'navigation'>
  'errors/error': ErrorPage
  'errors/kept': KeptPage
  'errors/typed': KeptPage['typed']
  'access/sign-in/link-over': LinkOverPage
}

declare global {
  namespace Express {
    interface Locals extends Shared {}
  }
}
