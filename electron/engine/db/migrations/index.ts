import type { Migration } from '../migrate.ts';
import { catalog } from './0010-catalog.ts';
import { operations } from './0020-operations.ts';
import { duplicates } from './0030-duplicates.ts';
import { labels } from './0040-labels.ts';
import { verdictOrigin } from './0050-verdict-origin.ts';
import { operationParts } from './0060-operation-parts.ts';
import { pairModelOwners } from './0070-pair-model-owners.ts';
import { finerSignatures } from './0080-finer-signatures.ts';
import { suspects } from './0090-suspects.ts';
import { sourceRows } from './0100-source-rows.ts';
import { weighedWords } from './0110-weighed-words.ts';
import { variants } from './0120-variants.ts';
import { webImages } from './0130-web-images.ts';
import { found } from './0140-found.ts';
import { languages } from './0150-languages.ts';
import { shownProbability } from './0160-shown-probability.ts';
import { referenceImages } from './0170-reference-images.ts';
import { changes } from './0180-changes.ts';
import { savedSearches } from './0190-saved-searches.ts';
import { exportChoices } from './0200-export-choices.ts';
import { events } from './0210-events.ts';
import { pictureReadings } from './0220-picture-readings.ts';
import { taxonomy } from './0230-taxonomy.ts';
import { listingRules } from './0290-listing-rules.ts';
import { map } from './0310-map.ts';
import { lookups } from './0320-lookups.ts';
import { answers } from './0330-answers.ts';
import { campaigns } from './0340-campaigns.ts';

export const migrations: readonly Migration[] = [
  catalog,
  operations,
  duplicates,
  labels,
  verdictOrigin,
  operationParts,
  pairModelOwners,
  finerSignatures,
  suspects,
  sourceRows,
  weighedWords,
  variants,
  webImages,
  found,
  languages,
  shownProbability,
  referenceImages,
  changes,
  savedSearches,
  exportChoices,
  events,
  pictureReadings,
  taxonomy,
  listingRules,
  map,
  lookups,
  answers,
  campaigns,
];
