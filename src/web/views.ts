import type * as c from './components.ts'
import type { ComponentViews } from './component-views.ts'
import type { UnusableLinkView } from './unusable-link.ts'
import type { EnteredText } from './entered-text.ts'
import type { Flash } from './flash.ts'
import type { T } from '../words/words.ts'

/** HTML that is printed without escaping. Only the view engine can make this type. */
export type Html = string & { readonly html: unique symbol }
/** The values in `res.locals` from which `page` draws the layout. */
export interface Shared {
  t: T
  person: { name: string } | null
  navigation: readonly NavigationItem[]
  /** whether the header has a search box */
  hasSearch: boolean
  notices: readonly Flash[]
  demo: boolean
  /** the link to declare a conflict of interest, on pages of an application that the person reads for the charity */
  conflict: c.Link | null
  /** tells the person that our emails to them are not arriving */
  unreached: c.Notice | null
}
export interface NavigationItem {
  text: string
  href: string
  current: boolean
}

/** The values that the layout takes from the view of every page. */
export interface Page {
  /** the title without the name of the service, such as "Evidence" */
  title: string
  /** the heading of the page; its caption can become part of the browser's title */
  heading?: unknown
  /** the confirmation that the page asks for; its heading is used if the page has none of its own */
  confirmation?: { heading?: unknown } | null
  back?: c.Link | null
  /** from `errorSummary(form)`; shown first in <main>. The title then starts with "Error:" */
  errors?: readonly c.ErrorLink[]
  /** the result of the check for personal details. If it asks a question, the title starts with "Question:" */
  personalData?: { asks: unknown } | null
  /** 1,200 px wide instead of the usual width, for boards and comparisons */
  wide?: boolean
  /** the page has a save bar, which must not cover the focused element on a phone */
  savebar?: boolean
  certificate?: boolean // the page has only the certificate
}

/** The view of an error page. */
export interface ErrorPage {
  heading: string
  text: readonly string[]
  link: c.Link | null
  reference: string | null
}

/** An error page with the entered text. */
export interface KeptPage extends ErrorPage {
  /** null when a different person entered the text, who can sign in to send it again */
  typed: Pick<EnteredText, 'texts' | 'advice'> | null
  again: { action: string; fields: readonly { name: string; value: string }[] } | null
  /** the link to sign in or out before sending the form again; opens in a new tab */
  signIn: c.Link | null
}

/**
 * The view of each template. A pages file declares its own templates: `declare module '../../../web/views.ts' {
 * interface Views { 'frameworks/rounds/list': ReturnType<typeof roundList> } }`
 */
export interface Views extends ComponentViews {
  layout: Required<Omit<Page, 'personalData' | 'heading' | 'confirmation'>> &
    Omit<Shared, 't'> & { titleWithout: string; body: Html; stylesheet: string; script: string; icon: string }
  header: Pick<Shared, 'person' | 'navigation' | 'hasSearch'>
  'errors/error': ErrorPage
  'errors/kept': KeptPage
  'errors/typed': NonNullable<KeptPage['typed']>
  'access/sign-in/link-over': UnusableLinkView
}

declare global {
  namespace Express {
    interface Locals extends Shared {}
  }
}
