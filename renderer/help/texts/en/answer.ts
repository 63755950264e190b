import type { HelpTexts } from '../../topic.ts';

export const answer: Pick<HelpTexts, 'answers'> = {
  answers: {
    title: 'Answer',
    words: [
      'customer',
      'question',
      'reply',
      'chat',
      'message',
      'policy',
      'returns',
      'delivery',
      'warranty',
      'FAQ',
      'Ollama',
    ],
    how: [
      'This page turns the message of a customer into a reply that says only what your listing and your documents say.',
      'You paste the message, with photos if there are any, and get the product that is meant.',
      'Each fact stands beside its source, and a passage of a document opens where it stands.',
      'What nobody says is shown as not known, and sources that disagree are shown side by side.',
      'You edit the reply, copy it with a key, and approve it as an example for the next message like it.',
    ],
    sections: [
      {
        id: 'answer',
        title: 'Answer a message',
        body: [
          {
            steps: [
              'Paste the text under **Message of the customer**. Photos and screenshots can be pasted, dropped, or taken with **Add photo**. Then choose **Find the answer** ([[mod]] [[Enter]]).',
              'Look at the product. **Probably this one** and **One of these** are how sure it is; choose **This one** where another is meant. Under **What is asked** you can add a question that was missed, or take one away.',
              'Edit the **Reply**, and copy it with **Copy reply** ([[C]], or [[mod]] [[Enter]] while you write in it).',
            ],
          },
          'Several questions in one message are answered one after the other, in English or Chinese. A line in square brackets is for you: there the sources disagree.',
        ],
      },
      {
        id: 'documents',
        title: 'Bring in the documents of your shop',
        body: [
          'Choose **Add documents** and a folder of Markdown, text, HTML, or CSV with a question and an answer in each row. They are cut into passages and found by their words and by their meaning. **Read what changed** reads files again that changed since. A file that cannot be read is named with the reason, and the others count all the same.',
        ],
      },
      {
        id: 'approve',
        title: 'Approve good answers',
        body: [
          '**Approve** keeps a reply. For a message like it the reply begins with these words, with the facts of the product that is meant then. Where these do not fit, it is only shown, to take over by hand. **Approved answers** lists them all.',
        ],
      },
      {
        id: 'model',
        title: 'Let a language model word it',
        body: [
          'Under **Wording by a model** you can enter the address of a language model on this machine, such as Ollama. It is off until you do. It words the reply and may add nothing: a text with a number, a name or a promise that stands in no fact is refused, and you see which. Another machine is only asked when you say that it is meant, because messages of customers then leave this one.',
        ],
      },
    ],
  },
};
