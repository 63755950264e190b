/** Tags of these groups say what a product is; the first says it most exactly. */
export const kindGroups = ['type', 'product type', 'subcategory', 'category', 'department'];
