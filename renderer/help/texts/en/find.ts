import type { HelpTexts } from '../../topic.ts';

export const find: Pick<HelpTexts, 'start' | 'search' | 'map'> = {
  start: {
    title: 'Start',
    words: ['home', 'overview', 'first page', 'to do', 'what next', 'dashboard'],
    how: [
      'This page says what is most worth doing in the library that is open.',
      'It never names more than five things: what hides products comes first, then what is quickest to settle, then what teaches the app.',
      'Each line has a button that leads straight to the work.',
      'The numbers are those of the side bar and of the pages themselves, and go down as you work.',
      'When nothing waits, it says so, and you are done.',
    ],
    sections: [
      {
        id: 'lines',
        title: 'What the lines mean',
        body: [
          { picture: 'start', shows: 'The start page of the sample catalog with what is worth doing next' },
          'A likely double is a product that seems to be in the catalog twice. A doubtful tag is one that the photo or the title speaks against. A search that finds nothing is one of your own latest searches: a synonym or a tag often mends it.',
          'Work that runs at the moment, such as an import, shows above the list with the time that is left.',
        ],
      },
      {
        id: 'around',
        title: 'Finding your way',
        body: [
          'The side bar has the pages by what you come to do: find, clean up, teach. A number beside a page is what waits there. A group you do not use can be folded by a click on its name.',
          'The **Command palette** ([[mod]] [[K]]) goes anywhere by name: pages, products, tags, past searches, settings and help. [[?]] shows all keys.',
        ],
      },
    ],
  },
  search: {
    title: 'Search',
    words: [
      'find',
      'photo',
      'picture',
      'look up',
      'clip',
      'video',
      'barcode',
      'query',
      'filter',
      'image search',
      'minus',
      'exclude',
      'price',
    ],
    how: [
      'Type what you are looking for, or drop, paste or pick a photo: products that fit come first.',
      'The app compares what it sees in each photo, what the listing says, and the words themselves, so that products are found that do not have your word in their title.',
      'Several parts can be combined, counted more or less, or turned into what you do not want.',
      'Filters on the left narrow the results down by tags and price.',
      'Asked with one photo, the app also says which product it likely is, how sure it is, or that you do not have it.',
    ],
    sections: [
      {
        id: 'words',
        title: 'Search by words',
        body: [
          { picture: 'search', shows: 'Results for red dress, with the filters on the left' },
          {
            steps: [
              'Press [[/]] and type, for example: red dress. Results follow each letter; [[↵]] enters it.',
              'To leave something out, put a minus before it: red dress -striped. For an exact phrase use quotes. Prices are understood as well: under 50.',
              'To add to what is asked instead of replacing it, enter with [[⇧]] [[↵]].',
            ],
          },
          'What was understood stands below the search bar, such as a colour or a price: a click on its name shows only that, the cross takes it as plain words. In the filters, point at a tag to exclude it. A search that you need again is kept by a name under **Saved searches**.',
          'Each result says how likely it is what you meant. Below the line come products that are probably not; what has clearly nothing to do with the query is hidden and can be shown with **Show**.',
        ],
      },
      {
        id: 'photo',
        title: 'Which product is on this photo?',
        body: [
          { picture: 'photo', shows: 'A photo was looked up; the app names the product and how sure it is' },
          {
            steps: [
              'Drop a photo anywhere on the window, or copy one and press [[mod]] [[V]], or choose **Search by picture** in the search bar.',
              'Above the results you read which product it likely is, or that it is probably not in your catalog. What is named there comes first in the results.',
              'The photo opens beside the results. Draw a box around the thing you mean, with the mouse, a finger or keys (**Put a box**): only that part is searched by then, and **The whole photo** takes it back. What may be a product has a dot on it and stands below, under **On this photo**: one click searches with it. **Find what is on a part** in an opened product does the same with a photo of your catalog.',
              'Choose **Compare** to see both photos side by side. When it is right, choose **Yes, this one**, or press [[Y]] on a result: the photo is kept with the product, and the next photo like it is recognised more easily.',
              'A clip can be dropped or picked like a photo. Its **Frames of the clip** stand beside the results, and each product counts as with the frame it matches best, which is shown on it. Choose a frame to search with it alone; **All frames** takes that back.',
              'A barcode or QR code on the photo is read as well. The product that carries its number comes first, for certain; a number that no product has can be added to one.',
            ],
          },
        ],
      },
      {
        id: 'product',
        title: 'Look at a product, find more like it',
        body: [
          { picture: 'product', shows: 'An opened product with its photo, tags and what looks like it' },
          'Move between results with the arrow keys and open one with [[↵]]. In the product you correct its title, price and tags; what you change waits on the page Changes until you export it.',
          'With [[M]] a result is added to the query: **More like this**. With [[L]] it is **Less like this**. Pick out several with [[S]] to change their tags together, or to merge them.',
          'Under **For shoppers** stands what to show somebody who looks at the product: others like it that are in stock (**Similar**), and what is bought with it (**Goes with**), each with its reason. The second needs the orders of your shop; a product that nobody bought yet takes what goes with products like it. **Lists for the shop** writes both for the whole catalog, for Shopify, WooCommerce or Magento.',
        ],
      },
    ],
  },
  map: {
    title: 'Map',
    words: ['plane', 'overview', 'cluster', 'lasso', 'umap', 'atlas', 'visualise', 'scatter', 'layout', 'neighbours'],
    how: [
      'The map shows all products as points: what looks alike lies together, and areas are named by what sets them apart.',
      'Colours show a tag group, duplicates, doubtful tags, prices, sales or failed searches, as far as the library knows them.',
      'Drag to move, turn the wheel to come closer; from near you see the photos, and a click opens a product.',
      'A rectangle or a lasso picks products, and what can be done with them stands below the map.',
      'The list beside the map has the same products and works without a mouse.',
    ],
    sections: [
      {
        id: 'lay-out',
        title: 'Lay the map out',
        body: [
          'Choose **Lay out the map** once. The app looks up for each photo which ones are most alike, and moves the points until those are together. That runs beside your work; it can be stopped, and goes on later where it was.',
          'Products that come later are placed among those most like them, and those that leave are taken off. After many new ones **Lay out anew** shows more. Each model has a map of its own. Left and right, up and down mean nothing: only what lies close to what does, and distances between far areas say little.',
        ],
      },
      {
        id: 'read',
        title: 'Read the map',
        body: [
          'Under **Colours show** you choose what is told. In the legend a click on a name lights up only its products; a second click takes that back. Points of one colour in the middle of another are often wrong tags: choose **Doubtful tags** to compare.',
          'Under **Areas** stand the named areas, largest first; a click goes there. Type under **Light up what a search finds** to see where its products lie: in one area, or spread over several. Filters of the page Search narrow the map too.',
        ],
      },
      {
        id: 'pick',
        title: 'Pick products and change them',
        body: [
          {
            steps: [
              'Choose **Pick with a rectangle** or **Pick with a lasso**, and draw around points. With [[⇧]] they come to those that are picked already.',
              'Or tick products in the list: **In view**, **Found** or **Picked**. **Pick all** takes the whole list.',
              'Below the map choose what to do: **Change tags…**, **Edit in a table**, **Same product**, **Merge**, **Grade** or **Export**. With two picked you can compare them.',
            ],
          },
          'By key, while the map has the focus: the arrow keys move it, [[+]] and [[−]] change how close it is, [[0]] shows everything, [[A]] picks all in view.',
        ],
      },
    ],
  },
};
