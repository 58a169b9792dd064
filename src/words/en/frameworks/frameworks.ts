export const frameworks = {
  'event.framework.published': 'A framework version was published',
} as const
