import { ESLintUtils } from '@typescript-eslint/utils'

const raw = new Set([
  'raw',
  'whereRaw',
  'orWhereRaw',
  'andWhereRaw',
  'havingRaw',
  'orHavingRaw',
  'orderByRaw',
  'groupByRaw',
  'joinRaw',
  'fromRaw',
])

function gapsIn(sql) {
  if (sql.type === 'Literal') return []
  if (sql.type === 'TemplateLiteral') return sql.expressions
  if (sql.type === 'TaggedTemplateExpression') return sql.quasi.expressions
  if (sql.type === 'BinaryExpression') return [sql.left, sql.right].flatMap(gapsIn)
  return [sql]
}

/** A value in raw SQL must be known when compiling: a constant, or one of a list of constants. */
export const rawSql = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { unknown: 'Raw SQL takes values by "?" and names by "??"; only a constant text may stand in a gap.' },
  },
  create(context) {
    const services = ESLintUtils.getParserServices(context)
    const isKnown = node => {
      const type = services.getTypeAtLocation(node)
      return (type.isUnion() ? type.types : [type]).every(each => each.isStringLiteral() || each.isNumberLiteral())
    }
    return {
      CallExpression({ callee, arguments: [sql] }) {
        if (callee.type !== 'MemberExpression' || !raw.has(callee.property.name) || !sql) return
        for (const part of gapsIn(sql)) if (!isKnown(part)) context.report({ node: part, messageId: 'unknown' })
      },
    }
  },
}
