import type { HelpTexts } from '../../topic.ts';

export const campaigns: Pick<HelpTexts, 'campaigns'> = {
  campaigns: {
    title: 'Campaigns',
    words: [
      'set',
      'collection',
      'brief',
      'curation',
      'lookbook',
      'contact sheet',
      'custom label',
      'newsletter',
      'board',
    ],
    how: [
      'This page makes a set of products out of a brief in words, such as for a newsletter, a collection or an ad.',
      'What was understood of the brief stands in fields that you can change, and what the catalog has no figures for is said.',
      'Limits hold for every product, and the rest is searched for by meaning and varied in looks and price.',
      'You arrange the set on a board, lock what has to stay, and swap or remove what does not please.',
      'A set is kept in versions, tells what became of its products when the catalog changes, and goes to the shop as a file.',
    ],
    sections: [
      {
        id: 'brief',
        title: 'Write a brief',
        body: [
          'Say what the set is for and its limits, in English or Chinese: a price, what it must not be, how many products, at most how many of a brand, in stock, on sale, a margin. Separate limits by commas. **Propose a set** fills the board.',
          'A limit leaves out every product that does not hold it. **Not wanted** leaves out what says the word in its title, tags or attributes: a black dress that is called black nowhere stays. The margin needs a column with the cost, such as “Cost per item”; a product without a cost does not pass. A product whose stock is not counted counts as in stock.',
          'Tags that the words name are **Wishes**: what has them comes first. A click makes one a must.',
          'Where there are fewer products than asked for, the page says how many more there would be without each limit.',
        ],
      },
      {
        id: 'board',
        title: 'Arrange the board',
        body: [
          {
            steps: [
              'Drag a product to its place, or focus its handle and use the arrow keys.',
              'Lock what has to stay, then choose **Propose others** for the rest.',
              'Choose **Another like this** to swap one, or take it off and choose **Fill up**.',
              'Choose **Add products** to look for one by yourself. It may break a limit; its card says so.',
            ],
          },
          'Each card says why its product is in. **Variety** sets how unlike each other the products are. **Undo** takes back one step after the other.',
        ],
      },
      {
        id: 'keep',
        title: 'Keep a set and come back to it',
        body: [
          'Each **Save** is a version. Choose an older one to look at it; saving it makes it the latest.',
          'When the catalog changes, the set says which products were deleted, sold out, cost more or no longer fit. The button beside it replaces them. What is locked stays, with its warning.',
        ],
      },
      {
        id: 'give',
        title: 'Give it to the shop',
        body: [
          '**Give to the shop** writes the set as a product import for a collection in Shopify or a category in WooCommerce, as a supplemental feed for Google Merchant with one of the five custom labels, as a plain table, or as a contact sheet in PNG or PDF. An import into WooCommerce replaces the categories of a product: import the table of your shop here first, so that they are kept beside the new one.',
        ],
      },
    ],
  },
};
