/** SQL, for use in a query on `applications`: whether the latest return or request for more evidence names an item. */
export const isItemAsked = <Column extends `${string}.item_id`>(itemId: Column) =>
  `applications.items_asked like '%"' || ${itemId} || '"%'` as const
