import type * as c from './components.ts'
import type { ComponentViews } from './component-views.ts'
import type { LinkOverPage } from './unusable-link.ts'
import type { TypedBefore } from './entered-text.ts'
import type { T } from '../words/words.ts'

/** HTML that is printed without escaping. Only the view engine makes it. */
export type Html = string & { readonly html: unique symbol }
/** Values shared by every page of a request: `res.locals`, set before the routes. */
export interface Shared {
  t: T
  person: { name: string } | null
  navigation: readonly NavigationItem[]
  /** notices that the previous page left */
  notices: readonly string[]
  demo: boolean
}
export interface NavigationItem {
  text: string
  href: string
  current: boolean
}

/** The layout's part of every page's view. */
export interface Page {
  /** without the service's name: "Evidence" */
  title: string
  back?: c.Link | null
  /** from `errorSummary(form)`. The layout shows the summary first in <main>, and the title starts with "Error:". */
  errors?: readonly c.ErrorLink[]
  /** from the check for personal details. When it asks, it gets the focus, and the title starts with "Question:" */
  personalData?: { asks: unknown } | null
  /** 1,200 px wide, for boards and comparisons */
  wide?: boolean
  /** the page has a save bar, which must not cover the focus on a phone */
  savebar?: boolean
  certificate?: boolean // nothing else is printed
}

/** The view of an error page. */
export interface ErrorPage {
  heading: string
  text: readonly string[]
  link: c.Link | null
  reference: string | null
}

/** The text given back: to read and copy, and as a whole form to send again where that can help. */
export interface KeptPage extends ErrorPage {
  typed: Pick<TypedBefore, 'texts' | 'advice'>
  again: { action: string; fields: readonly { name: string; value: string }[] } | null
  signInHref: string | null
}

/**
 * The view of each template. A pages file declares its own templates: `declare module '../../../web/views.ts' {
 * interface Views { 'frameworks/rounds/list': ReturnType<typeof roundList> } }`
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
