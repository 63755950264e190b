import type { HelpTexts } from '../../topic.ts';

export const sell: Pick<HelpTexts, 'demand'> = {
  demand: {
    title: 'Demand',
    words: ['shoppers', 'customers', 'clicks', 'orders', 'search log', 'analytics', 'no results', 'trend', 'synonym'],
    how: [
      'This page shows what shoppers searched for in your shop, and where the search or the catalog fails them.',
      'It needs a log of their searches, which you bring in under Library.',
      'Each list names one way to fail: nothing found, nothing clicked, asked otherwise, given up.',
      'You open a query to see what your catalog has for it, or put it into a query set to grade its results.',
      'Customers are kept as keyed hashes, and what fewer than five shoppers asked is not shown.',
    ],
    sections: [
      {
        id: 'bring',
        title: 'Bring in what shoppers did',
        body: [
          {
            steps: [
              'On the page Library choose **Add behaviour**, then a file of searches, clicks or orders: CSV, TSV, XLSX or JSON Lines. Exports of Shopify and WooCommerce, and events of Google Analytics 4 and Algolia, are recognised.',
              'Look at what was understood, and at the **Products not found**. They are told by SKU, barcode, address or title.',
              'Choose **Add**. A file that came in before adds nothing.',
            ],
          },
          'Names, e-mail and IP addresses never reach the library. A customer can be forgotten later.',
        ],
      },
      {
        id: 'fail',
        title: 'Find the searches that fail',
        body: [
          '**Nothing found** and **Nothing clicked** are what they say. **Clicked too little** holds the clicks against those that results at the same positions get on average: below 100 %, the order does not please. **Given up** and **Asked otherwise** tell what the shopper did next.',
          '**Wanted, and you do not list it** gathers failed queries that no product of yours comes near: a hint at what to buy in. **Same meaning** shows different words for much the same, as candidates for synonyms.',
        ],
      },
      {
        id: 'learn',
        title: 'Let clicks teach the ranking',
        body: [
          '**Grade by clicks** turns clicks into grades, with the positions allowed for: a result far down the page is seen less, so that a click on it says more. These grades belong to the judge “clicks” and stay apart from those of people. **Add all to the query set** hands the queries of a list to the page Grading.',
        ],
      },
    ],
  },
};
