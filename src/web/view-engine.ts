import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ejs from 'ejs'
import type { Response } from 'express'
import { projectFolder } from '../config.ts'
import type { Html, Page, Shared, Views } from './views.ts'
import type { ErrorLink, Heading } from './components.ts'
import type { T } from '../words/words.ts'
import { assetAddress } from './assets.ts'
import { newFormKey } from './form-key.ts'
import { actorOrNull } from './request.ts'

// Our own `include` is faster than EJS’s, and gives a component only its own data.
type Include = <Name extends keyof Views>(address: `/${Name}`, view: Views[Name]) => Html
type Template = (view: unknown, t: T, include: Include, newKey: () => string) => Html

const templates = new Map<string, Template>()
let rereads = false

/** Makes each render read its template again, for development. */
export function rereadTemplates(): void {
  rereads = true
}

/** @param personId the person who opened the page and can send its forms; empty for a page without sign-in */
export function render<Name extends keyof Views>(name: Name, view: Views[Name], t: T, personId = ''): Html {
  const newKey = () => newFormKey(personId)
  const include: Include = (address, part) => template(address.slice(1))(part, t, include, newKey)
  return template(name)(view, t, include, newKey)
}

/** Renders a page, with the layout around it, as the response to the request. */
export function page<Name extends keyof Views>(res: Response, name: Name, view: Views[Name] & Page): void {
  const { t, person, navigation, hasSearch = false, notices, demo } = res.locals as Shared
  const { conflict = null, unreached = null } = res.locals as Shared
  const title = fullTitle(t, view)
  const { back = null, errors = [], personalData = null, wide = false, savebar = false, certificate = false } = view
  const question = personalData?.asks ? t('title.question', { title }) : title
  const shown = errors.length > 0 ? t('title.error', { title }) : question
  const personId = actorOrNull(res)?.id ?? ''
  const body = render(name, view, t, personId)
  res.type('html').send(
    render(
      'layout',
      {
        title: t('title', { title: shown }),
        titleWithout: t('title', { title }),
        body,
        back,
        errors: inOrderOfFields(errors, body),
        wide,
        savebar,
        certificate,
        person,
        navigation,
        hasSearch,
        notices,
        demo,
        conflict,
        unreached,
        stylesheet: assetAddress('main.css'),
        script: assetAddress('main.js'),
        icon: assetAddress('mark.svg'),
      },
      t,
      personId,
    ),
  )
}

/** Sorts errors in the order of the fields on the page. */
function inOrderOfFields(errors: readonly ErrorLink[], body: Html): readonly ErrorLink[] {
  if (errors.length < 2) return errors
  const ids = [...body.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => `#${id}`)
  return errors.toSorted((a, b) => ids.indexOf(a.href) - ids.indexOf(b.href))
}

/**
 * The title of a page. If it is the same as the heading, the heading's caption is added, so that different records have
 * different titles.
 */
function fullTitle(t: T, { title, heading, confirmation }: Page): string {
  const { text, caption } = (heading ?? confirmation?.heading ?? {}) as Partial<Heading>
  const isWithin = caption && caption !== t('service.name') && text === title
  return isWithin ? t('title.within', { title, caption }) : title
}

/** Compiles the templates with these names, so that a test finds any that do not compile. */
export function compileTemplates(names: Iterable<string>): void {
  for (const name of names) template(name)
}

/**
 * Escapes a value for a template; null prints nothing.
 * @throws when the value is undefined, which is a bug in the page
 */
function escapeValue(value?: unknown): string {
  if (value === undefined) throw new Error('a template printed an undefined value')
  if (value === null) return ''
  const text = String(value)
  return special.test(text) ? ejs.escapeXML(text) : text
}
const special = /[&<>'"]/

function template(name: string): Template {
  const known = templates.get(name)
  if (known && !rereads) return known
  const made = compile(name)
  templates.set(name, made)
  return made
}

function compile(name: string): Template {
  const text = readFileSync(join(projectFolder, 'views', `${name}.ejs`), 'utf8').replace(/^[ \t]+/gm, '')
  const parsed = new ejs.Template(text, { strict: true, _with: false, localsName: 'view', filename: name })
  parsed.compile()
  const guarded = `'use strict'; let __line = 1; try {${parsed.source}} catch (error) { rethrow(error, __line) }`
  const draw = new Function('view', 't', 'escapeFn', 'include', 'newKey', 'rethrow', guarded)
  const rethrow = (error: unknown, line: number): never => {
    if (error instanceof Error) error.message = `views/${name}.ejs:${line} ${error.message}`
    throw error
  }
  return (view, t, include, newKey) => draw(view, t, escapeValue, include, newKey, rethrow)
}
