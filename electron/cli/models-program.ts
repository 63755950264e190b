/** The commands about the models of this machine. */
import type { Command } from 'commander';

export interface ImportModelOptions {
  readonly dtype?: string;
  readonly id?: string;
  readonly name?: string;
}

export interface ModelCommands {
  modelsList(): Promise<void>;
  modelsRegistry(): Promise<void>;
  modelsInspect(folder: string, options: Pick<ImportModelOptions, 'dtype'>): Promise<void>;
  modelsImport(folder: string, options: ImportModelOptions): Promise<void>;
  modelsAdd(id: string, options: { acceptLicence: boolean }): Promise<void>;
  modelsTest(id: string): Promise<void>;
  modelsRemove(id: string): Promise<void>;
}

const addNote = `
Stopped with Ctrl-C or by a lost connection, the same command goes on where it was. HTTPS_PROXY and NO_PROXY name a proxy, HF_ENDPOINT a mirror of
the hub, HF_TOKEN the access token for models that are given only to people who have accepted their licence on the hub.`;

const importNote = `
The folder is one that Lookalike can read (model.json) or one in the layout of Hugging Face: config.json, preprocessor_config.json, tokenizer.json,
and onnx/ with vision_model.onnx and text_model.onnx, or model.onnx for both.`;

/** Answers the command `models`, for others to add to. */
export function addModels(program: Command, commands: ModelCommands): Command {
  const models = program
    .command('models')
    .description('the models of this machine: what there is, and adding, testing and removing them');
  models
    .command('list')
    .description('print the installed models')
    .action(() => commands.modelsList());
  models
    .command('registry')
    .description('print the models worth having that can be downloaded, with their licences')
    .action(() => commands.modelsRegistry());
  models
    .command('inspect')
    .description('print what would be made of a folder, and change nothing')
    .argument('<folder>')
    .option('--dtype <dtype>', 'precision of the weights, of those in the folder (fp32, fp16, int8, ...)')
    .addHelpText('after', importNote)
    .action((folder: string, options: ImportModelOptions) => commands.modelsInspect(folder, options));
  models
    .command('import')
    .description('copy a model from a folder, test it, and keep it if it passes')
    .argument('<folder>')
    .option('--dtype <dtype>', 'precision of the weights, of those in the folder; the most exact one when left out')
    .option('--id <id>', 'what it is to be called in commands')
    .option('--name <name>', 'what people see')
    .addHelpText('after', importNote)
    .action((folder: string, options: ImportModelOptions) => commands.modelsImport(folder, options));
  models
    .command('add')
    .description('download a model of the registry, test it, and keep it if it passes')
    .argument('<id>')
    .option('--accept-licence', 'you have read and accept the licence that "models registry" names', false)
    .addHelpText('after', addNote)
    .action((id: string, options: { acceptLicence: boolean }) => commands.modelsAdd(id, options));
  models
    .command('test')
    .description('test an installed model; fails when it does not pass')
    .argument('<id>')
    .action((id: string) => commands.modelsTest(id));
  models
    .command('remove')
    .description('delete an added model; vectors in libraries stay')
    .argument('<id>')
    .action((id: string) => commands.modelsRemove(id));
  return models;
}
