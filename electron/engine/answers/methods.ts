/** The `answers.*` methods of the contract. */
import type { ReplyLanguage } from '../../contract/answers.ts';
import type { DomainHandlers } from '../../contract/contract.ts';
import { inForeground } from '../jobs/foreground.ts';
import type { Answers } from './answers.ts';
import { sampleMessages } from './samples.ts';

export interface AnswerHandlersDependencies {
  readonly answers: Answers;
  readonly samplesFrom: Parameters<typeof sampleMessages>[0];
}

export function answerHandlers({ answers, samplesFrom }: AnswerHandlersDependencies): DomainHandlers<'answers'> {
  const { documents } = answers;
  const samples = (language: ReplyLanguage) => sampleMessages(samplesFrom, language);
  return {
    'answers.ask': (asked, { signal }) => inForeground(() => answers.ask(asked, signal)),
    'answers.write': (asked, { signal }) => answers.write(asked, signal),
    'answers.approve': async (asked, { signal }) => ({ id: await answers.approve(asked, signal) }),
    'answers.approved': () => answers.approved(),
    'answers.removeApproved': ({ id }) => {
      answers.removeApproved(id);
      return {};
    },
    'answers.samples': ({ language }) => samples(language),
    'answers.documents': () => documents.list(),
    'answers.addDocuments': ({ path }) => documents.add(path),
    'answers.renewDocuments': () => documents.renew(),
    'answers.removeDocuments': ({ folderId }) => {
      documents.remove(folderId);
      return {};
    },
    'answers.document': ({ passageId }) => documents.documentOf(passageId),
  };
}
