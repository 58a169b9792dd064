export const frameworks = {
  'event.framework.published': 'A version of the criteria was published',
} as const
