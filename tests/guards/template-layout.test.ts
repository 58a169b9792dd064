import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { templatesIn } from '../../scripts/check-views.ts'
import { layoutProblems } from '../../scripts/template-layout.ts'
import { projectFolder } from '../../src/config.ts'

test('every template has one element per line, indented by nesting', () => {
  const problems = [...templatesIn(join(projectFolder, 'views'))].flatMap(([name, text]) =>
    layoutProblems(text).map(({ line, message }) => `${name}:${line} ${message}`),
  )
  expect(problems).toEqual([])
})

const wellLaidOut = `<ul
  class="
    list
    <% if (view.small) { %>list--small<% } %>
  "
  <% if (view.label) { %>aria-label="<%= view.label %>"<% } %>
>
  <% for (const item of view.items) { -%>
    <li><%= item.text %><br><%= t('item.hint', { at: '{' }) %></li>
  <% } -%>
  <% if (view.more) { -%>
    <li>
      <%- include('/components/link', {
        text: view.more,
        href: '/more',
      }) %>
    </li>
  <% } else if (view.level) { -%>
    <%# <b> in a comment is no element %>
    <h<%= view.level %>></h<%= view.level %>>
  <% } -%>
</ul>
`

test.each<[string, string, { line: number; message: string }[]]>([
  ['two elements', '<p><b></b></p>', [{ line: 1, message: 'opens more than one element' }]],
  ['an element in a block', '<% if (a) { %><p></p><% } %>', []],
  ['a line break in text', '<p>1<br>2<wbr>3</p>', []],
  ['too little indentation', '<p>\n1\n</p>', [{ line: 2, message: 'is indented by 0 instead of 2' }]],
  ['too much indentation', '<br>\n  <br>', [{ line: 2, message: 'is indented by 2 instead of 0' }]],
  ['a flat block', '<% if (a) { -%>\n<br>\n<% } -%>', [{ line: 2, message: 'is indented by 0 instead of 2' }]],
  ['a flat attribute', '<br\nclass="a"\n>', [{ line: 2, message: 'is indented by 0 instead of 2' }]],
  ['flat code', "<%= t('a', {\na: 1 }) %>", [{ line: 2, message: 'is indented by 0 instead of 2' }]],
  [
    'an element and a block',
    '<% if (a) { %><p>\n  1\n</p><% } %>',
    [{ line: 1, message: 'opens an element and a block that end on other lines' }],
  ],
  ['121 characters', '1'.repeat(121), [{ line: 1, message: 'has 121 characters; at most 120 are allowed' }]],
  ['91 lines', '<br>\n'.repeat(91), [{ line: 91, message: 'is past the limit of 90 lines' }]],
  ['an element that stays open', '<p>\n', [{ line: 1, message: 'leaves p open' }]],
  [
    'crossed nesting',
    '<% if (a) { %><p><% } %></p>',
    [
      { line: 1, message: 'closes { inside p' },
      { line: 1, message: 'leaves { open' },
    ],
  ],
])('the check reports the layout problems of %s', (_, text, problems) => {
  expect(layoutProblems(text)).toEqual(problems)
})

test('the check accepts nested tags, attributes and code over several lines', () => {
  expect(layoutProblems(wellLaidOut)).toEqual([])
})
