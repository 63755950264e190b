/** Words of what the system draws: menus and dialogs. The page has its own. */
import type { Appearance } from '../contract/desktop.ts';

export type Language = Appearance['language'];

const en = {
  file: 'File',
  openLibrary: 'Open Library…',
  openRecent: 'Open Recent',
  noRecent: 'No Libraries Yet',
  importImages: 'Import Photos or Table…',
  settings: 'Settings…',
  edit: 'Edit',
  find: 'Find',
  view: 'View',
  reload: 'Reload Window',
  developerTools: 'Developer Tools',
  go: 'Go',
  search: 'Search',
  answers: 'Answer',
  duplicates: 'Duplicates',
  tags: 'Tags',
  labels: 'Grading',
  learning: 'Learning',
  demand: 'Demand',
  library: 'Library',
  problems: 'Problems',
  sheet: 'Table',
  changes: 'Changes',
  window: 'Window',
  help: 'Help',
  howItWorks: 'How Lookalike Works',
  showLogs: 'Show Log Folder',
  about: 'About Lookalike',
  checkForUpdates: 'Check for Updates…',
  chooseLibrary: 'Choose the folder of a library',
  chooseImport: 'Choose a folder of photos or a product table',
  chooseModel: 'Choose the folder of a model',
  importWhat: 'What would you like to import?',
  importFolder: 'Folder of Photos',
  importTable: 'Product Table',
  cancel: 'Cancel',
  tables: 'Product tables',
  events: 'Files of orders, clicks or searches',
  chooseEvents: 'Choose a file of orders, clicks or searches',
  chooseDocuments: 'Choose a folder of documents',
  allFiles: 'All files',
  unresponsive: 'The window does not answer.',
  unresponsiveDetail: 'Its library is safe: it is kept by another process. You can wait, or load the window again.',
  wait: 'Wait',
  crashed: 'The window crashed several times in a short while.',
  crashedDetail: 'Its library is safe: it is kept by another process. Reason: {reason}.',
  quit: 'Quit',
  cannotStart: 'Lookalike cannot start',
  updateReady: 'Version {version} has been downloaded.',
  updateReadyDetail: 'It is installed when Lookalike ends.',
  restartNow: 'Restart Now',
  later: 'Later',
  upToDate: 'This is the latest version.',
  updateFailed: 'Later versions could not be looked for.',
} as const;

export type Texts = { readonly [Key in keyof typeof en]: string };

const chinese: Texts = {
  file: '文件',
  openLibrary: '打开图库…',
  openRecent: '最近打开的图库',
  noRecent: '暂无图库',
  importImages: '导入照片或表格…',
  settings: '设置…',
  edit: '编辑',
  find: '查找',
  view: '显示',
  reload: '重新加载窗口',
  developerTools: '开发者工具',
  go: '前往',
  search: '搜索',
  answers: '答复',
  duplicates: '查重',
  tags: '标签',
  labels: '评分',
  learning: '学习',
  demand: '需求',
  library: '图库',
  problems: '问题',
  sheet: '表格编辑',
  changes: '修改',
  window: '窗口',
  help: '帮助',
  howItWorks: '使用说明',
  showLogs: '打开日志文件夹',
  about: '关于 Lookalike',
  checkForUpdates: '检查更新…',
  chooseLibrary: '选择图库所在的文件夹',
  chooseImport: '选择照片文件夹或商品表格',
  chooseModel: '选择模型文件夹',
  importWhat: '您想导入什么?',
  importFolder: '照片文件夹',
  importTable: '商品表格',
  cancel: '取消',
  tables: '商品表格',
  events: '含订单、点击或搜索的文件',
  chooseEvents: '选择含订单、点击或搜索的文件',
  chooseDocuments: '选择文档所在的文件夹',
  allFiles: '所有文件',
  unresponsive: '窗口没有响应。',
  unresponsiveDetail: '图库由另一个进程保管,数据是安全的。您可以继续等待,或重新加载窗口。',
  wait: '等待',
  crashed: '窗口在短时间内多次崩溃。',
  crashedDetail: '图库由另一个进程保管,数据是安全的。原因:{reason}。',
  quit: '退出',
  cannotStart: 'Lookalike 无法启动',
  updateReady: '版本 {version} 已下载。',
  updateReadyDetail: '它将在 Lookalike 退出时安装。',
  restartNow: '立即重启',
  later: '以后',
  upToDate: '当前已是最新版本。',
  updateFailed: '无法检查更新。',
};

export function textsOf(language: Language): Texts {
  return language === 'zh-CN' ? chinese : en;
}

/** The language of the system, until the page has said its own. @param locale a BCP 47 tag */
export function languageOf(locale: string): Language {
  return locale.toLowerCase().split('-')[0] === 'zh' ? 'zh-CN' : 'en';
}

/** Puts values into the places named in braces. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
