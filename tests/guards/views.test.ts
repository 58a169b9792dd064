import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { problemsIn, templatesIn } from '../../scripts/check-views.ts'
import { looseWords } from '../../scripts/loose-words.ts'
import { projectFolder } from '../../src/config.ts'
import { compileTemplates, render } from '../../src/web/view-engine.ts'
import { translator } from '../../src/words/words.ts'

const views = templatesIn(join(projectFolder, 'views'))
const t = translator('en')

const mistakes: Record<string, { text: string; finds: string }> = {
  'components/status': { text: '\n<b><%= view.txet %></b>', finds: 'txet' },
  'components/panel': { text: "\n<%= t('form.erorr') %>", finds: 'form.erorr' },
  'components/details': { text: "\n<%= t('form.count.most') %>", finds: 'Expected 2 arguments' },
  'components/inset': { text: "\n<%= t('form.error', { most: 3 }) %>", finds: 'Expected 1 arguments' },
  'components/warning': { text: '\n<%- view.text %>', finds: "not assignable to parameter of type 'Html'" },
  'components/heading': { text: "\n<%- include('/components/icn', { icon: 'tick' }) %>", finds: '/components/icn' },
  'components/link': { text: "\n<%- include('/components/icon', { icon: 'tik' }) %>", finds: 'tik' },
  'components/table': {
    text: '<%_ for (const row of view.rows) { -%>\n<%= row.code %>\n<%_ } -%>',
    finds: 'undefined',
  },
  'components/mark': { text: '\n<p>Hello</p>', finds: 'says "Hello" without t()' },
  'components/chips': { text: '\n<ul aria-label="Branches"></ul>', finds: 'in aria-label without t()' },
  'nowhere/to-be-found': { text: '', finds: "does not exist on type 'Views'" },
}
/** The faulty templates are compiled together with the real ones, because compiling takes seconds. */
const found = problemsIn(
  views,
  join(projectFolder, 'dist', 'check-views-in-tests'),
  new Map(Object.entries(mistakes).map(([name, { text }]) => [name, text])),
)

test('every template is declared in Views, type-checked, and prints no text of its own', async () => {
  expect((await found).filter(({ template }) => !template.startsWith('beside/'))).toEqual([])
}, 600_000)

test('every template can be compiled', () => {
  expect(() => compileTemplates(views.keys())).not.toThrow()
})

describe('the template check', () => {
  test.each(Object.entries(mistakes))(
    'the check finds the mistake in %s and its line',
    async (name, { text, finds }) => {
      const here = (await found).filter(({ template }) => template === `beside/${name}`)
      expect(here.map(({ line }) => line)).toEqual([text === '' ? 1 : 2])
      expect(here[0]?.message).toContain(finds)
    },
  )
})

test.each([
  ['<p>&nbsp;·&amp; <%= view.text %> 12</p>', []],
  ['<img alt="" src="/a.svg"><br>', []],
  [
    '<p\n>Guten Tag</p>',
    [
      { line: 2, message: 'says "Guten" without t()' },
      { line: 2, message: 'says "Tag" without t()' },
    ],
  ],
  ['<b style="color: red"></b>', [{ line: 1, message: 'style= is refused by the content security policy' }]],
  [
    '<script>go()</script>',
    [
      { line: 1, message: 'says "go" without t()' },
      { line: 1, message: 'styles and scripts lie in views/assets/' },
    ],
  ],
])('the check reports only styles, scripts and text outside t() in %j', (text, expected) => {
  expect(looseWords(text)).toEqual(expected)
})

describe('rendering', () => {
  test('a template escapes text, and prints nothing for null', () => {
    expect(render('components/label', { id: 'a', label: '<b> & "c"', labelSize: 'plain' }, t)).toContain(
      '&lt;b&gt; &amp; &#34;c&#34;',
    )
    expect(render('components/table-cell', { text: null, href: '/x' }, t)).toContain(
      '<a class="govuk-link" href="/x"></a>',
    )
  })

  test('an undefined value throws an error that names the template and the line', () => {
    expect(() => render('components/inset', { text: [undefined as unknown as string] }, t)).toThrow(
      /views\/components\/inset\.ejs:1.*views\/components\/paragraphs\.ejs:1 a template printed an undefined value/s,
    )
  })

  test('a component gets only its own data, not its caller’s', () => {
    const html = render(
      'components/notice',
      { tone: 'plain', icon: 'tick', text: ['One'], link: { text: 'Two', href: '/two' }, hidden: 'Three' } as never,
      t,
    )
    expect(html).toContain('Two')
    expect(html).not.toContain('Three')
  })
})
